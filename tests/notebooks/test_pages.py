"""Pages to read: one for each notebook, current, the same bytes every time, nothing dead in them."""

import re
import shutil
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from simkinerja.classroom.pages import books, lesson, pages, write_pages
from simkinerja.errors import InputError

FOLDER = Path(__file__).parents[2] / "notebooks"
BOOKS = books(FOLDER)
each_page = pytest.mark.parametrize("name", [*(p.stem for p in BOOKS), "index"])


class Reader(HTMLParser):
    """What a checker needs of a page: tags in order, open tags at the end, visible text."""

    VOID = ("meta", "img", "br", "hr", "link", "input")

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "li") and self.open[-1] != tag:
            return
        assert self.open.pop() == tag, f"</{tag}> at {self.getpos()}"

    def handle_data(self, data: str) -> None:
        if not {"style", "pre"} & set(self.open):
            self.text += data


def read(name: str) -> Reader:
    reader = Reader()
    reader.feed((FOLDER / "halaman" / f"{name}.html").read_text(encoding="utf-8"))
    return reader


@pytest.fixture(scope="module")
def fresh() -> dict[str, bytes]:
    return pages(FOLDER)


def test_every_notebook_has_its_page_and_there_is_no_other(fresh: dict[str, bytes]) -> None:
    lying = sorted(p.name for p in (FOLDER / "halaman").iterdir())
    assert lying == sorted([*(f"{p.stem}.html" for p in BOOKS), "index.html"]) == sorted(fresh)


@each_page
def test_page_is_current(fresh: dict[str, bytes], name: str) -> None:
    lying = (FOLDER / "halaman" / f"{name}.html").read_bytes().replace(b"\r\n", b"\n")
    assert lying == fresh[f"{name}.html"], "jalankan: python mulai.py bangun"


def test_building_again_gives_the_same_bytes(fresh: dict[str, bytes]) -> None:
    assert pages(FOLDER) == fresh


@each_page
def test_nothing_is_asked_for_and_no_page_is_heavy(fresh: dict[str, bytes], name: str) -> None:
    page = fresh[f"{name}.html"].decode("utf-8")
    assert len(page.encode()) < 600_000
    assert not re.search(r"@import|url\(|<script|<link|<iframe|MathJax|require\.js", page)
    for tag, attributes in read(name).tags:
        source = attributes.get("src") or "data:"
        assert source.startswith("data:"), f"{tag} asks for {source[:80]}"
        assert not [key for key in attributes if key.startswith("on")], tag


@each_page
def test_form_of_the_page(name: str) -> None:
    reader = read(name)
    assert reader.open == []
    html = dict(reader.tags[0][1])
    assert (reader.tags[0][0], html["lang"]) == ("html", "id")
    levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    marks = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(marks) == len(set(marks))
    first_link = next(attributes for tag, attributes in reader.tags if tag == "a")
    assert first_link == {"class": "skip", "href": "#isi"}
    assert "isi" in marks
    assert sum(tag == "title" for tag, _ in reader.tags) == 1


@each_page
def test_links_lead_somewhere(name: str) -> None:
    reader = read(name)
    marks = {attributes.get("id") for _, attributes in reader.tags}
    for tag, attributes in reader.tags:
        target = attributes.get("href") or ""
        if tag == "a" and "://" not in target:
            path, _, mark = target.partition("#")
            assert (FOLDER / "halaman" / path).exists(), target
            assert path or mark in marks, target
            assert not path.endswith(".ipynb"), target


@pytest.mark.parametrize("path", BOOKS, ids=lambda p: p.stem)
def test_what_needs_a_kernel_is_replaced_by_what_paper_can_do(path: Path) -> None:
    reader = read(path.stem)
    book = nbformat.read(path, as_version=4)
    words = [out.data["text/plain"] for c in book.cells for out in c.get("outputs", []) if "data" in out]
    classes = [attributes.get("class") for _, attributes in reader.tags]
    assert classes.count("panel") == classes.count("living") == sum(w.startswith("Panel:") for w in words) > 0
    assert classes.count("answer") == sum(w.startswith("… Belum dijawab.") for w in words) > 0
    code = [c for c in book.cells if c.cell_type == "code"]
    assert sum(tag == "details" and a.get("class") == "code" for tag, a in reader.tags) == len(code)
    for gone in (
        "Belum dijawab",
        "lalu jalankan sel ini lagi",
        "Belum ada tebakan tersimpan",
        "$$",
        "\\frac",
    ):
        assert gone not in reader.text, gone
    assert sum(tag == "math" for tag, _ in reader.tags) >= 1


def notebook(tmp_path: Path, *cells: str, name: str = "98_uji") -> Path:
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text) for text in cells])
    path = tmp_path / f"{name}.ipynb"
    path.write_text(nbformat.writes(book), encoding="utf-8")
    return path


def test_a_formula_that_cannot_be_drawn_is_named_and_old_pages_stay(tmp_path: Path) -> None:
    (tmp_path / "halaman").mkdir()
    (tmp_path / "halaman" / "98_uji.html").write_text("lama")
    notebook(tmp_path, "# Uji", r"Rumus $\left( x$ di sini")
    with pytest.raises(InputError, match=r"98_uji.ipynb: Rumus '\\left\( x'") as caught:
        write_pages(tmp_path)
    assert caught.value.codes == ("notebook_formula",)
    assert [p.read_text() for p in (tmp_path / "halaman").iterdir()] == ["lama"]


def test_a_new_notebook_joins_its_neighbours_and_a_lost_one_takes_its_page_along(tmp_path: Path) -> None:
    gone = notebook(tmp_path, "# Satu", name="01_satu")
    notebook(tmp_path, "# Dua & tiga\n\n[satu](01_satu.ipynb) [uji](../docs/x.md#a)", name="02_dua")
    write_pages(tmp_path)
    two = (tmp_path / "halaman" / "02_dua.html").read_text(encoding="utf-8")
    assert 'href="01_satu.html">Sebelumnya: Satu<' in two
    assert 'href="01_satu.html">satu<' in two
    assert 'href="../../docs/x.md#a"' in two
    assert "<title>Dua &amp; tiga | simkinerja</title>" in two
    gone.unlink()
    write_pages(tmp_path)
    assert sorted(p.name for p in (tmp_path / "halaman").iterdir()) == ["02_dua.html", "index.html"]
    assert "Sebelumnya" not in (tmp_path / "halaman" / "02_dua.html").read_text(encoding="utf-8")


def test_the_list_says_how_long_and_for_whom() -> None:
    text = " ".join(read("index").text.split())
    for path in BOOKS:
        said = lesson(path.stem, nbformat.read(path, as_version=4).cells[0].source)
        assert said.title in text
        assert said.minutes
        assert f"{said.minutes} menit. Prasyarat: {said.before}." in text
        assert len(said.aims) == 3
        assert all(aim in text for aim in said.aims)
    assert "Perencana atau pengelola kinerja." in text


def test_pictures_of_a_lesson_come_into_the_page(tmp_path: Path) -> None:
    shutil.copy(FOLDER.parent / "docs" / "gambar" / "lantai.svg", tmp_path / "gambar.svg")
    notebook(tmp_path, "# Uji\n\n![lantai](gambar.svg)")
    write_pages(tmp_path)
    page = (tmp_path / "halaman" / "98_uji.html").read_text(encoding="utf-8")
    assert 'src="data:image/svg+xml;base64,' in page
    assert "gambar.svg" not in page
