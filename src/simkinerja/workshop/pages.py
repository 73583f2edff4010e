"""The pages: Voila's exporter with our template, the index, the door, the facilitator's page, faults."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simkinerja.workshop.book import KEYS
from simkinerja.workshop.capture import EXERCISE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simkinerja.workshop.book import Book

__all__ = ["FAULTS", "KERNEL_MARK", "page_cells", "render", "render_book"]

TEMPLATES = Path(__file__).parent / "templates"
KERNEL_MARK = "kernel-00000000-0000-0000-0000-000000000000"
"""Stands in the rendered page where a guest's session will be named."""
WIDGET = "application/vnd.jupyter.widget-view+json"
LEFT_OUT = "Persiapan"
_CELLS = re.compile(rf"{re.escape(KEYS)}|`assert`|\b[Ss]el ini\b|\b[Dd]i selnya\b")
"""What a sentence about cells names; on a page there are none."""
_ANCHOR = re.compile(r'<a class="anchor-link"[^>]*/>')  # never closed, so it would swallow what follows

FAULTS: Mapping[int, tuple[str, str]] = {
    400: ("Permintaan tidak dapat dibaca", "Kembali ke daftar pelajaran, lalu coba lagi dari sana."),
    403: ("Pintu ini tertutup", "Halaman ini bukan untuk peserta. Kembali ke daftar pelajaran."),
    404: ("Halaman tidak ada", "Mungkin alamatnya salah ketik. Semua pelajaran ada di daftar."),
    405: ("Cara ini tidak dilayani", "Halaman di sini hanya untuk dibaca dan digeser-geser."),
    421: ("Alamat ini tidak dilayani", "Buka alamat yang tampak di layar fasilitator."),
    429: ("Terlalu sering", "Tunggu sebentar, lalu coba lagi."),
    500: ("Ada yang rusak di komputer fasilitator", "Ini bukan salah Anda. Beri tahu fasilitator."),
    503: ("Ruang sedang penuh", "Tunggu sebentar lalu muat ulang, atau beri tahu fasilitator."),
}
"""What a page says instead of a status number: heading and advice."""


def _environment() -> Any:
    import jinja2

    loader = jinja2.FileSystemLoader(TEMPLATES)
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def render(name: str, **values: Any) -> str:
    """Render one of the small pages.

    Examples
    --------
    >>> "Ruang sedang penuh" in render("kesalahan.html.j2", heading=FAULTS[503][0], advice=FAULTS[503][1])
    True
    """
    text: str = _environment().get_template(name).render(**values)
    return text


def _text_cell(cell: dict[str, Any], titles: Mapping[str, str]) -> dict[str, Any]:
    """A text cell with links to pages, called by their titles, and without what only cells need."""

    def page(match: re.Match[str]) -> str:
        words = titles.get(match[2], match[1]) if match[1] == match[2] else match[1]
        return f"[{words}](/buku/{match[2]}{match[3] or ''})"

    linked = re.sub(r"\[([^\]\n]+)\]\(([\w.\-]+)\.ipynb(#[\w\-]+)?\)", page, cell["source"])
    return {**cell, "source": _without_keys(linked)}


def _without_keys(text: str) -> str:
    """Leave out the list items and the sentences that speak of cells or ask for their keys.

    Examples
    --------
    >>> _without_keys("Geser dahulu. Lalu tekan\\n**Shift+Enter** di selnya. Apa yang berubah?")
    'Geser dahulu. Apa yang berubah?'
    >>> _without_keys("1. menekan Shift+Enter;\\n2. membaca hasil;")
    '1. membaca hasil;'
    >>> _without_keys("Dihitung sekaligus. Baris `assert` berarti: *berhentilah*.")
    'Dihitung sekaligus. '
    """
    if not _CELLS.search(text):
        return text
    shorter = re.sub(rf"^\d+\. [^\n]*{re.escape(KEYS)}[^\n]*\n", "", text, flags=re.MULTILINE)
    if shorter != text:  # a list that lost an item counts anew from its first number
        shorter = re.sub(r"^\d+\. ", "1. ", shorter, flags=re.MULTILINE)
    parts = [re.split(r"(?<=[.!?])\s+", part) for part in shorter.split("\n\n") if _CELLS.search(part)]
    for sentences in parts:
        for sentence in sentences:
            if _CELLS.search(sentence):
                shorter = re.sub(re.escape(sentence) + r"\s?", "", shorter)
    return shorter


