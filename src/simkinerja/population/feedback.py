"""Citizens' voice: satisfaction survey (SKM) and complaint tickets, with the truth beside them.

A citizen's latent satisfaction is ``slope * true_quality + expectation of the unit's citizens + person``.
The person effect is always there, for without it the spread of a unit's index halves. Everything that makes
the record differ from the truth is a switch of :class:`Switches`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.errors import UsageError, problem
from simkinerja.population.arguments import calendar_year, seed_number, with_truth
from simkinerja.population.respondents import profile, visit_days
from simkinerja.population.slots import slot_of, within
from simkinerja.population.survey_model import answer, expected_answers, style_sd
from simkinerja.population.tickets import draw_tickets
from simkinerja.population.voice_params import number
from simkinerja.rules.checks import choice, refuse, whole
from simkinerja.rules.skm import ELEMENTS
from simkinerja.streams import Streams

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.population.table import Population

__all__ = ["CHANNELS", "Feedback", "Switches", "draw_feedback"]

CHANNELS = ("loket", "aplikasi")
"""How a respondent was reached: at the counter, or by an invitation in the app."""

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
_CONTACTS = 2**20
_APP_OFFSET = 2**19
_LARGEST_SAMPLE = 500_000  # below the offset: counter and app never share a slot
_APP_POLITENESS = 0.25


@dataclass(frozen=True, slots=True)
class Switches:
    """What stands between truth and record, each 0 (off) to 1 (full strength).

    Parameters
    ----------
    expectations : float
        Citizens of different units expect different things: adds a normal of SD .45 to a unit's mean
        satisfaction (no sign), so satisfaction follows quality only weakly (r about .15 between units).
    styles : float
        Response style of a person, the same for all elements: 8 % of the variance of an answer. Mean about
        unchanged (under .01 of an answer point).
    politeness : float
        Raises satisfaction as answered by .25 at the counter, .0625 in the app: up, about .11 answer points
        (2.7 index points) at the counter.
    straightlining : float
        A share of .12 gives the answer to one element, picked by chance, to all nine: the mean of all
        elements stays, each element's mean moves .12 of the way towards it.
    selection : float
        Staff pick the happier-looking of two visitors in .30 of the counter interviews (0 to .60 by unit):
        raises mean satisfaction at the counter by .30 x .6 x .564 = .10: up, about .045 answer points.
    nonresponse : float
        In the app a tenth answers anyway; with the switch on the chance is weighted by
        ``1 + .5 (d^2 - 1) - .3 d`` for a person d from the unit's mean: extremes over-represented (variance
        of d 1.91 instead of 1), mean of d -.30: down, about .16 answer points.
    blanks : float
        A share of .015 of the answers is left blank at random: no sign.

    Examples
    --------
    >>> Switches.off().politeness
    0.0
    >>> Switches.only("selection").selection
    1.0
    """

    expectations: float = 1.0
    styles: float = 1.0
    politeness: float = 1.0
    straightlining: float = 1.0
    selection: float = 1.0
    nonresponse: float = 1.0
    blanks: float = 1.0

    def __post_init__(self) -> None:
        wrong = [
            problem(
                "parameter",
                name=field.name,
                owner="Switches",
                allowed="bilangan antara 0 dan 1",
                got=getattr(self, field.name),
                example=f"{field.name}=1.0",
            )
            for field in fields(self)
            if not _is_share(getattr(self, field.name))
        ]
        if wrong:
            raise UsageError(wrong)

    @classmethod
    def off(cls) -> Switches:
        """Everything off: the mean answer equals the truth up to sampling."""
        return cls(**dict.fromkeys((field.name for field in fields(cls)), 0.0))

    @classmethod
    def only(cls, *names: str) -> Switches:
        """Everything off except the named switches.

        Raises
        ------
        UsageError
            If a name is no switch, with the nearest one.
        """
        for name in names:
            choice(name, "names", "Switches.only", [field.name for field in fields(cls)])
        return cls(**{field.name: float(field.name in names) for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class Feedback:
    """Citizens' voice of one year.

    Parameters
    ----------
    responses : DataFrame
        One row a respondent: ``response_id, unit_id, agency_id, service, channel, date, sex, age_group,
        education, occupation``, the nine elements (Int8, 1-4, missing where blank), and ``true_satisfaction``
        (theta, without style and politeness), ``true_chosen``, ``true_straightline``.
    tickets : DataFrame
        One row a ticket; see :func:`simkinerja.population.tickets.draw_tickets`.
    truth : DataFrame
        One row a unit and element: ``unit_id, agency_id, service, element, true_quality, true_mean``
        (expected answer given the unit's quality alone), ``true_citizen_mean`` (expected answer of the
        citizens whom the unit serves: with their expectations, without any fault of the survey).
    """

    responses: pd.DataFrame
    tickets: pd.DataFrame
    truth: pd.DataFrame

    def observed(self) -> Feedback:
        """Return the same without what nobody can see: columns ``true_*`` and the truth table's rows."""
        return Feedback(_observed(self.responses), _observed(self.tickets), self.truth.iloc[0:0])


