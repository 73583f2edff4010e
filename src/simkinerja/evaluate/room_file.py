"""A room's weights as a file: one row a participant, columns of sliders or of pairs; and its template."""

from __future__ import annotations

import os
from collections.abc import Sequence
from io import BytesIO
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.errors import InputError, Place, Problem, nearest, problem
from simkinerja.evaluate.room import Room, judgement_matrix, room_codes
from simkinerja.files.numbers import parse_numbers
from simkinerja.files.show import shown
from simkinerja.files.tables import RawTable, scan_tables
from simkinerja.rules.checks import choice
from simkinerja.schemes.read import find_indicator
from simkinerja.schemes.tree import tree_of

if TYPE_CHECKING:
    from simkinerja.schemes.model import Scheme

__all__ = ["read_room", "room_template"]

_ALIAS: Final = frozenset({"alias", "peserta", "alias peserta", "kode peserta", "inisial", "no", "nomor"})
_IGNORED: Final = frozenset({"catatan", "keterangan", "waktu", "cap waktu", "timestamp"})
_Heading = tuple[str, ...]  # one code: a slider; two: a pair


def read_room(path: str | os.PathLike[str], scheme: Scheme) -> Room:
    """Read the participants' weights of a scheme.

    Parameters
    ----------
    path : path-like
        CSV or spreadsheet. One row a participant; a column *Alias*, and either one column an indicator (any
        numbers from 0; only their shares count) or one a pair, headed ``A : B`` (1 to 9 where A matters
        more, 1/2 to 1/9 where B does). Names of persons are dropped at reading. Empty rows are people who
        did not answer.
    scheme : Scheme

    Raises
    ------
    InputError
        All faults at once, by row and column.
    """
    tables, problems = scan_tables(path)
    found = [(table, heads) for table in tables if (heads := _headings(table, scheme))]
    if not found:
        known = [scheme.indicator(code).label for code in room_codes(scheme)]
        headers = ", ".join(shown(text) for table in tables for text in table.header if text)
        place = Place(file=tables[0].file)
        problems += (problem("room_not_recognised", place, headers=headers, known=", ".join(known)),)
        raise InputError(problems)
    if len(found) > 1:
        sheets = ", ".join(f"'{table.sheet}'" for table, _ in found)
        raise InputError([*problems, problem("room_several", Place(file=tables[0].file), sheets=sheets)])
    room, faults = _room(*found[0], scheme)
    if problems or faults or room is None:
        raise InputError([*problems, *faults])
    return room


def _headings(table: RawTable, scheme: Scheme) -> dict[int, _Heading]:
    """What each recognised column is about."""
    out: dict[int, _Heading] = {}
    for k, text in enumerate(table.header):
        if k == table.alias:
            continue
        if (code := find_indicator(scheme, text)) is not None:
            out[k] = (code,)
        elif text.count(":") == 1:
            pair = tuple(find_indicator(scheme, part) for part in text.split(":"))
            if None not in pair:
                out[k] = tuple(str(code) for code in pair)
    return out


def _room(table: RawTable, heads: dict[int, _Heading], scheme: Scheme) -> tuple[Room | None, list[Problem]]:
    kinds = {len(head) for head in heads.values()}
    if len(kinds) > 1:
        return None, [problem("room_mixed", table.place())]
    codes = _level(heads, scheme)
    wanted = [(code,) for code in codes] if kinds == {1} else [tuple(p) for p in combinations(codes, 2)]
    faults = _columns(table, heads, wanted, scheme)
    figures, bad = _figures(table, heads, pairs=kinds == {2}, scheme=scheme)
    names = _aliases(table)
    kept = [i for i in range(len(names)) if not table.rows.iloc[i][list(heads)].isna().all()]
    faults += bad + _twice(table, [(i, names[i]) for i in kept])
    if not kept and not faults:
        faults.append(problem("table_no_rows", table.place()))
    if faults:
        return None, faults
    silent = tuple(name for i, name in enumerate(names) if i not in kept)
    aliases = tuple(names[i] for i in kept)
    if kinds == {1}:
        at = {head[0]: k for k, head in heads.items()}
        values = np.array([[figures[at[code]][i] for code in codes] for i in kept])
        return Room(codes, aliases, sliders=values, silent=silent), []
    answers = [{(a, b): figures[k][i] for k, (a, b) in heads.items()} for i in kept]
    matrices = np.array([judgement_matrix(one, codes) for one in answers])
    return Room(codes, aliases, matrices=matrices, silent=silent), []


def _level(heads: dict[int, _Heading], scheme: Scheme) -> tuple[str, ...]:
    """The indicators that are weighed: all siblings of those named, or all leaves."""
    tree = tree_of(scheme)
    named = {code for head in heads.values() for code in head}
    parents = {tree.parent[tree.codes.index(code)] for code in named}
    if len(parents) == 1:
        (parent,) = parents
        level: Sequence[int] = tree.top if parent == -1 else tree.children[parent]
    else:
        level = tree.leaves
    return tuple(tree.codes[j] for j in level)


