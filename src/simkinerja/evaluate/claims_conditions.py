"""L6: the conditions under which a claim is tried: consequence, follow-up, enforcement, support, tone.

A document seldom says what follows from a record or whether a superior acts. Each condition here changes
one field of the interventions of a claim; the grid is made of those conditions that a claim's worlds have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from simkinerja.evaluate.claims import Spec

__all__ = ["CONDITIONS", "Condition", "applicable", "grid", "told", "with_conditions"]

Value = str | bool | float

MOST_CELLS: Final = 16
"""Cells up to which every combination is tried; see :func:`grid` for more."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition.

    Parameters
    ----------
    name, label : str
    levels : mapping of value to str
        The values of the grid, each in words, from the least to the most that an office could do.
    fields : mapping of kind to str
        Dotted field of each kind of intervention that carries it.

    Examples
    --------
    >>> CONDITIONS["acted_on"].levels[False]
    'tidak ditindaklanjuti'
    """

    name: str
    label: str
    levels: Mapping[Value, str]
    fields: Mapping[str, str]


_ALL: Final = (
    Condition(
        "consequence",
        "akibat bagi pegawai",
        {0.0: "hanya dicatat", 0.15: "sanksi di atas kertas", 0.8: "atasan bertindak", 1.0: "tunjangan ikut"},
        {
            "e_kinerja": "consequence",
            "supervision": "consequence",
            "use_channel": "channel.consequence",
        },
    ),
    Condition(
        "automatic",
        "yang menegakkan",
        {False: "orang dalam", True: "otomatis"},
        {"e_kinerja": "automatic", "use_channel": "channel.automatic"},
    ),
    Condition(
        "acted_on",
        "tindak lanjut pimpinan",
        {False: "tidak ditindaklanjuti", True: "ditindaklanjuti"},
        {
            "evaluation_forum": "acted_on",
            "management_information": "acted_on",
            "citizen_feedback": "used",
        },
    ),
    Condition(
        "support",
        "dukungan setelah pelatihan",
        {0.1: "hampir tanpa dukungan", 0.4: "dukungan biasa", 0.9: "dukungan penuh"},
        {"training": "support"},
    ),
    Condition(
        "tone",
        "nada",
        {"controlling": "mengendalikan", "neutral": "netral", "developmental": "membangun"},
        {"feedback": "tone", "use_channel": "channel.tone"},
    ),
    Condition(
        "mode",
        "cara sosialisasi",
        {"one_way": "searah", "participatory": "mengajak serta"},
        {"sosialisasi": "mode"},
    ),
    Condition(
        "form",
        "bentuk penghargaan",
        {"recognition": "pengakuan", "money": "uang"},
        {"reward": "form"},
    ),
)
PATTERN: Final = Condition(
    "pattern",
    "pola distribusi predikat",
    {False: "di atas kertas", True: "ditegakkan"},
    {},
)
"""Whether the distribution pattern binds: a condition of the run, where a scheme is in force."""
CONDITIONS: Final[Mapping[str, Condition]] = MappingProxyType({one.name: one for one in (*_ALL, PATTERN)})
"""All conditions by name, in the order of the tables."""

STRENGTH: Final = Condition(
    "strength",
    "pelaksanaan",
    {0.5: "separuh", 0.25: "seperempat", 0.1: "sepersepuluh"},
    {},
)
"""How far the interventions are carried out, at full cost: tried for every claim."""


def applicable(
    cause: Sequence[Spec], baseline: Sequence[Spec] = (), *, scheme: bool = False
) -> tuple[str, ...]:
    """Return the conditions that the worlds of a claim have.

    A condition is left out when it is the cause itself: set to one value in both worlds, it would make them
    the same. The distribution pattern is one where a scheme is in force.

    Examples
    --------
    >>> applicable([{"kind": "training", "support": 0.4}, {"kind": "feedback"}])
    ('support', 'tone')
    >>> applicable([{"kind": "training", "support": 0.9}], [{"kind": "training", "support": 0.1}])
    ()
    """
    found = []
    for one in _ALL:
        carried = any(spec.get("kind") in one.fields for spec in (*cause, *baseline))
        value = next(iter(one.levels))
        both = [with_conditions(world, {one.name: value}) for world in (cause, baseline)]
        if carried and both[0] != both[1]:
            found.append(one.name)
    return (*found, PATTERN.name) if scheme else tuple(found)


def with_conditions(world: Sequence[Spec], values: Mapping[str, Value]) -> tuple[Spec, ...]:
    """Return a world with conditions set wherever its interventions have them.

    Examples
    --------
    >>> with_conditions([{"kind": "training"}, {"kind": "culture"}], {"support": 0.9})
    ({'kind': 'training', 'support': 0.9}, {'kind': 'culture'})
    """
    return tuple(_set(spec, values) for spec in world)


def _set(spec: Spec, values: Mapping[str, Value]) -> Spec:
    made = dict(spec)
    for name, value in values.items():
        if name == STRENGTH.name:
            made["strength"] = float(made.get("strength", 1.0)) * float(value)
            continue
        where = CONDITIONS[name].fields.get(str(spec.get("kind")), "")
        first, _, inner = where.partition(".")
        if inner:
            made[first] = {**made[first], inner: value}
        elif first:
            made[first] = value
    return made


def grid(
    cause: Sequence[Spec], baseline: Sequence[Spec] = (), *, scheme: bool = False
) -> tuple[dict[str, Value], ...]:
    """Return the cells of the grid of a claim: per cell the conditions and their values.

    Every combination where there are at most :data:`MOST_CELLS`; else consequence with enforcement, every
    other condition alone, and all conditions together at their least and at their most. Where nothing follows
    from a record it does not matter who enforces it, so ``automatic`` is left out of the cells with
    ``consequence`` 0. Last come half, a quarter and a tenth of the strength.

    Examples
    --------
    >>> grid([{"kind": "evaluation_forum"}])
    ({'acted_on': False}, {'acted_on': True}, {'strength': 0.5}, {'strength': 0.25}, {'strength': 0.1})
    >>> len(grid([{"kind": "e_kinerja"}])), len(grid([{"kind": "mentoring"}]))
    (10, 3)
    """
    names = applicable(cause, baseline, scheme=scheme)
    levels = {name: tuple(CONDITIONS[name].levels) for name in names}
    thin = [{STRENGTH.name: value} for value in STRENGTH.levels]
    cells = [*(_cells(levels) if levels else ()), *thin]
    seen: dict[tuple[tuple[str, Any], ...], dict[str, Value]] = {}
    for cell in cells:
        if cell.get("consequence") == 0 and "automatic" in cell:
            cell = {key: value for key, value in cell.items() if key != "automatic"}
        seen.setdefault(tuple(cell.items()), cell)
    return tuple(seen.values())


def _cells(levels: Mapping[str, tuple[Value, ...]]) -> Iterator[dict[str, Value]]:
    whole = (tuple(levels),)
    if prod(len(values) for values in levels.values()) <= MOST_CELLS:
        yield from _combined(levels, whole)
        return
    pair = tuple(name for name in ("consequence", "automatic") if name in levels)
    yield from _combined(levels, [pair, *((name,) for name in levels if name not in pair)])
    for end in (0, -1):
        yield {name: values[end] for name, values in levels.items()}


def _combined(
    levels: Mapping[str, tuple[Value, ...]], groups: Iterable[tuple[str, ...]]
) -> Iterator[dict[str, Value]]:
    for names in groups:
        for values in product(*(levels[name] for name in names)):
            yield dict(zip(names, values, strict=True))


def told(cell: Mapping[str, Value]) -> str:
    """Return a cell in words.

    Examples
    --------
    >>> told({"consequence": 0.8, "automatic": False})
    'akibat bagi pegawai: atasan bertindak; yang menegakkan: orang dalam'
    """
    parts = [(CONDITIONS.get(name, STRENGTH), value) for name, value in cell.items()]
    return "; ".join(f"{one.label}: {one.levels[value]}" for one, value in parts)