def draw_feedback(
    population: Population,
    seed: int,
    *,
    n_counter: int | Mapping[Any, int] = 100,
    n_invited: int | Mapping[Any, int] = 400,
    year: int = 2025,
    switches: Switches | None = None,
) -> Feedback:
    """Draw survey answers and tickets of one year for all units with a public service.

    Parameters
    ----------
    population : Population
    seed : int
    n_counter : int or mapping of unit_id to int
        Interviews at the counter, a unit.
    n_invited : int or mapping of unit_id to int
        Invitations in the app, a unit; about a tenth answers.
    year : int
        Calendar year; another year is another sample of the same citizens' opinion.
    switches : Switches, optional
        All on by default.

    Returns
    -------
    Feedback

    Notes
    -----
    Planted truth: a unit's mean satisfaction rises by .07 SD of its citizens with each SD of
    ``true_quality``. A naive reading of the answers is too high at the counter (politeness, selection), too
    low and too spread in the app (non-response), and orders the units mostly by what their citizens expect.
    Every draw is keyed by unit and contact: units and sample sizes do not disturb each other.

    Raises
    ------
    UsageError
        If a sample size is not a whole number from 0 to 500,000 or names no unit with a service, if the
        seed, the year or the switches are none, or if the population is an observed one.
    """
    owner = "draw_feedback"
    with_truth(population, "units", owner)
    year, on = calendar_year(year, owner), _switches(switches)
    streams = Streams(seed_number(seed, owner))
    units = population.units.loc[population.units["service"].notna()].reset_index(drop=True)
    mean = _unit_means(units, streams, on)
    parts = [
        _counter(units, _sizes(units, n_counter, "n_counter"), mean, streams, on, year),
        _app(units, _sizes(units, n_invited, "n_invited"), mean, streams, on, year),
    ]
    return Feedback(
        responses=_together(parts, units, streams, on, year),
        tickets=draw_tickets(units, streams, year),
        truth=_truth(units, mean),
    )


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and 0.0 <= value <= 1.0


def _switches(switches: Any) -> Switches:
    if switches is None:
        return Switches()
    if not isinstance(switches, Switches):
        refuse("switches", "draw_feedback", "sebuah Switches", switches, "switches=Switches.off()")
    return switches


def _observed(table: pd.DataFrame) -> pd.DataFrame:
    return table[[name for name in table.columns if not name.startswith("true_")]]


def _sizes(units: pd.DataFrame, n: int | Mapping[Any, int], name: str) -> IntArray:
    owner, example = "draw_feedback", f"{name}=100"
    if not isinstance(n, Mapping):
        return np.full(len(units), whole(n, name, owner, high=_LARGEST_SAMPLE, example=example))
    for unit in set(n) - set(units["unit_id"]):
        allowed = "memuat nomor unit yang punya layanan saja (lihat population.units)"
        refuse(name, owner, allowed, unit, f"{name}={{{units['unit_id'].iloc[0]}: 100}}")
    checked = {k: whole(v, name, owner, high=_LARGEST_SAMPLE, example=example) for k, v in n.items()}
    return np.array([checked.get(unit, 0) for unit in units["unit_id"]], dtype=np.int64)


def _unit_means(units: pd.DataFrame, streams: Streams, on: Switches) -> FloatArray:
    """Mean satisfaction of each unit's citizens, shape (n_units,)."""
    quality: FloatArray = units["true_quality"].to_numpy(dtype=float)
    spread = on.expectations * number("survey.expectation_sd")
    expectation = streams.normal("survey.expectation", slot_of(units["unit_id"]))
    return number("survey.quality_slope") * quality + spread * expectation


def _counter(
    units: pd.DataFrame, n: IntArray, mean: FloatArray, streams: Streams, on: Switches, year: int
) -> dict[str, Any]:
    """Interviews at the counter: the next visitor, or the one whom staff prefer of two."""
    unit, running = within(n)
    unit_slots = slot_of(units["unit_id"])
    slots = unit_slots[unit] * _CONTACTS + running
    first, second = (streams.normal(f"survey.person/{k}", slots, year) for k in (1, 2))
    looks = [
        _looks(person, streams.normal(f"survey.look/{k}", slots, year))
        for k, person in ((1, first), (2, second))
    ]
    # The habit of a unit: between none and twice the mean share.
    habit = 2.0 * number("survey.chosen_share") * streams.uniform("survey.habit", unit_slots)
    chosen = streams.uniform("survey.chosen", slots, year) < on.selection * habit[unit]
    person = np.where(chosen & (looks[1] > looks[0]), second, first)
    shift = on.politeness * number("survey.politeness")
    parts = {"unit": unit, "running": running, "slots": slots, "chosen": chosen}
    return parts | {"theta": mean[unit] + person, "shift": np.full(len(unit), shift), "channel": CHANNELS[0]}