def _columns(
    table: RawTable, heads: dict[int, _Heading], wanted: Sequence[_Heading], scheme: Scheme
) -> list[Problem]:
    """Columns that are missing, given twice, or about something else."""
    found = []
    times: dict[frozenset[str], int] = {}
    for k, text in enumerate(table.header):
        place = Place(file=table.file, sheet=table.sheet, row=table.header_row, column=table.letters[k])
        head = frozenset(heads.get(k, ()))
        if head in (frozenset(one) for one in wanted):
            times[head] = times.get(head, 0) + 1
            if times[head] == 2:
                found.append(problem("room_column_twice", place, label=_label(heads[k], scheme)))
        elif text and k != table.alias and " ".join(text.casefold().split()) not in _ALIAS | _IGNORED:
            hint = nearest(text, [_label(one, scheme).strip("'") for one in wanted])
            found.append(problem("room_column_unknown", place, got=shown(text), hint=hint))
    missing = [one for one in wanted if frozenset(one) not in times]
    return found + [
        problem("room_column_missing", table.place(), label=_label(one, scheme)) for one in missing
    ]


def _label(head: _Heading, scheme: Scheme) -> str:
    return "'" + " : ".join(scheme.indicator(code).label for code in head) + "'"


def _figures(
    table: RawTable, heads: dict[int, _Heading], *, pairs: bool, scheme: Scheme
) -> tuple[dict[int, list[float]], list[Problem]]:
    figures: dict[int, list[float]] = {}
    faults: list[Problem] = []
    empty = table.rows[list(heads)].isna().all(axis=1).to_numpy()
    for k, head in heads.items():
        texts = table.rows[k]
        if pairs:
            figures[k] = [_saaty(text) for text in texts]
        else:
            figures[k] = parse_numbers(texts, low=0)[0].tolist()
        for i, (text, value) in enumerate(zip(texts, figures[k], strict=True)):
            if empty[i] or value >= 0:
                continue
            place = table.place(i, k)
            if not isinstance(text, str):
                faults.append(problem("room_cell_empty", place, label=_label(head, scheme)))
            else:
                faults.append(problem("room_saaty" if pairs else "room_slider", place, got=shown(text)))
    if not pairs:
        sums = np.array([figures[k] for k in heads]).sum(axis=0)
        faults += [
            problem("room_all_zero", table.place(int(i))) for i in np.flatnonzero((sums == 0) & ~empty)
        ]
    return figures, faults


def _saaty(text: Any) -> float:
    """A judgement: 3, 1/3, or 0,33; NaN for anything that is not on the scale."""
    if not isinstance(text, str):
        return float("nan")
    above, _, below = text.replace(",", ".").partition("/")
    try:
        value = float(above) / float(below or 1)
    except (ValueError, ZeroDivisionError):
        return float("nan")
    if not 0.1 < value < 9.5:
        return float("nan")
    step = float(round(value)) if value >= 1 else 1.0 / round(1.0 / value)
    return step if abs(value / step - 1.0) < 0.02 else float("nan")


def _aliases(table: RawTable) -> list[str]:
    at = table.alias
    if at is None:
        known = [k for k, text in enumerate(table.header) if " ".join(text.casefold().split()) in _ALIAS]
        at = known[0] if known else None
    given = [None] * len(table.rows) if at is None else table.rows[at].tolist()
    return [text if isinstance(text, str) else f"Peserta {i + 1}" for i, text in enumerate(given)]


def _twice(table: RawTable, names: list[tuple[int, str]]) -> list[Problem]:
    seen: set[str] = set()
    found = []
    for i, name in names:
        if name.casefold() in seen:
            found.append(problem("room_alias_twice", table.place(i), got=name))
        seen.add(name.casefold())
    return found


def room_template(scheme: Scheme, kind: str = "bobot", participants: int = 20) -> bytes:
    """Return an Excel file for the participants to fill.

    Parameters
    ----------
    scheme : Scheme
    kind : {"bobot", "pasangan"}
        Sliders, or pairwise comparisons.
    participants : int
        Rows prepared, with aliases P1, P2 ...

    Examples
    --------
    >>> from simkinerja.schemes.read import load_scheme
    >>> room_template(load_scheme("seimbang"))[:2]
    b'PK'
    """
    import xlsxwriter

    chosen = choice(kind, "kind", "room_template", ("bobot", "pasangan"))
    codes = room_codes(scheme)
    labels = [scheme.indicator(code).label for code in codes]
    heads = labels if chosen == "bobot" else [f"{a} : {b}" for a, b in combinations(labels, 2)]
    told = {
        "bobot": "Tulis bobot setiap indikator, bilangan paling sedikit 0. Jumlahnya tidak harus 100.",
        "pasangan": "Tulis 1 bila sama penting, 3, 5, 7, atau 9 bila yang kiri lebih penting, dan 1/3, 1/5, "
        "1/7, atau 1/9 bila yang kanan lebih penting.",
    }[chosen]
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("Isian")
        sheet.write_row(0, 0, ["Alias", *heads], bold)
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, len(heads), 18, text)  # as text: Excel would turn 1/3 into a date
        sheet.freeze_panes(1, 1)
        for row in range(participants):
            sheet.write(row + 1, 0, f"P{row + 1}")
        guide = book.add_worksheet("Petunjuk")
        guide.set_column(0, 0, 90)
        guide.write_column(0, 0, [f"Skema: {scheme.title}", told, "Pakai alias, jangan nama atau NIP."])
    return buffer.getvalue()
