"""Pages to read and print: ``notebooks/*.ipynb`` -> ``notebooks/halaman/*.html``, each one file.

A page opens by double click and asks for nothing: pictures are in it, formulas are MathML, there is no
script. It is derived from the executed notebook alone, so it can be checked without running anything. What
only a running kernel can do (move a panel, check an answer) is replaced by what a sheet of paper can do.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simkinerja.errors import InputError, Place, problem
from simkinerja.files.atomic import write_many

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Lesson", "books", "lesson", "page_html", "pages", "write_pages"]

FOLDER = "halaman"
TEMPLATES = Path(__file__).parent / "pages_template"
PANEL, UNANSWERED, RESULT = "Panel:", "… Belum dijawab.", "Hasilnya "
_SCROLL = re.compile(r'<div style="overflow-x:auto">(?=(.{0,40}))', flags=re.DOTALL)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the list of lessons says about a notebook.

    Parameters
    ----------
    stem : str
        Name of the notebook without its ending.
    title, minutes, before : str
        Heading, minutes it takes, and what to know first; empty where the notebook does not say.
    aims : tuple of str
        What a reader can do afterwards.
    """

    stem: str
    title: str
    minutes: str
    before: str
    aims: tuple[str, ...]


def books(folder: Path) -> list[Path]:
    """Notebooks of a folder, in the order of their numbers."""
    return sorted(folder.glob("[0-9]*.ipynb"))


