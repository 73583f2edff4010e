"""Where in a grid the table is: title rows, header, body, repeated headers, totals and footers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.files.grid import Grid

__all__ = ["Layout", "find_layout"]

_HEAD: Final = 60
_NUMBER: Final = re.compile(
    r"\(?[+-]?(?:rp\.? ?)?[\d.,\s]*\d[\d.,\s]*%?\)?$|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?$", re.I
)
_TOTAL: Final = re.compile(r"(sub[- ]?total|grand total|total|jumlah|rata ?-? ?rata|rerata)\b", re.I)
_FOOT: Final = re.compile(
    r"[*Σ∑]|(?:sub|grand|total|jumlah|jml|rata ?-? ?rata|rerata|mean|average|nrr|nilai|ikm|skm|indeks|mutu|"
    r"konversi|tertimbang|bobot|kinerja unit|skor)\b|(?:keterangan|catatan|sumber|kategori|"
    r"predikat|mengetahui|ttd)\s*(?:[:=*,]|$)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions (0-based rows of the grid) of the parts of a table.

    Parameters
    ----------
    header_rows : tuple of int
        One or more rows; the last one is the header proper. Empty: no header was found.
    body, summary : int arrays
        Data rows; totals, averages and footers.
    preamble : tuple of int
        Non-blank rows above the header.
    first : int or None
        First row that looks like data where no header was found.
    n_repeated : int
        Header rows (and the titles above them) repeated in the middle.
    """

    header_rows: tuple[int, ...]
    body: Any
    summary: Any
    preamble: tuple[int, ...]
    first: int | None = None
    n_repeated: int = 0


def find_layout(grid: Grid) -> Layout:
    """Find header, body and footers of one grid.

    The header is the first row among the first 60 that fills at least 70 % of the widest row and is
    mostly words; a sparser row of group names right above or below it is part of the header.
    """
    cells = grid.cells
    filled = cells.notna().to_numpy()
    counts = filled.sum(axis=1)
    used = np.flatnonzero(counts)
    none = np.zeros(0, dtype=np.int64)
    head = [int(i) for i in used[:_HEAD]]
    texts = {i: _texts(cells, i) for i in head}
    main = _main_row(head, texts, counts)
    if main is None or not texts:
        return Layout((), none, none, tuple(head[:1]), first=_first_wide(head, counts))
    header_rows, after = _header_rows(head, texts, main, grid)
    body = used[used >= after]
    repeated = _repeated(cells, body, header_rows[-1], counts)
    body = np.setdiff1d(body, repeated, assume_unique=True)
    summary = _summary(cells, body, counts, grid.row_numbers)
    rows = np.setdiff1d(body, summary, assume_unique=True)
    if not len(rows):  # a table of nothing but means ("NRR", "Rata-rata") is a table of means
        rows, summary = summary, none
    preamble = tuple(i for i in head if i < header_rows[0])
    return Layout(header_rows, rows, summary, preamble, None, len(repeated))


def _texts(cells: pd.DataFrame, row: int) -> list[str]:
    return [value if isinstance(value, str) else "" for value in cells.iloc[row].tolist()]


def _wordy(texts: list[str]) -> bool:
    full = [text for text in texts if text]
    return sum(bool(_NUMBER.match(text)) for text in full) <= 0.34 * len(full) or _counts_up(texts)


def _counts_up(texts: list[str], *, named: bool = True) -> bool:
    """Tell whether numbers name columns: words, then 1, 2, 3, ... (at least three) or years in a row."""
    full = [text for text in texts if text]
    small = [text.isdecimal() and len(text) < 10 for text in full]
    pairs = zip(full, small, strict=True)
    numbers = [int(text) if fits else -1 for text, fits in pairs if _NUMBER.match(text)]
    steps = {b - a for a, b in pairwise(numbers)}
    years = len(numbers) >= 2 and all(1990 <= number <= 2100 for number in numbers)
    columns = len(numbers) >= 3 and numbers[0] == 1
    placed = bool(full) and (not _NUMBER.match(full[0]) if named else len(numbers) == len(full))
    return steps == {1} and (years or columns) and placed


def _first_wide(head: list[int], counts: Any) -> int | None:
    if not head:
        return None
    width = max(int(counts[i]) for i in head)
    return next(i for i in head if counts[i] >= 0.7 * width)


def _main_row(head: list[int], texts: dict[int, list[str]], counts: Any) -> int | None:
    """Return the first header row: the first wide row of words, or the first of two wide together."""
    first = _first_wide(head, counts)
    if first is None:
        return None
    width = max(int(counts[i]) for i in head)
    for i in head[: head.index(first)]:
        below = texts.get(i + 1)
        if below is None or not _is_sub_row(below, texts[i]) or not _wordy(texts[i]):
            continue
        union = sum(bool(a or b) for a, b in zip(texts[i], below, strict=True))
        if union >= 0.7 * width and counts[i] >= 2:
            return i
    return first if _wordy(texts[first]) else None