def _looks(person: FloatArray, noise: FloatArray) -> FloatArray:
    """How happy a visitor looks to staff."""
    accuracy = number("survey.chosen_accuracy")
    rest = float(np.sqrt(1.0 - accuracy**2))
    return accuracy * person + rest * noise


def _app(
    units: pd.DataFrame, n: IntArray, mean: FloatArray, streams: Streams, on: Switches, year: int
) -> dict[str, Any]:
    """Answers to invitations in the app."""
    unit, running = within(n)
    slots = slot_of(units["unit_id"])[unit] * _CONTACTS + _APP_OFFSET + running
    person = streams.normal("survey.person/1", slots, year)
    extremes = on.nonresponse * number("survey.online_extremes")
    unhappy = on.nonresponse * number("survey.online_unhappy")
    weight = 1.0 + extremes * (person**2 - 1.0) - unhappy * person
    chance = number("survey.online_response") * weight
    answers = streams.uniform("survey.answers", slots, year) < chance
    unit, running, slots, person = unit[answers], running[answers], slots[answers], person[answers]
    shift = on.politeness * number("survey.politeness") * _APP_POLITENESS
    parts = {"unit": unit, "running": running, "slots": slots, "chosen": np.zeros(len(unit), dtype=bool)}
    return parts | {"theta": mean[unit] + person, "shift": np.full(len(unit), shift), "channel": CHANNELS[1]}


def _together(
    parts: list[dict[str, Any]], units: pd.DataFrame, streams: Streams, on: Switches, year: int
) -> pd.DataFrame:
    """Responses of both channels, by unit, counter first."""
    import pandas as pd

    made = [_answers(part, units, streams, on, year) for part in parts]
    table = pd.concat(made, ignore_index=True)
    order = table.assign(row=np.concatenate([part["unit"] for part in parts]))
    return table.loc[order.sort_values("row", kind="stable").index].reset_index(drop=True)


def _answers(
    part: dict[str, Any], units: pd.DataFrame, streams: Streams, on: Switches, year: int
) -> pd.DataFrame:
    """Responses of one channel."""
    import pandas as pd

    unit, slots = part["unit"], part["slots"]
    style = on.styles * style_sd() * streams.normal("survey.style", slots, year)
    theta = part["theta"] + style + part["shift"]
    given = np.column_stack(
        [answer(e, theta, streams.uniform(f"survey.item/{e}", slots, year)) for e in ELEMENTS]
    )
    share = on.straightlining * number("survey.straight_share")
    lines = streams.uniform("survey.straight", slots, year) < share
    pivot = streams.integers("survey.pivot", slots, len(ELEMENTS), year)
    given[lines] = given[lines, pivot[lines]][:, None]
    ids = units["unit_id"].astype("str").to_numpy()[unit]
    letter = part["channel"][0].upper()
    keys = zip(ids, part["running"], strict=True)
    table = pd.DataFrame({"response_id": [f"R{year}-{u}-{letter}{k + 1:04d}" for u, k in keys]})
    for name in ("unit_id", "agency_id", "service"):
        table[name] = units[name].to_numpy()[unit]
    table["channel"] = pd.Series(part["channel"], index=table.index, dtype="str")
    table["date"] = visit_days(streams, slots, year, weekdays=part["channel"] == CHANNELS[0])
    for name, column in profile(streams, slots, year).items():
        table[name] = column
    blank = on.blanks * number("survey.blank_share")
    for k, element in enumerate(ELEMENTS):
        empty = streams.uniform(f"survey.blank/{element}", slots, year) < blank
        table[element] = pd.Series(given[:, k]).astype("Int8").mask(empty)
    table["true_satisfaction"] = part["theta"]
    table["true_chosen"] = part["chosen"]
    table["true_straightline"] = lines
    return table


def _truth(units: pd.DataFrame, mean: FloatArray) -> pd.DataFrame:
    import pandas as pd

    quality = units["true_quality"].to_numpy(dtype=float)
    by_quality = expected_answers(number("survey.quality_slope") * quality)
    by_citizens = expected_answers(mean)
    rows = np.repeat(np.arange(len(units)), len(ELEMENTS))
    table = units[["unit_id", "agency_id", "service", "true_quality"]].iloc[rows].reset_index(drop=True)
    table.insert(3, "element", pd.Series(list(ELEMENTS) * len(units), dtype="str"))
    table["true_mean"] = by_quality.ravel()
    table["true_citizen_mean"] = by_citizens.ravel()
    return table
