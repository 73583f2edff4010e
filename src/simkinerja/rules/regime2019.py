"""L2: the numeric regime of PP 30/2019 (SKP and behaviour, 0-120)."""

from __future__ import annotations

from fractions import Fraction

from simkinerja.rules.checks import Number, exact, flag
from simkinerja.rules.registry import get_rule

__all__ = ["predicate_2019", "score_2019"]


def score_2019(skp: Number, behaviour: Number, *, peers_considered: bool = False) -> Fraction:
    """Return the exact score: 70/30, or 60/40 where peers and subordinates are considered.

    Parameters
    ----------
    skp, behaviour : number
        0-120.
    peers_considered : bool
        Whether the opinion of peers and subordinates was taken into account.

    Examples
    --------
    >>> float(score_2019(100, 90)), float(score_2019(100, 90, peers_considered=True))
    (97.0, 96.0)
    """
    rule = get_rule("pp30.bobot").values
    considered = flag(peers_considered, "peers_considered", "score_2019")
    weights = rule["with_peers" if considered else "without_peers"]
    goal = exact(skp, "skp", "score_2019", low=0, high=rule["max_skp"], example="skp=100")
    conduct = exact(
        behaviour, "behaviour", "score_2019", low=0, high=rule["max_behaviour"], example="behaviour=90"
    )
    return goal * Fraction(weights["skp"], 100) + conduct * Fraction(weights["behaviour"], 100)


def predicate_2019(score: Number, *, new_idea: bool = False) -> str:
    """Return ``sangat_baik``, ``baik``, ``cukup``, ``kurang`` or ``sangat_kurang`` for a score of 0-120.

    The two lowest bands are recalled, not seen (status assumed).

    Examples
    --------
    >>> predicate_2019(110), predicate_2019(110, new_idea=True), predicate_2019("89.99")
    ('baik', 'sangat_baik', 'cukup')
    """
    upper = get_rule("pp30.predikat").values
    bands = {**upper, **get_rule("pp30.predikat_bawah").values}
    highest = upper["sangat_baik"]["upper"]
    value = exact(score, "score", "predicate_2019", low=0, high=highest, example="score=97")
    new_idea = flag(new_idea, "new_idea", "predicate_2019")
    for key, band in bands.items():
        if value >= band["lower"] and (new_idea or not band.get("needs_new_idea", False)):
            return str(key)
    raise AssertionError("the lowest band starts at zero")