def _shown(output: dict[str, Any]) -> bool:
    return not (output["output_type"] == "stream" and output.get("name") == "stderr")


def page_cells(
    cells: Sequence[Mapping[str, Any]], titles: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Cells as a reader without code needs them: no sources, no section on how to run cells.

    Parameters
    ----------
    cells : sequence of dict
        Cells of a notebook in format 4 that has been run.
    titles : mapping of str to str, optional
        Title by name of each notebook, for links that show only a file's name.

    Returns
    -------
    list of dict
        Text cells with links to pages; code cells with outputs only; an exercise has boxes for its answer,
        or a note that it needs code.

    Examples
    --------
    >>> page_cells([{"cell_type": "markdown", "source": "## Persiapan\\n\\nTekan Shift+Enter."}])
    []
    >>> page_cells([{"cell_type": "code", "source": "rahasia = 1", "outputs": [], "metadata": {}}])
    []
    """
    kept: list[dict[str, Any]] = []
    for cell in map(deepcopy, cells):
        cell = dict(cell)
        if cell["cell_type"] == "markdown":
            if not re.match(rf"\s*##+\s+{LEFT_OUT}\b", cell["source"]):
                kept.append(_text_cell(cell, titles or {}))
            continue
        if cell["cell_type"] != "code":
            continue
        outputs = [output for output in cell["outputs"] if _shown(output)]
        boxes = any(WIDGET in output.get("data", {}) for output in outputs)
        metadata: dict[str, Any] = {}
        if EXERCISE in cell["metadata"].get("tags", ()) and not boxes:
            metadata, outputs = {"tags": [EXERCISE]}, []
        if outputs or metadata:
            kept.append({**cell, "source": "", "outputs": outputs, "metadata": metadata})
    return kept


async def render_book(
    book: Book, notebook: Mapping[str, Any], settings: Mapping[str, Any], titles: Mapping[str, str]
) -> str:
    """Render a notebook that has been run; the guest's session is named :data:`KERNEL_MARK`.

    Parameters
    ----------
    book : Book
    notebook : dict
        Format 4, with outputs.
    settings : dict
        What Voila's browser program reads (``static.page_settings``).
    titles : mapping of str to str
        As for :func:`page_cells`.
    """
    import nbformat
    from jupyter_core.paths import jupyter_path
    from voila.exporter import VoilaExporter

    class NoFiles:
        """Pictures of a notebook's text are not fetched from the folder."""

        def file_exists(self, path: str) -> bool:
            return False

    shown = nbformat.from_dict({**notebook, "cells": page_cells(notebook["cells"], titles)})  # type: ignore[no-untyped-call]
    live = any(WIDGET in out.get("data", {}) for cell in shown.cells for out in cell.get("outputs", ()))
    roots = [Path(path) / "nbconvert" / "templates" for path in jupyter_path()]
    base = [str(folder) for root in roots for folder in (root, root / "base")]
    exporter = VoilaExporter(
        template_paths=[str(TEMPLATES), *base], template_name="lokakarya", contents_manager=NoFiles()
    )
    exporter.exclude_input = exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
    exporter.template_file = "halaman.html.j2"
    exporter.anchor_link_text = ""
    context = {"book": book, "live": live, "settings": {**settings, "kernelId": KERNEL_MARK}}
    parts = exporter.generate_from_notebook_node(shown, extra_context=context)
    text = "".join([part async for part, _ in parts])
    return _ANCHOR.sub("", text)
