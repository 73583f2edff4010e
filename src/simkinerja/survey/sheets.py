"""One sheet of answers on its way, and the sheets of a file that say the same thing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from simkinerja.errors import Problem
    from simkinerja.files.tables import RawTable
    from simkinerja.survey.columns import Columns
    from simkinerja.survey.grouping import Grouping

__all__ = ["Sheet", "distinct"]


@dataclass(slots=True)
class Sheet:
    """One sheet on its way: checked answers by question, groups, faults, notes.

    Parameters
    ----------
    table : RawTable
    columns : Columns
    questions : dict of str to Int8 array
        Answers of every question, 0 for none.
    headers : dict of str to str
        Header of every question.
    groups : Grouping or None
    problems : list of Problem
    notes : list of str
    keep : bool array
        Rows that are respondents.
    """

    table: RawTable
    columns: Columns
    questions: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    groups: Grouping | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    keep: Any = None


def distinct(sheets: list[Sheet]) -> list[Sheet]:
    """Leave out a sheet that repeats the answers of another one, or of all the others together.

    Parameters
    ----------
    sheets : list of Sheet
        Without faults.

    Returns
    -------
    list of Sheet
    """
    kept: list[Sheet] = []
    for one in sheets:
        same = next((k for k in kept if _same_answers(k, one)), None)
        if same is None:
            kept.append(one)
        else:
            same.notes.append(
                f"Lembar '{one.table.sheet}' berisi jawaban yang sama dengan lembar '{same.table.sheet}', "
                "jadi tidak dihitung dua kali."
            )
    return _without_collection(kept)


def _without_collection(sheets: list[Sheet]) -> list[Sheet]:
    """Leave out the sheet that gathers the answers of all the others, or those others where it has more."""
    if len(sheets) < 3:
        return sheets
    largest = max(sheets, key=lambda one: int(one.keep.sum()))
    rest = [one for one in sheets if one is not largest]
    gathered, parts = _multiset([largest]), _multiset(rest)
    if parts - gathered:
        return sheets
    name = f"Lembar '{largest.table.sheet}'"
    if gathered == parts:
        rest[0].notes.append(f"{name} menggabungkan jawaban lembar lain, jadi tidak dihitung dua kali.")
        return rest
    largest.notes.append(f"{name} sudah memuat semua jawaban lembar lain; lembar lain itu tidak dihitung.")
    return [largest]


def _multiset(sheets: Sequence[Sheet]) -> Counter[bytes]:
    """How often each pattern of answers occurs on some sheets."""
    names = sorted({name for one in sheets for name in one.questions})
    out: Counter[bytes] = Counter()
    for one in sheets:
        blank = np.zeros(len(one.keep), dtype=np.int8)
        rows = np.stack([one.questions.get(name, blank) for name in names], axis=1)[one.keep]
        out.update(row.tobytes() for row in rows)
    return out


def _same_answers(a: Sheet, b: Sheet) -> bool:
    """Tell whether two sheets hold the same answers in the same order; three alike patterns can be chance."""
    if set(a.questions) != set(b.questions) or a.keep.sum() != b.keep.sum() or len(_multiset([a])) < 3:
        return False
    return all((a.questions[name][a.keep] == b.questions[name][b.keep]).all() for name in a.questions)
