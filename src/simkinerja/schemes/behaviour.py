"""L3: what a simulation needs to know of a scheme beyond what scoring needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simkinerja.errors import InputError, Place, Problem, problem
from simkinerja.schemes.problems import named_field
from simkinerja.schemes.tree import tree_of

if TYPE_CHECKING:
    from simkinerja.schemes.model import Scheme

__all__ = ["BEHAVIOUR", "behaviour_problems", "require_behaviour"]

BEHAVIOUR: Final = {
    "measure": "nama kolom catatan",
    "channel": "saluran asal catatannya",
    "dimension": "bagian dimensi kerja yang dilihatnya",
    "reliability": "keandalan 0 sampai 1",
    "inflation": "kemudahan digelembungkan 0 sampai 1",
    "audit": "peluang diperiksa 0 sampai 1",
}
"""Fields of an indicator that a simulation needs, and what to put there."""


def behaviour_problems(scheme: Scheme) -> tuple[Problem, ...]:
    """Return every field that a simulation misses, indicator by indicator (groups need none).

    Parameters
    ----------
    scheme : Scheme
        Sound (without a problem of :func:`simkinerja.schemes.problems.scheme_problems`).

    Examples
    --------
    >>> from simkinerja.schemes.model import Indicator, Scheme
    >>> scheme = Scheme(code="a", title="A", indicators=(
    ...     Indicator(code="b", label="B", target=1, measure="days_present", channel="administrative",
    ...               dimension={"presence": 1}, reliability=0.9, inflation=0),))
    >>> [one.place.field for one in behaviour_problems(scheme)]
    ['indicators.b.audit']
    """
    return tuple(
        problem(
            "scheme_behaviour",
            Place(field=named_field(("indicators", i, name), scheme)),
            got=scheme.indicators[i].label,
            what=what,
        )
        for i in tree_of(scheme).leaves
        for name, what in BEHAVIOUR.items()
        if getattr(scheme.indicators[i], name) is None
    )


def require_behaviour(scheme: Scheme) -> None:
    """Refuse a scheme that cannot be simulated, naming everything that is missing.

    Scoring never calls this: a foreign scheme without these fields scores normally.

    Raises
    ------
    InputError
        ``scheme_behaviour``, once a missing field.

    Examples
    --------
    >>> from simkinerja.schemes.read import load_scheme
    >>> require_behaviour(load_scheme("seimbang"))
    """
    if found := behaviour_problems(scheme):
        raise InputError(found)
