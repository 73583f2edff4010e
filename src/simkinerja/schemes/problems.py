"""L3: what the fields of a scheme must be to one another; everything that is wrong, at once.

Each check yields :class:`Fault` (code, path, values of its sentence); whoever read the file knows the place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from simkinerja.errors import Place, Problem, nearest, problem
from simkinerja.schemes.words import CHOICES

if TYPE_CHECKING:
    from simkinerja.schemes.model import Indicator, Normalise, Scheme

__all__ = ["Fault", "faults_of", "named_field", "scheme_problems"]

Path_ = tuple[str | int, ...]
_SUM_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of meaning: a code of ``sentences``, the path of the field, what fills the sentence."""

    code: str
    at: Path_
    values: dict[str, Any] = field(default_factory=dict)


def scheme_problems(scheme: Scheme, place: Callable[[Path_], Place] | None = None) -> tuple[Problem, ...]:
    """Return every fault of meaning of a scheme.

    Parameters
    ----------
    scheme : Scheme
    place : callable, optional
        From the path of a field to its place in a file; by default the field alone, items by their code.

    Returns
    -------
    tuple of Problem
        Empty for a sound scheme.

    Examples
    --------
    >>> from simkinerja.schemes.model import Indicator, Scheme
    >>> scheme = Scheme(code="a", title="A", indicators=(Indicator(code="b", label="B", parent="c"),))
    >>> [(one.code, one.place.field) for one in scheme_problems(scheme)]
    [('scheme_parent_unknown', 'indicators.b.parent'), ('scheme_target', 'indicators.b.target')]
    """
    where = place or (lambda at: Place(field=named_field(at, scheme)))
    return tuple(problem(one.code, where(one.at), **one.values) for one in faults_of(scheme))


def named_field(at: Path_, scheme: Scheme) -> str | None:
    """Return a path as sentences show it, items by their code.

    Examples
    --------
    >>> from simkinerja.schemes.model import Indicator, Scheme
    >>> scheme = Scheme(code="a", title="A", indicators=(Indicator(code="b", label="B"),))
    >>> named_field(("indicators", 0, "target"), scheme)
    'indicators.b.target'
    """
    words, here = [], scheme
    for step in at:
        inside: Any = here[step] if isinstance(step, int) else getattr(here, step, None)  # type: ignore[index]
        words.append(str(getattr(inside, "code", step + 1)) if isinstance(step, int) else step)
        here = inside
    return ".".join(words) or None


def faults_of(scheme: Scheme) -> Iterator[Fault]:
    """Yield the faults of meaning of a scheme, block by block."""
    from simkinerja.schemes.problems_rules import rules_faults

    yield from _names(scheme)
    yield from _links(scheme)
    yield from _weights(scheme)
    for i, one in enumerate(scheme.indicators):
        yield from _indicator(i, one, scheme)
    yield from rules_faults(scheme)


def _names(scheme: Scheme) -> Iterator[Fault]:
    first: dict[str, int] = {}
    labels: dict[str, int] = {}
    for i, one in enumerate(scheme.indicators):
        if one.code in first:
            yield Fault("scheme_duplicate_code", ("indicators", i, "code"), {"got": one.code})
        first.setdefault(one.code, i)
    for i, one in enumerate(scheme.indicators):
        other = labels.setdefault(_bare(one.label), i)
        if other == i:
            other = next((k for code, k in first.items() if _bare(code) == _bare(one.label)), i)
        if other != i and scheme.indicators[other].code != one.code:
            values = {"got": one.label, "first": scheme.indicators[other].code}
            yield Fault("scheme_duplicate_label", ("indicators", i, "label"), values)


def _bare(words: str) -> str:
    return "".join(char for char in words.casefold() if char.isalnum()) or words


def _links(scheme: Scheme) -> Iterator[Fault]:
    above = {one.code: one.parent for one in scheme.indicators}
    parents = {parent for code, parent in above.items() if parent != code}
    for i, one in enumerate(scheme.indicators):
        at = ("indicators", i, "parent")
        if one.parent is not None and one.parent not in above:
            hint = nearest(one.parent, [code for code in above if code != one.code])
            yield Fault("scheme_parent_unknown", at, {"got": one.parent, "hint": hint})
        elif loop := _loop(one.code, above):
            if one.code == min(loop):  # once a loop, not once a member
                yield Fault("scheme_loop", at, {"got": " > ".join([*loop, loop[0]])})
        elif one.level is not None and one.level != (depth := _depth(one.code, above)):
            values = {"got": one.level, "want": depth}
            yield Fault("scheme_level", ("indicators", i, "level"), values)
        if one.code in parents and one.measure is not None:
            yield Fault("scheme_group_measure", ("indicators", i, "measure"), {"got": one.measure})


def _loop(code: str, above: dict[str, str | None]) -> list[str]:
    """Return the members of the loop that a code is part of, starting with it; empty if it is in none."""
    seen = [code]
    while (nxt := above.get(seen[-1])) is not None and nxt not in seen:
        seen.append(nxt)
    return seen if nxt == code else []


