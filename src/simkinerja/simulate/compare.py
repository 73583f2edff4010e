"""L5: the same people and the same luck in two worlds: what a programme changes, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from simkinerja.rules.checks import choice, refuse
from simkinerja.simulate.outcomes import Outcome, outcomes
from simkinerja.simulate.parameters import LUCKS, Parameters
from simkinerja.simulate.plan import Plan, arms_of, carry_out
from simkinerja.simulate.totals import BY_AGENCY
from simkinerja.simulate.world import World

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.population.table import Population
    from simkinerja.schemes.model import Scheme
    from simkinerja.simulate.engine import Trace

__all__ = ["Comparison", "Effect", "compare", "run"]

FloatArray = npt.NDArray[np.float64]

_YEAR: Final = 12
_FIFTH: Final = 0.2
_WHOLE_RUN: Final = ("cost_idr", "hours")
_CITY: Final = ("cost_idr", "app_adoption")


@dataclass(frozen=True, slots=True)
class Effect:
    """A paired difference between two worlds.

    Parameters
    ----------
    outcome : Outcome
    arm : str
    baseline, value : float
        Mean of the outcome without and with.
    difference : float
    ci_low, ci_high : float
        95 % Monte-Carlo interval of the mean difference.
    sd_run : float
        Spread of single runs' differences by luck.
    sd_parameter : float
        Spread by what is not known of the parameters; 0 where they were fixed.
    low, high : float
        Middle 90 % of the differences: by luck, or by luck and parameters.
    share : float
        Share of runs in which the outcome got better by more than the smallest effect that matters.
    needed : int
        Replications after which the interval is within a fifth of the effect, or of the smallest that
        matters.
    enough : str
        The same in words.
    """

    outcome: Outcome
    arm: str
    baseline: float
    value: float
    difference: float
    ci_low: float
    ci_high: float
    sd_run: float
    sd_parameter: float
    low: float
    high: float
    share: float
    needed: int
    enough: str


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Worlds side by side; the first is what the others are compared with.

    Parameters
    ----------
    plan : Plan
    traces : list of Trace
        One an arm.
    """

    plan: Plan
    traces: list[Trace]

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the arms."""
        return tuple(arm.label for arm in self.plan.arms)

    def joined(self, later: Comparison) -> Comparison:
        """Return this comparison with the replications of a later part of the same run added.

        Raises
        ------
        ValueError
            If the later part does not begin where this one ends.
        """
        end = self.plan.first + self.plan.replications
        if later.plan.first != end or later.labels != self.labels:
            raise ValueError(f"the later part begins at {later.plan.first}, not at {end}")
        plan = replace(self.plan, replications=self.plan.replications + later.plan.replications)
        return Comparison(plan, [a.joined(b) for a, b in zip(self.traces, later.traces, strict=True)])

    def series(self, outcome: str, arm: str | None = None, *, agency: str | None = None) -> FloatArray:
        """Return an outcome of the city (or of one agency) by replication and month, shape (R, T).

        Raises
        ------
        UsageError
            Unknown outcome, arm or agency, with the nearest.
        """
        label = self.labels[0] if arm is None else choice(arm, "arm", "series", list(self.labels))
        choice(outcome, "outcome", "series", list(outcomes()))
        trace = self.traces[self.labels.index(label)]
        if outcome in _CITY:
            return trace.city[outcome]
        where = slice(None)
        if agency is not None:
            known = list(self.plan.world.agency_label)
            at = known.index(choice(agency, "agency", "series", known))
            where = slice(at, at + 1)
        sums = trace.series[:, :, where, BY_AGENCY.index(outcome)].sum(axis=2)
        out: FloatArray = np.divide(
            sums[..., 0], sums[..., 1], out=np.full(sums.shape[:2], np.nan), where=sums[..., 1] > 0.0
        )
        return out + trace.city["programme_hours"] / self.plan.world.n if outcome == "hours" else out

    def levels(self, outcome: str, arm: str, *, last: int = _YEAR, agency: str | None = None) -> FloatArray:
        """Return the mean of the last months by replication, shape (R,); months without a figure left out."""
        months = self.series(outcome, arm, agency=agency)[:, -last:]
        known = ~np.isnan(months)
        count, total = known.sum(axis=1), np.where(known, months, 0.0).sum(axis=1)
        return np.asarray(np.divide(total, count, out=np.full(len(months), np.nan), where=count > 0))

    def effect(
        self, outcome: str, arm: str | None = None, *, last: int = _YEAR, agency: str | None = None
    ) -> Effect:
        """Return what an arm changes in an outcome against the first arm.

        Parameters
        ----------
        outcome : str
        arm : str, optional
            The second by default.
        last : int
            Months at the end of the run that count; costs and hours count over the whole run.
        agency : str, optional
        """
        name = self._arm(arm)
        if outcome in _WHOLE_RUN:
            last = self.plan.months
        before = self.levels(outcome, self.labels[0], last=last, agency=agency)
        after = self.levels(outcome, name, last=last, agency=agency)
        return _effect(outcomes()[outcome], name, before, after, self.plan.uncertain)

    def effects(self, *, last: int = _YEAR) -> list[Effect]:
        """Return the effects of every arm on every outcome."""
        return [self.effect(name, arm, last=last) for arm in self.labels[1:] for name in outcomes()]

    def table(self, *, last: int = _YEAR) -> pd.DataFrame:
        """Return the effects as a tidy table, one row an arm and outcome."""
        import pandas as pd

        rows = [
            {
                "arm": one.arm,
                "outcome": one.outcome.name,
                "label": one.outcome.label,
                "unit": one.outcome.unit,
                "group": one.outcome.group,
                **{
                    name: getattr(one, name)
                    for name in (
                        *("baseline", "value", "difference", "ci_low", "ci_high"),
                        *("sd_run", "sd_parameter", "low", "high", "share", "needed", "enough"),
                    )
                },
            }
            for one in self.effects(last=last)
        ]
        return pd.DataFrame(rows)

    def by_month(self, outcome: str) -> pd.DataFrame:
        """Return an outcome month by month: mean of the runs and their middle 90 %."""
        import pandas as pd

        frames = []
        for label in self.labels:
            runs = self.series(outcome, label)
            low, high = np.quantile(runs, [0.05, 0.95], axis=0)
            frames.append(
                pd.DataFrame(
                    {
                        "arm": label,
                        "month": np.arange(runs.shape[1]),
                        "mean": runs.mean(axis=0),
                        "low": low,
                        "high": high,
                    }
                )
            )
        return pd.concat(frames, ignore_index=True)

    def by_group(self, outcome: str, group: str, arm: str | None = None) -> pd.DataFrame:
        """Return the paired difference of an outcome of officers by a group of theirs.

        Parameters
        ----------
        outcome : str
            One of :data:`~simkinerja.simulate.totals.OFFICER_RESULTS`.
        group : str
            ``agency``, ``ability`` (quarters of true practice), or an attribute (``sex``, ``age_group`` ...).
        """
        import pandas as pd

        codes, labels = self._group(group)
        difference = self._officers(outcome, arm)
        rows = []
        for k, label in enumerate(labels):
            inside = codes == k
            if inside.any():
                each = difference[:, inside].mean(axis=1)
                low, high = _interval(each)
                rows.append(
                    {
                        "group": label,
                        "n": int(inside.sum()),
                        "difference": float(each.mean()),
                        "ci_low": low,
                        "ci_high": high,
                    }
                )
        return pd.DataFrame(rows)

    def gains(self, outcome: str, arm: str | None = None) -> dict[str, float]:
        """Return who gains and who loses: shares of officers by their paired differences, mean of the runs.

        Who is harmed differs from run to run (a relation of boss and officer is luck), so each run is counted
        by itself: means over runs would hide it.

        Returns
        -------
        dict
            ``gain``, ``lose``, ``same`` (within the smallest effect that matters; of the outcome).
        """
        each = self._officers(outcome, arm)
        known = outcomes().get(outcome)
        least = 1.0 if known is None else known.smallest_effect
        sign = -1.0 if known is not None and known.direction == "turun" else 1.0
        gain, lose = float(np.mean(sign * each > least)), float(np.mean(sign * each < -least))
        return {"gain": gain, "lose": lose, "same": 1.0 - gain - lose}

    def money(self, arm: str | None = None) -> pd.DataFrame:
        """Return what each programme of an arm costs over the whole run, rupiah, mean of the runs."""
        import pandas as pd

        name = self._arm(arm)
        spent = self.traces[self.labels.index(name)].spent
        rows = [{"programme": k, "cost_idr": float(v.mean())} for k, v in spent.items()]
        return pd.DataFrame(rows, columns=["programme", "cost_idr"])

    def noise_removed(self, outcome: str, arm: str | None = None) -> float:
        """Return the share of the variance of a difference that meeting the same luck removes, 0..1."""
        name = self._arm(arm)
        before, after = self.levels(outcome, self.labels[0]), self.levels(outcome, name)
        apart = np.var(before, ddof=1) + np.var(after, ddof=1)
        return float(1.0 - np.var(after - before, ddof=1) / apart) if apart > 0.0 else 0.0

    def _arm(self, arm: str | None) -> str:
        """The arm asked for: the second where none is named."""
        return self.labels[min(1, len(self.labels) - 1)] if arm is None else arm

    def _officers(self, outcome: str, arm: str | None) -> FloatArray:
        name = self._arm(arm)
        known = list(self.traces[0].officers)
        choice(outcome, "outcome", "Comparison", known)
        after = self.traces[self.labels.index(name)].officers[outcome]
        return after - self.traces[0].officers[outcome]

    def _group(self, group: str) -> tuple[npt.NDArray[np.int64], tuple[str, ...]]:
        world = self.plan.world
        if group == "agency":
            return world.agency_of_unit[world.unit], world.agency_label
        if group == "ability":
            borders = np.quantile(world.traits["practice"], [0.25, 0.5, 0.75])
            quarter = np.searchsorted(borders, world.traits["practice"])
            return quarter, ("seperempat terendah", "di bawah tengah", "di atas tengah", "seperempat teratas")
        choice(group, "group", "by_group", ["agency", "ability", *world.groups])
        return world.groups[group]


def _interval(each: FloatArray) -> tuple[float, float]:
    """95 % interval of the mean; the mean itself twice for a single run."""
    from scipy.stats import t

    mean = float(each.mean())
    if len(each) < 2:
        return mean, mean
    half = float(t.ppf(0.975, len(each) - 1) * each.std(ddof=1) / np.sqrt(len(each)))
    return mean - half, mean + half


def _spread(each: FloatArray, uncertain: bool) -> tuple[float, float]:
    """SD by luck and SD by parameters: pairs of runs share a draw of the parameters."""
    if len(each) < 2:
        return 0.0, 0.0
    if not uncertain or len(each) < 2 * LUCKS:
        return float(each.std(ddof=1)), 0.0
    pairs = each[: len(each) // LUCKS * LUCKS].reshape(-1, LUCKS)
    luck = float(pairs.var(axis=1, ddof=1).mean())
    between = float(pairs.mean(axis=1).var(ddof=1))
    return float(np.sqrt(luck)), float(np.sqrt(max(between - luck / LUCKS, 0.0)))


def _effect(outcome: Outcome, arm: str, before: FloatArray, after: FloatArray, uncertain: bool) -> Effect:
    each = after - before
    difference = float(each.mean())
    low, high = _interval(_by_draw(each) if uncertain else each)
    luck, unknown = _spread(each, uncertain)
    sign = -1.0 if outcome.direction == "turun" else 1.0
    small = abs(difference) < outcome.smallest_effect
    needed = _needed(each, max(abs(difference), outcome.smallest_effect), uncertain)
    quantiles = np.quantile(each, [0.05, 0.95])
    return Effect(
        outcome=outcome,
        arm=arm,
        baseline=float(before.mean()),
        value=float(after.mean()),
        difference=difference,
        ci_low=low,
        ci_high=high,
        sd_run=luck,
        sd_parameter=unknown,
        low=float(quantiles[0]),
        high=float(quantiles[1]),
        share=float(np.mean(sign * each > outcome.smallest_effect)),
        needed=needed,
        enough=_words(len(each), needed, small),
    )


def _by_draw(each: FloatArray) -> FloatArray:
    """Means of the runs of a parameter draw: what is independent."""
    whole_pairs = each[: len(each) // LUCKS * LUCKS].reshape(-1, LUCKS).mean(axis=1)
    return whole_pairs if len(whole_pairs) > 1 else each


def _needed(each: FloatArray, size: float, uncertain: bool) -> int:
    """Replications after which half the interval of the mean is a fifth of a size, by the spread seen."""
    from scipy.stats import t

    if len(each) < 2 or not np.isfinite(each).all():  # an agency without a public service has no such figure
        return 2
    alone = _by_draw(each) if uncertain else each
    together = len(each) // len(alone)  # runs of one draw are not independent: draws must be enough
    ratio = float(alone.std(ddof=1)) / (_FIFTH * size)
    count = max(2, int(np.ceil((1.96 * ratio) ** 2)))
    while count < 100 and t.ppf(0.975, count - 1) * ratio > np.sqrt(count):
        count += 1
    return count * together


def _words(runs: int, needed: int, small: bool) -> str:
    if runs < 2:
        return "Satu ulangan tidak menunjukkan ragam; jalankan sekurangnya dua."
    size = "pengaruh terkecil yang berarti" if small else "pengaruhnya"
    if runs >= needed:
        return f"{runs} ulangan cukup: galat simulasi di bawah seperlima {size}."
    return f"{runs} ulangan belum cukup: perlu sekitar {needed} agar galatnya di bawah seperlima {size}."


def compare(
    people: Population | World,
    scenarios: Mapping[str, Any],
    scheme: Scheme | None = None,
    *,
    months: int = 24,
    replications: int = 50,
    seed: int = 0,
    parameters: Parameters | Mapping[str, float] | None = None,
    uncertain: bool = False,
    first: int = 0,
    workers: int = 1,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Comparison:
    """Compare worlds that share people and luck.

    Parameters
    ----------
    people : Population or World
    scenarios : mapping of label to list of interventions (or :class:`~simkinerja.simulate.plan.Arm`)
        The first is what the others are compared with.
    scheme : Scheme, optional
        The scheme in force in all worlds that do not bring their own.
    months, replications, seed : int
    parameters : Parameters or mapping of str to float, optional
    uncertain : bool
        Draw the parameters from their ranges, two runs a draw, so that the interval holds what science does
        not know.
    first : int
        Number of the first replication: :meth:`Comparison.joined` puts parts of a run together.
    workers, scheduler
        As :func:`~simkinerja.simulate.pool.run_tasks`; the answer is the same bytes.
    progress : function of (done, total), optional
    stop : function, optional
        Asked between tasks; True ends the run.

    Returns
    -------
    Comparison

    Raises
    ------
    UsageError, InputError
        Unknown names, impossible numbers, a scheme without what a simulation needs: all at once.

    Examples
    --------
    >>> from simkinerja.simulate.interventions import Training
    >>> lab = World.plain(n_units=10, officers_per_unit=10, seed=1)
    >>> pair = compare(lab, {"tanpa": [], "pelatihan": [Training()]}, months=6, replications=4, seed=7)
    >>> bool(pair.effect("skill").difference > 0.3)
    True
    """
    given = parameters
    if given is None or isinstance(given, Mapping):
        given = Parameters.default().set(given or {})
    if not isinstance(given, Parameters):
        refuse("parameters", "compare", "sebuah Parameters atau pasangan nama dan bilangan", given, "{}")
    plan = Plan(
        World.of(people), arms_of(scenarios, scheme), months, replications, seed, given, uncertain, first
    )
    traces = carry_out(plan, workers=workers, scheduler=scheduler, progress=progress, stop=stop)
    return Comparison(plan, traces)


def run(
    people: Population | World,
    interventions: Any = (),
    scheme: Scheme | None = None,
    *,
    months: int = 24,
    replications: int = 50,
    seed: int = 0,
    **more: Any,
) -> Comparison:
    """Run one world alone; arguments and result as :func:`compare`, with a single arm.

    Examples
    --------
    >>> lab = World.plain(n_units=10, officers_per_unit=10, seed=1)
    >>> run(lab, months=3, replications=2, seed=7).series("presence").shape
    (2, 3)
    """
    arms = {"dunia": list(interventions)}
    return compare(people, arms, scheme, months=months, replications=replications, seed=seed, **more)
