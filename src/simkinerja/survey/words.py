"""Word answers of the nine questions, as numbers 1-4.

The questionnaire of PermenPANRB 14/2017 offers four answers a question (*Tidak sesuai* to *Sangat sesuai*,
*Sangat mahal* to *Gratis*, *Tidak ada* to *Dikelola dengan baik*). Offices vary the adjective and hardly
ever the ladder, so a word is read by its ladder: tidak 1, kurang or cukup 2, the bare adjective 3,
sangat 4. A column whose words need five steps is refused: five steps have no honest place on four.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from simkinerja.survey.text import plain
from simkinerja.survey.vocabulary import vocabulary

__all__ = ["Reading", "is_answer", "is_unclear", "known_words", "read_words"]


@dataclass(frozen=True, slots=True)
class _Known:
    """The answers part of the vocabulary, turned for look-up."""

    blank: frozenset[str]
    adjectives: frozenset[str]
    modifiers: Mapping[str, str]
    fillers: frozenset[str]
    fixed: Mapping[str, int]
    bare: Mapping[str, str]
    short: Mapping[str, str]
    unclear: Mapping[str, frozenset[str]]


def _unclear(raw: Mapping[str, Sequence[str]]) -> Mapping[str, frozenset[str]]:
    """Words that are no clear answer, by element; ``""`` for all elements that are not named."""
    always = frozenset(raw["always"])
    named = {key: always | frozenset(words) for key, words in raw.items() if key != "always"}
    return {"": always, **named}


@lru_cache(maxsize=1)
def _known() -> _Known:
    raw = vocabulary()["answers"]
    return _Known(
        blank=frozenset(raw["blank"]),
        adjectives=frozenset(raw["adjectives"]),
        modifiers={word: name for name, words in raw["modifiers"].items() for word in words},
        fillers=frozenset(raw["fillers"]),
        fixed={words: level for level, group in raw["fixed"].items() for words in group},
        bare=raw["bare"],
        short=raw["short"],
        unclear=_unclear(raw["unclear"]),
    )


_PREFIX: Final = re.compile(r"^\s*[\(\[]?\s*(\d{1,2}|[a-eA-E])\s*[\)\].:=–—-]+\s*(?=\S*[A-Za-z])(.*)$", re.S)
_WRAPPED: Final = re.compile(
    r"^(.*\S)\s*[\(\[]\s*(?:nilai\s*|skor\s*|bobot\s*)?=?\s*(\d)\s*[\)\]]\s*$", re.I | re.S
)
_NUMBERED: Final = re.compile(r"^\s*(\d)\s+(?=[A-Za-z])(.*)$", re.S)
_GLUED: Final = re.compile(r"^(sangat|tidak|kurang|cukup)(?=[a-z])")
_NOTHING: Final = re.compile(r"[\s\-–—_./…]*")
_EQUALS: Final = re.compile(r"^(.*[A-Za-z].*?)\s*[=:]\s*(\d)\s*$", re.S)
_BEFORE: Final = re.compile(r"^\s*(\d)\s*[\(\[]\s*(.*[A-Za-z].*?)\s*[\)\]]\s*$", re.S)
_POINTS: Final = re.compile(r"^(?:nilai|skor|poin|bintang)\s*[=:]?\s*([1-4])$", re.I)
_LETTER: Final = re.compile(r"\s*\(?[a-dA-D][).]?\s*")
_LEVEL: Final[Mapping[str, int]] = {"tidak": 1, "kurang": 2, "cukup": 2, "": 3, "sangat": 4}


@dataclass(frozen=True, slots=True)
class Reading:
    """What the distinct words of one column mean.

    Parameters
    ----------
    values : mapping of str to int or None
        Answer 1-4 of each text as typed; ``None`` is no answer (left out of the count).
    unknown : tuple of str
        Texts that are no answer, as typed.
    mended : mapping of str to str
        Texts read despite a typing slip, with the known words they were taken for.
    clash : tuple of str
        Texts that need a fifth step: the column has more than four levels.
    numbered : tuple of str
        Texts whose leading number is not the number of their words; the words count.
    letters : tuple of str
        Texts read as letters a-d, a being 1.
    unsettled : tuple of str
        *Tidak ...* read as 1 although nothing in the file tells whether a lower step exists.
    """

    values: Mapping[str, int | None]
    unknown: tuple[str, ...] = ()
    mended: Mapping[str, str] | None = None
    clash: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A text as modifier and adjective; ``level`` is set where the phrase is known as a whole."""

    modifier: str
    rest: str
    level: int | None = None


