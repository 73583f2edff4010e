"""The helper process that runs the spreadsheet library: no pandas here, so that it starts at once.

It prints one pickle: a list of sheets, or a reason code. Whatever happens to it (a panic of the
library, an allocation without end, a hang) stays in it.
"""

from __future__ import annotations

import datetime
import pickle
import sys
from contextlib import suppress
from typing import Any, Final

__all__ = ["cell_text", "main", "sheets_of"]

_BLANKS: Final = " \t\r\n\u00a0\u200b\ufeff"
_MEMORY: Final = 1_000_000_000


def main() -> None:
    """Read the file ``argv[1]`` and print the pickled answer; ``argv[2]`` is where the library lives."""
    sys.path.append(sys.argv[2])
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        answer = sheets_of(sys.argv[1])
    except MemoryError:
        answer = "file_memory"
    pickle.dump(answer, sys.stdout.buffer, protocol=5)
    sys.stdout.buffer.flush()


def sheets_of(path: str) -> list[dict[str, Any]] | str:
    """Return the visible worksheets as columns of text, or a reason code.

    Returns
    -------
    list of dict
        ``name``, ``height``, ``columns`` (lists of str or None), ``merges`` (0-based top, left, bottom,
        right), ``notes``.
    """
    import python_calamine as calamine

    try:
        with open(path, "rb") as stream:
            book = calamine.load_workbook(stream)
            visible = [
                one.name
                for one in book.sheets_metadata
                if one.typ == calamine.SheetTypeEnum.WorkSheet
                and one.visible == calamine.SheetVisibleEnum.Visible
            ]
            hidden = len(book.sheet_names) - len(visible)
            sheets = [_sheet(book.get_sheet_by_name(name)) for name in visible]
    except calamine.PasswordError:
        return "file_password"
    except (calamine.CalamineError, OSError, ValueError, OverflowError):
        return "file_damaged"
    if sheets and hidden:
        sheets[0]["notes"].append(f"{hidden} lembar tersembunyi atau tanpa sel dilewati.")
    return sheets


def _sheet(sheet: Any) -> dict[str, Any]:
    """Turn one sheet into columns of text; positions count from A1.

    Equal cells share one text: half a million answers are four objects, here and in the pickle.
    """
    left, shared = (sheet.start or (0, 0))[1], _Shared()
    columns: list[list[str | None]] = [[] for _ in range(left + (sheet.width or 0))]
    height = 0
    for row in sheet.iter_rows():
        for column, value in zip(columns[left:], row, strict=True):
            column.append(shared[value.__class__, value])
        height += 1
    for column in columns:
        column += [None] * (height - len(column))
    merges = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    return {
        "name": sheet.name,
        "height": height,
        "columns": columns,
        "merges": merges,
        "notes": [],
    }


class _Shared(dict[tuple[type, Any], str | None]):
    """Text of a cell by its type and value (1 and True are equal, but not the same text)."""

    def __missing__(self, key: tuple[type, Any]) -> str | None:
        text = cell_text(key[1])
        if len(self) < 500_000:
            self[key] = text
        return text


def cell_text(value: Any) -> str | None:
    """Return a cell as text: numbers shortest with a point, dates ISO, blank ``None``.

    Examples
    --------
    >>> cell_text(3.0), cell_text(3.5), cell_text(0.1 + 0.2), cell_text(True), cell_text("")
    ('3', '3.5', '0.3', 'TRUE', None)
    >>> cell_text(datetime.datetime(2024, 1, 2)), cell_text(datetime.datetime(2024, 1, 2, 8, 5))
    ('2024-01-02', '2024-01-02 08:05:00')
    """
    if isinstance(value, str):
        return value.strip(_BLANKS) or None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e21:
            return str(int(value))
        return format(value, ".15g")
    if isinstance(value, datetime.datetime):
        text = value.isoformat(sep=" ", timespec="seconds")
        return text.removesuffix(" 00:00:00")
    return None if value is None else str(value)


if __name__ == "__main__":
    main()
