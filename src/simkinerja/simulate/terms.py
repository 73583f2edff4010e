"""L5: what an intervention does, costs and keeps to, before it meets a city: the same in all of its runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from simkinerja.simulate.costs import Numbers
from simkinerja.simulate.effects import Effect, Price, effects_of, price_of
from simkinerja.simulate.interventions import Intervention, Reward
from simkinerja.simulate.picking import is_fixed
from simkinerja.simulate.scenario_words import kind_label
from simkinerja.simulate.targets import Highest

if TYPE_CHECKING:
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.world import World

__all__ = ["Terms", "terms_of"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What an intervention comes to with the numbers of a run.

    Parameters
    ----------
    one : Intervention
    label : str
        Its own name, or that of its kind.
    target : Target
    every, until, span : int, optional
        Months from one opening to the next, after which none opens any more, and of each who is served.
    of_units : bool
        Whether units take part, and not officers.
    everybody : bool
        Whether all who are meant are served at once: a calendar, a target that needs no record, no limits.
    effects : tuple of Effect
        At the strength of the intervention.
    price : Price, optional
        As arrays, see :func:`_priced`; None where it hangs on the units of a city.
    """

    one: Intervention
    label: str
    target: Any
    every: int | None
    until: int | None
    span: int | None
    of_units: bool
    everybody: bool
    effects: tuple[Effect, ...]
    price: Price | None

    def price_in(self, world: World, parameters: Parameters) -> Price:
        """Return what it costs in a city."""
        return self.price or _priced(price_of(self.one, Numbers(parameters), world))


@lru_cache(maxsize=64)
def terms_of(one: Intervention, parameters: Parameters) -> Terms:
    """Return what an intervention comes to with the numbers of a run; kept, for many runs share both.

    Examples
    --------
    >>> from simkinerja.simulate.interventions import Training
    >>> from simkinerja.simulate.parameters import Parameters
    >>> terms = terms_of(Training(hours=10.0, strength=0.5), Parameters.default())
    >>> terms.label, terms.effects[0].level, terms.price.idr.tolist(), terms.span
    ('Pelatihan teknis', 0.25, [750000.0], 1)
    """
    numbers = Numbers(parameters)
    target, every, until, span = _rhythm(one)
    limited = one.trainers is not None or one.budget_idr is not None
    return Terms(
        one=one,
        label=one.label or kind_label(one),
        target=target,
        every=every,
        until=until,
        span=span,
        of_units=one.of_units,
        everybody=one.when is None and is_fixed(target) and not limited,
        effects=tuple(replace(each, level=each.level * one.strength) for each in effects_of(one, numbers)),
        # added staff is paid by the size of the unit
        price=None if one.kind == "staffing" else _priced(price_of(one, numbers, None)),
    )


def _rhythm(one: Intervention) -> tuple[Any, int | None, int | None, int | None]:
    """Return target, every, until and span; recognition is a rhythm of its own."""
    if isinstance(one, Reward) and one.form == "recognition":
        period = 12 // one.per_year
        best = Highest(highest=one.share, by=one.by, within=one.within)
        return one.to & best, period, one.months, period
    return one.to, one.every, None, one.span


def _priced(price: Price) -> Price:
    """Return a price in whole rupiah; one axis, the replications, where it is the same for all participants.

    Sums of whole ones are exact, and a budget is never passed by a rounding.
    """

    def flat(each: Any) -> Any:
        return each if np.ndim(each) == 2 and each.shape[1] > 1 else np.ravel(each)

    rupiah, fixed = np.rint(price.idr), np.rint(price.fixed_idr)
    return Price(flat(rupiah), flat(price.hours), np.ravel(fixed), np.ravel(price.per_trainer))