def split_prefix(text: str) -> tuple[int | None, str]:
    """Take a leading or trailing option mark off an answer: ``"4. Sangat baik"`` is (4, "Sangat baik").

    Examples
    --------
    >>> split_prefix("4. Sangat baik"), split_prefix("a) Tidak sesuai"), split_prefix("Baik (3)")
    ((4, 'Sangat baik'), (1, 'Tidak sesuai'), (3, 'Baik'))
    >>> split_prefix("Baik = 3"), split_prefix("3 (Baik)")
    ((3, 'Baik'), (3, 'Baik'))
    """
    for pattern in (_PREFIX, _NUMBERED):
        found = pattern.match(text)
        if found:
            mark, rest = found.groups()
            return (int(mark) if mark.isdigit() else ord(mark.lower()) - 96), rest
    for pattern in (_WRAPPED, _EQUALS):
        found = pattern.match(text)
        if found:
            return int(found.group(2)), found.group(1)
    found = _BEFORE.match(text)
    return (int(found.group(1)), found.group(2)) if found else (None, text)


@lru_cache(maxsize=4096)
def _phrase(words: str) -> _Phrase | None:
    """Modifier and adjective of a plain phrase, or ``None`` where it is no known answer."""
    words = _known().short.get(words, words)
    if words in _known().fixed:
        return _Phrase("", words, _known().fixed[words])
    parts = [_known().modifiers.get(word, word) for word in words.split() if word not in _known().fillers]
    modifiers = [word for word in parts if word in _LEVEL]
    rest = [word for word in parts if word not in _LEVEL]
    if not rest or any(word not in _known().adjectives for word in rest):
        return None
    if "sangat" in modifiers and "tidak" in modifiers:
        return _Phrase("sangat tidak", " ".join(rest))
    kinds = set(modifiers)
    return _Phrase(modifiers[0] if modifiers else "", " ".join(rest)) if len(kinds) <= 1 else None


def _mended(words: str) -> str | None:
    """The known phrase that a phrase with a typing slip was meant to be; the modifier must be intact."""
    parts = _GLUED.sub(r"\1 ", words).split()
    first = _known().modifiers.get(parts[0]) if parts else None
    tail = [word for word in (parts[1:] if first else parts) if word not in _known().fillers]
    fixed = []
    for word in tail:
        close = (
            [word]
            if word in _known().adjectives
            else get_close_matches(word, _known().adjectives, n=1, cutoff=0.8)
        )
        if not close or (len(word) < 4 and word not in _known().adjectives):
            break
        fixed.append(close[0])
    if tail and len(fixed) == len(tail):
        return " ".join(([first] if first else []) + fixed)
    close = get_close_matches(words, [known for known in _known().fixed if len(known) > 5], n=1, cutoff=0.87)
    return close[0] if close else None


def known_words() -> list[str]:
    """Return the usual answers in words, for hints and help.

    Examples
    --------
    >>> "sangat mudah" in known_words()
    True
    """
    common = ("sesuai", "mudah", "cepat", "wajar", "kompeten", "sopan dan ramah", "baik", "puas", "setuju")
    ladder = [f"{m} {a}".strip() for a in common for m in ("tidak", "kurang", "cukup", "", "sangat")]
    return ladder + list(_known().fixed)


