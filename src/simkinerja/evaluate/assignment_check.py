"""L6: a student's answers beside the key: what is right, and which usual mistake a wrong one looks like."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from simkinerja.errors import InputError, Place, problem
from simkinerja.evaluate.assignment import Answer, Assignment, Slip

if TYPE_CHECKING:
    from simkinerja.files.tables import RawTable

__all__ = ["FORM", "Key", "Marked", "key_text", "mark", "read_answers", "read_key"]

FORM: Final = "simkinerja-kunci-1"
_NEEDED: Final = ("kode", "jawaban", "pelajaran", "benih")
_LARGEST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Key:
    """Answers of one data set; see :class:`~simkinerja.evaluate.assignment.Assignment`."""

    lesson: str
    seed: str
    planted: Mapping[str, str]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """One answer as it was judged.

    Parameters
    ----------
    code, given : str
    state : {"benar", "belum", "kosong"}
    message : str
    """

    code: str
    given: str
    state: Literal["benar", "belum", "kosong"]
    message: str


def key_text(made: Assignment) -> str:
    """Return the key as JSON text; the only place where the truth is written.

    Examples
    --------
    >>> from simkinerja.evaluate.assignment import make_assignment
    >>> '"benih": "2401234"' in key_text(make_assignment("12", "2401234"))
    True
    """
    data = {
        "format": FORM,
        "pelajaran": made.lesson,
        "benih": made.seed,
        "tertanam": dict(made.planted),
        "jawaban": [asdict(one) for one in made.answers],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def read_key(path: str | os.PathLike[str]) -> Key:
    """Read a key file.

    Raises
    ------
    InputError
        ``file_missing``; ``tugas_key``: it is no key of this program.
    """
    place = Place(file=Path(path).name)
    try:
        if Path(path).stat().st_size > _LARGEST:
            raise ValueError
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        if data["format"] != FORM:
            raise ValueError
        answers = tuple(
            Answer(**{**one, "slips": tuple(Slip(**slip) for slip in one["slips"])})
            for one in data["jawaban"]
        )
        for one in answers:
            _ = f"{one.low + one.high:.1f}", [slip.within + 0.0 for slip in one.slips]
        return Key(str(data["pelajaran"]), str(data["benih"]), dict(data["tertanam"]), answers)
    except FileNotFoundError as error:
        raise InputError([problem("file_missing", place)]) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError([problem("tugas_key", place)]) from error


def read_answers(path: str | os.PathLike[str], key: Key) -> dict[str, str]:
    """Read the sheet *Tugas* of a filled-in workbook: code of each question to what was written.

    Raises
    ------
    InputError
        Faults of the file; ``tugas_sheet``: no such sheet; ``tugas_other``: of another lesson or seed;
        ``tugas_codes``: questions missing, twice, or unknown.
    """
    from simkinerja.files.tables import scan_tables

    tables, faults = scan_tables(path)
    found = [one for one in tables if set(_NEEDED) <= {head.casefold() for head in one.header}]
    if not found:
        raise InputError(list(faults) or [problem("tugas_sheet", Place(file=Path(path).name))])
    table = found[0]
    columns = {head.casefold(): k for k, head in enumerate(table.header)}
    rows = [{name: _text(row[columns[name]]) for name in _NEEDED} for row in table.rows.to_dict("records")]
    wrong = _of_another(table, rows, key)
    if wrong:
        raise InputError(wrong)
    return {row["kode"].upper(): row["jawaban"] for row in rows}


def _text(cell: Any) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _of_another(table: RawTable, rows: list[dict[str, str]], key: Key) -> list[Any]:
    place = Place(file=table.file, sheet=table.sheet)
    for row in rows:
        lesson, seed = row["pelajaran"].removeprefix("pelajaran ").zfill(2), row["benih"].casefold()
        if (lesson, seed) != (key.lesson, key.seed):
            given = {"lesson": row["pelajaran"] or "?", "seed": row["benih"] or "?"}
            return [problem("tugas_other", place, **given, key_lesson=key.lesson, key_seed=key.seed)]
    codes = [row["kode"].upper() for row in rows]
    wanted = [one.code for one in key.answers]
    if sorted(codes) != sorted(wanted):
        return [problem("tugas_codes", place, allowed=", ".join(wanted), got=", ".join(codes) or "kosong")]
    return []


def mark(answers: Mapping[str, str], key: Key) -> tuple[Marked, ...]:
    """Judge answers by the key, in the key's order.

    Examples
    --------
    >>> right = Answer("A", 1.0, 1.0, 0.9, 1.1, "cara", (Slip(-1.0, 0.1, "Tandanya terbalik."),))
    >>> key = Key("06", "1", {}, (right,))
    >>> [mark({"A": text}, key)[0].state for text in ("1,05", "-1", "")]
    ['benar', 'belum', 'kosong']
    >>> mark({"A": "-1"}, key)[0].message
    'Tandanya terbalik.'
    """
    return tuple(_marked(one, answers.get(one.code, "")) for one in key.answers)


def _marked(right: Answer, given: str) -> Marked:
    if not given:
        return Marked(right.code, given, "kosong", "Belum dijawab.")
    if isinstance(right.best, str):
        same = given.strip(" .'\"").casefold() == right.best.casefold()
        words = "" if same else f"Pilihan lain yang tepat. {right.why}"
        return Marked(right.code, given, "benar" if same else "belum", words)
    number = _number(given)
    if number is None:
        return Marked(right.code, given, "belum", "Jawabannya harus sebuah bilangan, misalnya 3,5.")
    if right.low <= number <= right.high:
        return Marked(right.code, given, "benar", "")
    near = [(abs(number - float(s.value)), s.message) for s in right.slips]
    close = [pair for pair, s in zip(near, right.slips, strict=True) if pair[0] <= s.within]
    if close:
        return Marked(right.code, given, "belum", min(close)[1])
    way = "terlalu besar" if number > right.high else "terlalu kecil"
    return Marked(right.code, given, "belum", f"Jawabannya {way}. {right.why}")


def _number(text: str) -> float | None:
    """Read a number as people type it: decimal comma or point, spaces, a percent sign, a Unicode minus."""
    from math import isfinite

    plain = text.replace("\u2212", "-").replace("%", "").replace(" ", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if isfinite(number) else None
