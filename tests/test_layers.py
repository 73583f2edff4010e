"""The floors of the house: who may import whom, and what only one room may touch."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "simkinerja"
FLOOR = {
    "sentences": 0,
    "errors": 0,
    "compiled": 0,
    "keyed": 0,
    "streams": 1,
    "files": 1,
    "params": 2,
    "rules": 2,
    "population": 3,
    "survey": 3,
    "schemes": 3,
    "scoring": 4,
    "simulate": 5,
    "evaluate": 6,
    "report": 7,
    "classroom": 8,
    "workshop": 8,
    "cli": 9,
    "__main__": 10,
}
SAME_FLOOR_ALLOWED = {("errors", "sentences"), ("keyed", "compiled")}
ONLY_IN = {
    "matplotlib": {"report"},
    "seaborn": {"report"},
    "ipywidgets": {"classroom"},
    "IPython": {"classroom", "workshop"},  # the workshop runs notebooks in a shell of its own
}
NO_STREAMS = {"rules", "schemes", "scoring"}
HEAVY = (
    "pandas",
    "scipy",
    "matplotlib",
    "seaborn",
    "ipywidgets",
    "faker",
    "pydantic",
    "pyarrow",
    "pymcdm",
    "numba",
    "voila",
)


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(SRC.rglob("*.py")):
        room = path.relative_to(SRC).parts[0].removesuffix(".py")
        if room != "__init__":
            yield room, path


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Absolute dotted names imported anywhere in a module, with their lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            assert node.module is not None
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def breaches(room: str, path: Path) -> list[str]:
    found = []
    for name, line in imports(path):
        parts = name.split(".")
        where = f"{path.relative_to(SRC)}:{line} imports {name}"
        if parts[0] == "simkinerja" and len(parts) > 1 and parts[1] != room:
            other = parts[1]
            if other in FLOOR:
                lower = FLOOR[other] < FLOOR[room] or (room, other) in SAME_FLOOR_ALLOWED
                if not lower:
                    found.append(f"{where}: not a lower floor")
            elif other != "__version__":
                found.append(f"{where}: no such room")
            if other == "streams" and room in NO_STREAMS:
                found.append(f"{where}: {room} knows no randomness")
        if room not in ONLY_IN.get(parts[0], {room}):
            found.append(f"{where}: only {', '.join(sorted(ONLY_IN[parts[0]]))} may")
        if name.startswith("numpy.random") and room != "streams":
            found.append(f"{where}: only streams may")
    if room != "streams":
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and node.attr == "random"
                and isinstance(node.value, ast.Name)
                and node.value.id in {"np", "numpy"}
            ):
                found.append(f"{path.relative_to(SRC)}:{node.lineno} touches np.random: only streams may")
    return found


def test_every_room_has_a_floor() -> None:
    assert {room for room, _ in modules()} <= set(FLOOR)


@pytest.mark.parametrize(
    ("room", "path"), [pytest.param(r, p, id=str(p.relative_to(SRC))) for r, p in modules()]
)
def test_imports_only_lower_floors(room: str, path: Path) -> None:
    assert breaches(room, path) == []


def test_the_check_sees_a_breach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "SRC", tmp_path)
    bad = tmp_path / "rules" / "bad.py"
    bad.parent.mkdir()
    bad.write_text(
        "import seaborn\nimport numpy as np\nfrom simkinerja import report, streams\nnp.random.seed(1)\n"
    )
    assert len(breaches("rules", bad)) == 4


def function_lengths(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                length -= (first.end_lineno or first.lineno) - first.lineno + 1
            yield f"{path.relative_to(SRC)}:{node.lineno} {node.name}", length


def test_house_numbers() -> None:
    lengths = dict(pair for _, path in modules() for pair in function_lengths(path))
    assert {name: n for name, n in lengths.items() if n > 60} == {}
    short = sum(n <= 30 for n in lengths.values())
    assert short >= 0.9 * len(lengths), f"only {short} of {len(lengths)} functions within 30 lines"
    sizes = {str(p.relative_to(SRC)): p.read_text(encoding="utf-8").count("\n") for _, p in modules()}
    assert {name: n for name, n in sizes.items() if n > 500} == {}
