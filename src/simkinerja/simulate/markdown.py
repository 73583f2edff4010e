"""L5: tables of the pages that are written from the registry and the models."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["table"]


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table; every cell is brought to one line.

    Examples
    --------
    >>> print(table(("Nama", "Arti"), [("a|b", "dua\\nbaris")]))
    | Nama | Arti |
    |---|---|
    | a\\|b | dua baris |
    """
    return "\n".join([_row(head), "|" + "---|" * len(head), *(_row(row) for row in rows)])


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
