"""The build: same bytes twice, nothing random kept, a failing or warning cell stops it."""

import json
import shutil
from pathlib import Path

import pytest

from simkinerja.classroom.build import build, cell_id, notebook_bytes, read_source, sources
from simkinerja.errors import InputError

FOLDER = Path(__file__).parents[2] / "notebooks"


def small(tmp_path: Path, code: str) -> Path:
    (tmp_path / "sumber").mkdir(exist_ok=True)
    path = tmp_path / "sumber" / "99_uji.py"
    path.write_text(f"# %% [markdown]\n# # Uji\n\n# %%\n{code}\n", encoding="utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("name", ["01_data_sintetis", "04_suara_warga"])
def test_building_again_gives_the_committed_bytes(name: str) -> None:
    fresh = notebook_bytes(FOLDER / "sumber" / f"{name}.py", FOLDER)
    assert fresh == (FOLDER / f"{name}.ipynb").read_bytes()


def test_a_panel_keeps_its_picture_and_loses_its_random_id(tmp_path: Path) -> None:
    cells = [
        "from simkinerja.classroom import panel_role\n\npanel_role()",
        "print('a')\nprint('b')",
        "object()",
    ]
    code = "\n\n# %%\n".join(cells)
    path = small(tmp_path, code)
    first = notebook_bytes(path, tmp_path)
    book = json.loads(first)
    output = book["cells"][1]["outputs"][0]
    assert set(output["data"]) == {"text/html", "text/plain"}
    assert "Fasilitator" in "".join(output["data"]["text/html"])
    assert book["cells"][2]["outputs"][0]["text"] == ["a\n", "b\n"]
    assert set(book["metadata"]) == {"kernelspec", "language_info"}
    assert b"widget" not in first


@pytest.mark.parametrize(
    ("code", "reason"),
    [("1 / 0", "notebook_failed"), ("import warnings\nwarnings.warn('hati-hati')", "notebook_warning")],
)
def test_a_failing_or_warning_cell_stops_the_build_and_keeps_the_old_file(
    tmp_path: Path, code: str, reason: str
) -> None:
    small(tmp_path, code)
    old = tmp_path / "99_uji.ipynb"
    old.write_bytes(b"lama")
    with pytest.raises(InputError) as caught:
        build(tmp_path)
    assert caught.value.codes == (reason,)
    assert old.read_bytes() == b"lama"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["99_uji.ipynb", "sumber"]


def test_ids_follow_the_cell_not_its_place(tmp_path: Path) -> None:
    path = small(tmp_path, "1 + 1\n\n# %%\n2 + 2\n\n# %%\n2 + 2")
    before = {cell.source: cell["id"] for cell in read_source(path).cells[:3]}
    path.write_text(path.read_text().replace("# %%\n1 + 1", "# %%\n0\n\n# %%\n1 + 1"), encoding="utf-8")
    after = read_source(path)
    assert {cell.source: cell["id"] for cell in after.cells[:4] if cell.source != "0"} == before
    assert len({cell["id"] for cell in after.cells}) == len(after.cells)
    assert cell_id("a", "code", "x", 0) != cell_id("b", "code", "x", 0)


def test_names_choose_sources_and_an_unknown_name_lists_them(tmp_path: Path) -> None:
    small(tmp_path, "1")
    shutil.copy(tmp_path / "sumber" / "99_uji.py", tmp_path / "sumber" / "98_lain.py")
    assert [p.stem for p in sources(tmp_path, ["98"])] == ["98_lain"]
    assert [p.stem for p in sources(tmp_path)] == ["98_lain", "99_uji"]
    with pytest.raises(InputError, match="98_lain, 99_uji"):
        sources(tmp_path, ["77"])


def test_the_page_to_read_is_built_along_and_stays_the_same(tmp_path: Path) -> None:
    small(tmp_path, "print(41 + 1)")
    build(tmp_path)
    page = tmp_path / "halaman" / "99_uji.html"
    first = page.read_bytes()
    assert b"<pre>42\n</pre>" in first
    assert b'href="99_uji.html"' in (tmp_path / "halaman" / "index.html").read_bytes()
    build(tmp_path, ["99"])
    assert page.read_bytes() == first