def _header_rows(
    head: list[int], texts: dict[int, list[str]], main: int, grid: Grid
) -> tuple[tuple[int, ...], int]:
    """Return the rows of the header and the first row after it."""
    rows = [main]
    joined = {
        i for merge in grid.merges if merge.bottom > merge.top for i in range(merge.top, merge.bottom + 1)
    }
    above = main - 1
    while above in texts and _is_group_row(texts[above], texts[rows[0]], above in joined and main in joined):
        rows.insert(0, above)
        above -= 1
    below = main + 1
    while below in texts and _is_sub_row(texts[below], texts[main]):
        rows.append(below)
        below += 1
    if below in texts and _is_numbering(texts[below]):
        below += 1
    return tuple(rows), below


def _is_group_row(group: list[str], main: list[str], merged: bool) -> bool:
    fills = any(g and not m for g, m in zip(group, main, strict=True))
    return fills and _wordy(group) and (merged or sum(map(bool, group)) >= 2)


def _is_sub_row(sub: list[str], main: list[str]) -> bool:
    """Tell whether a row only names the columns under group names: ``Unsur | | |`` / ``U1 | U2 | U3``."""
    under_blank = [s and not m for s, m in zip(sub, main, strict=True)]
    span = [bool(m) and i + 1 < len(main) and not main[i + 1] for i, m in enumerate(main)]
    stays = all(not s or not m or is_span for s, m, is_span in zip(sub, main, span, strict=True))
    return any(under_blank) and stays and (_wordy(sub) or _counts_up(sub, named=False))


def _is_numbering(texts: list[str]) -> bool:
    """Tell whether a row numbers the columns: ``(1) (2) (3) ...``, at least five of them."""
    marks = [text.strip("() ") for text in texts if text]
    return len(marks) >= 5 and marks == [str(i) for i in range(1, len(marks) + 1)]


def _repeated(cells: pd.DataFrame, body: Any, header: int, counts: Any) -> Any:
    """Return rows that repeat the header, with the sparse title rows right above them."""
    texts = _texts(cells, header)
    named = [j for j, text in enumerate(texts) if text]
    mask = np.ones(len(body), dtype=bool)
    for j in named[:3]:
        mask &= (cells[j].iloc[body] == texts[j]).fillna(False).to_numpy(dtype=bool)
    found: list[int] = []
    for at in np.flatnonzero(mask):
        row = _texts(cells, int(body[at]))
        if sum(row[j] == texts[j] for j in named) < 0.8 * len(named):
            continue
        found.append(int(body[at]))
        while at > 0 and counts[body[at - 1]] <= 2 and len(named) >= 5:
            at -= 1
            found.append(int(body[at]))
    return np.array(sorted(set(found)), dtype=np.int64)


def _summary(cells: pd.DataFrame, body: Any, counts: Any, row_numbers: Any) -> Any:
    """Return rows of totals anywhere, and the block of averages, notes and signatures at the end."""
    found = _totals(cells, body)
    width = float(np.percentile(counts[body], 75)) if len(body) else 0.0
    tail = [int(i) for i in body[-_HEAD:]]
    start = len(tail)
    ordinal = _ordinal(cells, body)
    for k in range(len(tail) - 1, -1, -1):
        label = next((text for text in _texts(cells, tail[k]) if text), "")
        named = bool(_FOOT.match(label))
        apart = ordinal is not None and not _is_number(cells.iat[tail[k], ordinal])
        if not named and not apart and counts[tail[k]] >= max(2, 0.5 * width):
            break  # as full as a data row
        gap = k > 0 and row_numbers[tail[k]] - row_numbers[tail[k - 1]] > 1
        if named or (gap and width >= 3):
            start = k
    return np.array(sorted({*found, *tail[start:]}), dtype=np.int64)


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and bool(_NUMBER.match(value))


def _ordinal(cells: pd.DataFrame, body: Any) -> int | None:
    """Return the first column where it numbers the rows, but for the footers."""
    column = cells.columns[0]
    head = [value for value in cells[column].iloc[body[: 2 * _HEAD]].tolist() if isinstance(value, str)]
    numbers = [value for value in head if _is_number(value)]
    return 0 if len(numbers) >= max(3, 0.5 * len(head)) and len(set(numbers)) == len(numbers) else None


def _totals(cells: pd.DataFrame, body: Any) -> list[int]:
    """Return rows whose first filled cell is a word for a total."""
    found = []
    for j in range(min(3, cells.shape[1])):
        column = cells[j].iloc[body]
        hits = column.str.match(_TOTAL.pattern, case=False).fillna(False).to_numpy(dtype=bool)
        if not hits.any():
            continue
        left = cells.iloc[body, :j].notna().any(axis=1).to_numpy() if j else np.zeros(len(body), dtype=bool)
        found += [int(i) for i in body[hits & ~left]]
    return found if len(found) <= 0.34 * max(len(body), 3) else []