def _depth(code: str, above: dict[str, str | None]) -> int:
    depth, seen, here = 1, {code}, above.get(code)
    while here is not None and here not in seen:
        seen.add(here)
        depth, here = depth + 1, above.get(here)
    return depth


def _weights(scheme: Scheme) -> Iterator[Fault]:
    families: dict[str | None, list[int]] = {}
    for i, one in enumerate(scheme.indicators):
        families.setdefault(one.parent, []).append(i)
    for parent, members in families.items():
        if not any(scheme.indicators[i].weight > 0 for i in members):
            owner = f"di bawah '{parent}'" if parent else "di tingkat teratas"
            yield Fault("scheme_weights_zero", ("indicators", members[0], "weight"), {"owner": owner})


def _indicator(i: int, one: Indicator, scheme: Scheme) -> Iterator[Fault]:
    at = ("indicators", i)
    is_group = any(other.parent == one.code for other in scheme.indicators)
    rule = one.normalise or (None if is_group else scheme.rules.normalise)
    if rule is not None:
        if rule.method == "target" and not (one.target is not None and one.target > 0):
            fewer = one.direction == "turun" and one.target == 0  # no complaint at all: nothing to divide by
            values = {} if fewer else {"got": _number(one.target)}
            yield Fault("scheme_target_zero" if fewer else "scheme_target", (*at, "target"), values)
        elif (
            rule.method == "target" and one.target is not None and one.months != "sum"
        ):  # ends are of a month
            yield from _target_in_range(one, (*at, "target"))
        if one.normalise is not None:
            yield from normalise_faults(rule, (*at, "normalise"))
        elif rule.method == "goalpost" and None in (rule.low, rule.high):
            yield Fault("scheme_goalpost_own", (*at, "normalise"))
    if one.lowest is not None and one.highest is not None and one.lowest >= one.highest:
        values = {"low": _number(one.lowest), "high": _number(one.highest)}
        yield Fault("scheme_range", (*at, "lowest"), values)
    if one.dimension is not None and abs(sum(one.dimension.values()) - 1) > _SUM_TOLERANCE:
        values = {"got": _number(sum(one.dimension.values()))}
        yield Fault("scheme_dimension", (*at, "dimension"), values)


def _target_in_range(one: Indicator, at: Path_) -> Iterator[Fault]:
    """A target outside the figures that can occur is in another unit: 62 where shares go up to 1."""
    if None not in (one.lowest, one.highest) and (one.lowest or 0.0) >= (one.highest or 0.0):
        return  # told by itself
    target = one.target or 0.0
    over = one.highest is not None and target > one.highest
    under = one.lowest is not None and target < one.lowest
    if over or under:
        ends = {"low": _number(one.lowest), "high": _number(one.highest)}
        yield Fault("scheme_target_range", at, {"got": _number(target), **ends})


def normalise_faults(rule: Normalise, at: Path_, *, shared: bool = False) -> Iterator[Fault]:
    """Yield the faults of one rule from raw figure to points.

    Parameters
    ----------
    rule : Normalise
    at : path
    shared : bool
        The scheme's own rule: its goalposts may be left to the indicators.
    """
    if rule.cap <= rule.floor:
        values = {"cap": _number(rule.cap), "floor": _number(rule.floor)}
        yield Fault("scheme_cap", (*at, "cap"), values)
    if rule.method == "goalpost" and not (shared and rule.low is None and rule.high is None):
        if rule.low is None or rule.high is None:
            yield Fault("scheme_goalpost_missing", (*at, "low" if rule.low is None else "high"))
        elif rule.low >= rule.high:
            values = {"low": _number(rule.low), "high": _number(rule.high)}
            yield Fault("scheme_goalpost", (*at, "low"), values)
    for name, method in (("low", "goalpost"), ("high", "goalpost"), ("categories", "category")):
        if rule.method != method and getattr(rule, name) not in (None, ()):
            yield Fault("scheme_unused", (*at, name), {"method": _word(method), "got": _word(rule.method)})
    if rule.method == "category":
        yield from _categories(rule, (*at, "categories"))


def _categories(rule: Normalise, at: Path_) -> Iterator[Fault]:
    if not rule.categories:
        yield Fault("scheme_categories", at)
    labels: dict[str, int] = {}
    lowers: dict[float, int] = {}
    with_lower = any(one.lower is not None for one in rule.categories)
    for i, one in enumerate(rule.categories):
        if labels.setdefault(_bare(one.label), i) != i:
            yield Fault("scheme_category_label", (*at, i, "label"), {"got": one.label})
        if one.lower is None:
            if with_lower:
                yield Fault("scheme_category_lower", (*at, i, "lower"), {"got": one.label})
        elif lowers.setdefault(one.lower, i) != i:
            yield Fault("scheme_category_same", (*at, i, "lower"), {"got": _number(one.lower)})


def _word(method: str) -> str:
    return f"{method} ({CHOICES['normalise'][method]})"


def _number(value: float | None) -> str:
    return "kosong" if value is None else f"{value:.15g}".replace(".", ",")