def is_answer(text: str) -> bool:
    """Tell whether a text can be an answer: a number 1-4, a letter a-d, or known words.

    Examples
    --------
    >>> is_answer("3"), is_answer("Sangat mudah"), is_answer("Budi")
    (True, True, False)
    """
    number, rest = split_prefix(text)
    words = plain(rest)
    if number is None and (words in {"1", "2", "3", "4", "a", "b", "c", "d"} or _stars(text)):
        return True
    return _phrase(words) is not None or _mended(words) is not None


def is_unclear(text: str) -> bool:
    """Tell whether a text is known to mean two things (for some element).

    Examples
    --------
    >>> is_unclear("Tidak ada pengaduan"), is_unclear("Mantap")
    (True, False)
    """
    words = plain(split_prefix(text)[1])
    return any(words in group for group in _known().unclear.values())


def _stars(text: str) -> int | None:
    """Number of filled stars, for answers given as stars."""
    if text.strip(" ★⭐☆\ufe0f") or not text.strip():
        return None
    return text.count("★") + text.count("⭐") or None


def _family(phrase: _Phrase) -> str:
    """Phrases of one ladder: those with the same adjective; all bare words of quality go with *baik*."""
    if phrase.level is None:
        return "baik" if phrase.rest == "bagus" else phrase.rest
    return "baik" if phrase.rest in _known().bare else "lain"


def _rung(phrase: _Phrase) -> str:
    if phrase.level is None:
        return phrase.modifier
    return _known().bare.get(phrase.rest, phrase.rest if "mahal" in phrase.rest else str(phrase.level))


def _ladders(phrases: Iterable[_Phrase]) -> dict[str, set[str]]:
    """Rungs in use, by family."""
    ladders: dict[str, set[str]] = {}
    for phrase in phrases:
        ladders.setdefault(_family(phrase), set()).add(_rung(phrase))
    return ladders


def _is_long(rungs: set[str], words: set[str]) -> bool:
    """Tell whether a ladder needs more than four steps."""
    if {"mahal", "cukup mahal"} <= rungs:
        return True
    if {"kurang", "cukup"} <= rungs:  # bare Kurang, Cukup, Baik, Sangat baik is a ladder of four
        return bool({"tidak", "sangat tidak"} & rungs) or not {"kurang", "cukup"} <= words
    return len(rungs & {"sangat tidak", "tidak", "kurang", "cukup", "", "sangat"}) > 4


def _level(phrase: _Phrase, rungs: set[str], deep: bool) -> int:
    """Step 1-4 of a phrase on the ladder of its column; ``deep``: the form also offers *sangat tidak*."""
    rung = _rung(phrase)
    low = deep and not rungs & {"kurang", "cukup"}
    if phrase.rest == "kurang":
        return 2 if "tidak" in rungs else 1
    if phrase.level is not None and rung not in {"tidak", "sangat tidak"}:
        return phrase.level
    if rung == "sangat tidak":
        return 1
    if rung == "tidak":
        return 2 if "sangat tidak" in rungs or low else 1
    return _LEVEL[rung]


def _is_blank(text: str) -> bool:
    """Tell whether a text stands for no answer: a dash, or a word such as *tidak diisi*."""
    return bool(_NOTHING.fullmatch(text)) or plain(text) in _known().blank


def _spelled(text: str, codes: frozenset[str]) -> str:
    """The words of a text; a lone ``B`` is *baik* where the file also says SB, KB or TB."""
    words = plain(split_prefix(text)[1])
    return _known().short.get(f"s{words}", words).removeprefix("sangat ") if words in codes else words


def _candidates(
    texts: Iterable[str], key: str, codes: frozenset[str]
) -> tuple[dict[str, _Phrase], dict[str, int | None], dict[str, str]]:
    """Sort texts into phrases with words, direct values, and mended slips."""
    phrases: dict[str, _Phrase] = {}
    direct: dict[str, int | None] = {}
    mended: dict[str, str] = {}
    for text in texts:
        words = _spelled(text, codes)
        if _is_blank(text):
            direct[text] = None
            continue
        if points := _POINTS.match(text.strip()):
            direct[text] = int(points.group(1))
            continue
        if words in _known().unclear.get(key, _known().unclear[""]):
            continue
        found = _phrase(words)
        if found is None:
            close = _mended(words)
            found = _phrase(close) if close else None
            if found is not None and close is not None:
                mended[text] = close
        if found is not None:
            phrases[text] = found
        elif (number := split_prefix(text)[0]) in (1, 2, 3, 4) and any(c.isdigit() for c in text):
            direct[text] = number  # "4. Mantap": the office's own number stands for its own word
            mended[text] = str(number)
    return phrases, direct, mended