def plain(text: str) -> str:
    """Markdown of one line as bare text.

    Examples
    --------
    >>> plain("**15 menit** lewat [00_mulai](00_mulai.ipynb)")
    '15 menit lewat 00_mulai'
    """
    return re.sub(r"[*`$]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(text.split())))


def lesson(stem: str, first: str) -> Lesson:
    """Read what a notebook's first cell says about it.

    Parameters
    ----------
    stem : str
    first : str
        Markdown of the first cell.

    Examples
    --------
    >>> lesson("00_a", "# 00 · A\\n\\n**15 menit.** Prasyarat: tidak ada.\\n\\n1. satu;\\n2. dua.").aims
    ('satu', 'dua')
    """
    title = re.search(r"^# (.+)$", first, flags=re.MULTILINE)
    minutes = re.search(r"\*\*(\d+) menit", first)
    before = re.search(r"Prasyarat: (.+?)\.(?:\s|$)", first, flags=re.DOTALL)
    aims = re.findall(r"^\d+\. (.+(?:\n {2,}.+)*)", first, flags=re.MULTILINE)
    return Lesson(
        stem,
        plain(title[1]) if title else stem,
        minutes[1] if minutes else "",
        plain(before[1]) if before else "",
        tuple(plain(aim).rstrip(";.") for aim in aims),
    )


def for_whom(stem: str) -> list[tuple[str, str]]:
    """Roles to whom the first notebook names this one, each with its reason."""
    from simkinerja.classroom.role import ROLES

    named = [(role.label, why) for role in ROLES for what, why in role.steps if stem in what.split()]
    first = [(role.label, role.steps[0][1]) for role in ROLES]
    return first if stem.startswith("00") else named


def mathml(latex: str, display: str) -> str:
    """Formula as MathML, which browsers draw without any help.

    Raises
    ------
    InputError
        ``notebook_formula``: the formula cannot be converted.

    Examples
    --------
    >>> "<mfrac>" in mathml(r"\\frac{1}{2}", "inline")
    True
    """
    from latex2mathml.converter import convert  # type: ignore[import-untyped]

    try:
        return str(convert(latex.strip(), display=display))
    except Exception as error:  # the converter has a dozen kinds, none of them public
        words = f"{type(error).__name__} {error}".strip()
        raise InputError([problem("notebook_formula", Place(), got=latex.strip(), words=words)]) from error


def slug(text: str) -> str:
    """Anchor of a heading.

    Examples
    --------
    >>> slug("Gagasan: satu <em>rumus</em>")
    'gagasan-satu-rumus'
    """
    return "-".join(re.findall(r"\w+", re.sub(r"<[^>]+>", "", text).casefold()))


def link_target(url: str, known: Sequence[str]) -> str:
    """Where a link of a notebook leads from its page: other pages, or files one folder up.

    Examples
    --------
    >>> link_target("01_a.ipynb", ["01_a"]), link_target("../docs/skm.md", []), link_target("#isi", [])
    ('01_a.html', '../../docs/skm.md', '#isi')
    """
    if "://" in url or url.startswith(("#", "mailto:", "data:")):
        return url
    name, mark, anchor = url.partition("#")
    if name.endswith(".ipynb") and name.removesuffix(".ipynb") in known:
        return name.removesuffix(".ipynb") + ".html" + mark + anchor
    return f"../{url}"


def _renderer(known: Sequence[str], folder: Path) -> Any:
    """Return a Markdown renderer for pages: MathML, anchors, links between pages, pictures inside."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer

    class PageRenderer(IPythonRenderer):
        def heading(self, text: str, level: int, **attrs: Any) -> str:
            return f'<h{level} id="{slug(text)}">{text}</h{level}>\n'

        def block_math(self, body: str) -> str:
            math = mathml(body, "block")
            return f'<div class="formula" tabindex="0" role="group" aria-label="Rumus">{math}</div>\n'

        def inline_math(self, body: str) -> str:
            return mathml(body, "inline")

        def link(self, text: str, url: str, title: str | None = None) -> str:
            return super().link(text, link_target(url, known), title)

    return PageRenderer(escape=False, embed_images=True, exclude_anchor_links=True, path=str(folder))


def prose(text: str, known: Sequence[str] = (), folder: Path = Path()) -> str:
    """Markdown of a cell as HTML.

    Examples
    --------
    >>> prose("## Gagasan")
    '<h2 id="gagasan">Gagasan</h2>\\n'
    """
    from nbconvert.filters.markdown_mistune import MarkdownWithMath

    return str(MarkdownWithMath(renderer=_renderer(known, folder)).render(text))


def scrollable(html: str) -> str:
    """Give what scrolls sideways a name and a place in the order of the Tab key.

    Examples
    --------
    >>> scrollable('<div style="overflow-x:auto"><table>')
    '<div style="overflow-x:auto" class="wide" tabindex="0" role="group" aria-label="Tabel"><table>'
    """

    def named(found: re.Match[str]) -> str:
        what = "Tabel" if "<table" in found[1] else "Gambar"
        return f'<div style="overflow-x:auto" class="wide" tabindex="0" role="group" aria-label="{what}">'

    return _SCROLL.sub(named, html)


def blanks(code: str) -> list[str]:
    """Names of the answers an exercise asks for; an empty name where there is only one.

    Examples
    --------
    >>> blanks('a = ...'), blanks('a = {"Program 1": ..., "Program 2": ...}')
    ([''], ['Program 1', 'Program 2'])
    """
    empty = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Dict)]
    keys = [
        str(key.value)
        for node in empty
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(value, ast.Constant) and value.value is ...
    ]
    return keys or [""]


def _answer(code: str) -> str:
    lines = "".join(
        f'<div class="line"><span>{escape(name) or "Jawaban Anda"}:</span></div>' for name in blanks(code)
    )
    return (
        f'<div class="answer">{lines}<p>Tulis jawaban Anda di atas. Di JupyterLab dan di lokakarya '
        "jawaban langsung diperiksa, dengan petunjuk bila belum tepat.</p></div>"
    )


def shown(output: Any, code: str) -> str:
    """One output as it makes sense on a page without a kernel."""
    if output.output_type == "stream":
        return f"<pre>{escape(output.text)}</pre>"
    data = output.get("data", {})
    words = str(data.get("text/plain", ""))
    if words.startswith(UNANSWERED):
        return _answer(code)
    if words.startswith(RESULT) and "Belum ada tebakan" in words:
        result = escape(words.split(" Belum ada tebakan")[0])
        return f'<div class="guess">{result} Bandingkan dengan tebakan yang Anda tulis tadi.</div>'
    html = scrollable(str(data["text/html"])) if "text/html" in data else f"<pre>{escape(words)}</pre>"
    if not words.startswith(PANEL):
        return html
    return (
        f'<div class="panel">{html}<p class="living">Inilah panelnya pada keadaan awal. Panel yang hidup, '
        "yang dapat Anda ubah sendiri, ada di lokakarya dan di JupyterLab.</p></div>"
    )


def _cells(notebook: Any, known: Sequence[str], folder: Path) -> Iterator[dict[str, str]]:
    from nbconvert.filters.highlight import Highlight2HTML

    colour = Highlight2HTML()  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield {"kind": "prose", "html": prose(cell.source, known, folder)}
        elif cell.cell_type == "code":
            outputs = "".join(f'<div class="out">{shown(out, cell.source)}</div>' for out in cell.outputs)
            code = colour(cell.source, language="python").replace("<pre>", '<pre tabindex="0">')
            yield {"kind": "code", "code": code, "html": outputs}


def _contents(cells: Sequence[dict[str, str]]) -> list[tuple[str, str]]:
    text = "".join(cell["html"] for cell in cells if cell["kind"] == "prose")
    return [(mark, name) for mark, name in re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', text)]


def _render(name: str, notebook: Any, **values: Any) -> bytes:
    """Fill a template through nbconvert; every value reaches it as ``resources``."""
    from nbconvert.exporters import TemplateExporter
    from traitlets.config import Config

    quiet: Config = Config({"TemplateExporter": {"preprocessors": [], "default_preprocessors": []}})
    exporter = TemplateExporter(  # type: ignore[no-untyped-call]
        config=quiet,
        extra_template_basedirs=[str(TEMPLATES)],
        template_name="halaman",
        template_file=name,
    )
    style = (TEMPLATES / "halaman" / "gaya.css").read_text(encoding="utf-8")
    text, _ = exporter.from_notebook_node(notebook, resources={"style": style, **values})
    lines = [line.rstrip() for line in str(text).strip().splitlines()]
    return ("\n".join(lines) + "\n").encode("utf-8")


def page_html(path: Path, lessons: Sequence[Lesson]) -> bytes:
    """Page of one executed notebook.

    Parameters
    ----------
    path : Path
        The notebook.
    lessons : sequence of Lesson
        All lessons in order, for the links to the ones before and after.

    Raises
    ------
    InputError
        ``notebook_formula``: a formula cannot be converted.
    """
    import nbformat

    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    stems = [each.stem for each in lessons]
    place = stems.index(path.stem)
    try:
        cells = list(_cells(notebook, stems, path.parent))
    except InputError as error:
        faults = [problem(p.code, Place(file=path.name), **dict(p.values)) for p in error.problems]
        raise InputError(faults) from error
    return _render(
        "halaman.html.j2",
        notebook,
        lesson=lessons[place],
        cells=cells,
        contents=_contents(cells),
        before=lessons[place - 1] if place else None,
        after=lessons[place + 1] if place + 1 < len(lessons) else None,
    )


def pages(folder: Path) -> dict[str, bytes]:
    """All pages of a folder of notebooks, by file name, with the list of them as ``index.html``."""
    import nbformat

    found = books(folder)
    read = [nbformat.read(path, as_version=4) for path in found]  # type: ignore[no-untyped-call]
    lessons = [
        lesson(path.stem, book.cells[0].source if book.cells else "")
        for path, book in zip(found, read, strict=True)
    ]
    made = {f"{path.stem}.html": page_html(path, lessons) for path in found}
    rows = [(each, for_whom(each.stem)) for each in lessons]
    return {**made, "index.html": _render("index.html.j2", nbformat.v4.new_notebook(), rows=rows)}  # type: ignore[no-untyped-call]


def write_pages(folder: Path) -> list[Path]:
    """Write the pages into ``folder/halaman``, all or none; a page whose notebook is gone is removed."""
    target = folder / FOLDER
    made = pages(folder)
    written = write_many({target / name: data for name, data in made.items()})
    for old in target.glob("[0-9]*.html"):
        if old.name not in made:
            old.unlink()
    return list(written)
