"""L5: the page on scenarios, its tables written from the models, the registry and the shipped files.

``python -m simkinerja.simulate.scenario_page docs/skenario.md`` renews the page; a test holds it current.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

from simkinerja.simulate.costs import programme_numbers
from simkinerja.simulate.interventions import KINDS
from simkinerja.simulate.markdown import table
from simkinerja.simulate.scenario import load_scenario, shipped_scenarios
from simkinerja.simulate.scenario_schema import scenario_schema
from simkinerja.simulate.scenario_words import CHANNEL, COMMON, KIND_WORDS, OWN, SCENARIO, TARGETS

__all__ = ["scenarios_markdown"]

_HEAD: Final = Path(__file__).with_name("data") / "halaman_skenario.md"
_KINDS: Final = {
    "integer": "bilangan bulat",
    "number": "bilangan",
    "string": "teks",
    "boolean": "true atau false",
    "array": "daftar",
    "object": "kumpulan isian",
}


def scenarios_markdown() -> str:
    """Return the whole page ``docs/skenario.md``.

    Examples
    --------
    >>> scenarios_markdown().startswith("# Skenario")
    True
    """
    schema = scenario_schema()
    parts = {
        "@sasaran": table(("Kunci", "Arti"), ((f"`{key}`", about) for key, about in TARGETS.items())),
        "@berkas": _fields(schema, SCENARIO),
        "@umum": _fields(schema["$defs"]["Training"], COMMON),
        "@jenis": "\n\n".join([*(_kind(schema, kind) for kind in KINDS), _channel(schema)]),
        "@angka": _numbers(),
        "@tersedia": table(
            ("Kode", "Judul", "Intervensi", "Sumber"), (_row_of(code) for code in shipped_scenarios())
        ),
    }
    page = _HEAD.read_text(encoding="utf-8")
    for mark, text in parts.items():
        page = page.replace(f"\n{mark}\n", f"\n{text}\n")
    return page.rstrip() + "\n"


def _kind(schema: dict[str, Any], kind: str) -> str:
    name, about = KIND_WORDS[kind]
    unit = " Untuk seluruh unit." if kind in _unit_kinds() else ""
    own = OWN[kind]
    part = schema["$defs"][KINDS[kind].__name__]
    table = _fields(part, own) if own else "Tanpa isian sendiri."
    return f"### `{kind}`: {name}\n\n{about}{unit}\n\n{table}"


def _unit_kinds() -> set[str]:
    plain = (one for kind, one in KINDS.items() if kind != "use_channel")
    return {made.kind for made in (one.model_validate({}) for one in plain) if made.of_units}


def _channel(schema: dict[str, Any]) -> str:
    table = _fields(schema["$defs"]["Channel"], CHANNEL)
    return f"### Isian `channel`\n\nSaluran pemantauan; dimensi yang tidak ditulis tidak terlihat.\n\n{table}"


def _fields(part: dict[str, Any], words: Any) -> str:
    rows = []
    for name, (heading, about) in words.items():
        prop = part["properties"][name]
        needed = name in part.get("required", [])
        holds = "salah satu jenis di bawah" if name == "kind" else _holds(prop)
        rows.append((f"`{name}`", heading, holds, _default(prop, needed), about))
    return table(("Kunci", "Nama", "Isi", "Bawaan", "Arti"), rows)


def _holds(prop: dict[str, Any]) -> str:
    """Return what a field may hold, in words."""
    branches = prop.get("anyOf") or [prop]
    kind = next(branch for branch in branches if branch.get("type") != "null")
    if "enum" in kind:
        return ", ".join(f"`{word}`" for word in kind["enum"])
    if "const" in kind:
        return f"`{kind['const']}`"
    words = _KINDS.get(kind.get("type", "object"), "kumpulan isian")
    low, high = kind.get("minimum"), kind.get("maximum")
    return words if low is None or high is None else f"{words} {_short(low)}-{_short(high)}"


def _default(prop: dict[str, Any], needed: bool) -> str:
    value = prop.get("default")
    if needed:
        return "wajib"
    if value is None or value in ([], {}):
        return "kosong"
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    return f"`{_short(value)}`"


def _short(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _numbers() -> str:
    rows = (
        (
            f"`{name}`",
            one.label,
            _short(one.value),
            f"{_short(one.low)} sampai {_short(one.high)}",
            one.unit,
            f"{one.how_sure}: {one.source}",
        )
        for name, one in programme_numbers().items()
    )
    return table(("Nama", "Arti", "Nilai", "Rentang", "Satuan", "Sumber"), rows)


def _row_of(code: str) -> tuple[str, ...]:
    one = load_scenario(code)
    kinds = dict.fromkeys(f"`{part.kind}`" for part in one.interventions)
    return f"`{code}`", one.title, ", ".join(kinds), one.source


if __name__ == "__main__":
    from simkinerja.files.atomic import write_text

    write_text(Path(sys.argv[1]), scenarios_markdown())