def _form(whole: Iterable[str]) -> tuple[frozenset[str], bool, bool]:
    """What all questions of a form say of one: letters that stand for words, *sangat tidak*, words at all."""
    found = {plain(split_prefix(text)[1]) for text in whole}
    codes = frozenset(c for c in "bm" if found & {f"s{c}", f"k{c}", f"t{c}"})
    phrases = [phrase for words in found if (phrase := _phrase(words))]
    deep = any(_rung(phrase) == "sangat tidak" for phrase in phrases)
    return codes, deep, any(len(words) > 1 and _phrase(words) for words in found)


def _letters(texts: Sequence[str], wordy: bool) -> dict[str, int]:
    """Letters a-d as numbers, where the column holds nothing else and the form no words."""
    letters = {t: ord(plain(t)) - 96 for t in texts if _LETTER.fullmatch(t)}
    alone = not wordy and all(t in letters or _is_blank(t) for t in texts)
    return letters if alone else {}


def read_words(texts: Iterable[str], whole: Iterable[str] = (), key: str = "") -> Reading:
    """Read the distinct non-numeric texts of one question.

    Parameters
    ----------
    texts : iterable of str
        Distinct texts of one column, as typed. The ladder is judged on the column as a whole: *Tidak puas*
        is 1, but 2 where *Sangat tidak puas* also occurs.
    whole : iterable of str
        Texts of all questions of the form; they settle what one question leaves open (nobody chose *Sangat
        tidak puas* there, or everybody answered *B* where other questions say *SB* and *KB*).
    key : str
        Element of the question: *Tidak ada* is an answer about complaints, not about the fee.

    Returns
    -------
    Reading

    Examples
    --------
    >>> read_words(["Sangat mudah", "4. Gratis", "-", "Mantap"]).unknown
    ('Mantap',)
    >>> dict(read_words(["Tidak puas", "Sangat tidak puas"]).values)
    {'Tidak puas': 2, 'Sangat tidak puas': 1}
    >>> dict(read_words(["Tidak puas"], whole=["Sangat tidak mudah"]).values)
    {'Tidak puas': 2}
    """
    texts = list(dict.fromkeys(texts))
    codes, deep, wordy = _form([*whole, *texts])
    letters = _letters(texts, wordy)
    phrases, values, mended = _candidates(texts, key, codes)
    if letters:
        values.update(letters)
        phrases, mended = {}, {}
    values.update({t: n for t in texts if (n := _stars(t)) is not None and n <= 4})
    ladders = _ladders(phrases.values())
    words = {phrase.rest for phrase in phrases.values() if phrase.level is not None}
    long = {family for family, rungs in ladders.items() if _is_long(rungs, words)}
    for text, phrase in phrases.items():
        values[text] = _level(phrase, ladders[_family(phrase)], deep)
    open_end = {
        f
        for f, rungs in ladders.items()
        if "tidak" in rungs and not rungs & {"kurang", "cukup", "sangat tidak"}
    }
    return Reading(
        values,
        unknown=tuple(t for t in texts if t not in values),
        mended=mended,
        clash=tuple(text for text, phrase in phrases.items() if _family(phrase) in long),
        numbered=tuple(t for t in phrases if (n := split_prefix(t)[0]) is not None and n != values[t]),
        letters=tuple(letters),
        unsettled=tuple(
            t for t, p in phrases.items() if not deep and _rung(p) == "tidak" and _family(p) in open_end
        ),
    )
