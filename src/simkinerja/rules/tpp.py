"""L2: a local rule for TPP (additional income): 60 % performance, 40 % attendance (Balangan)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from simkinerja.rules.checks import Number, exact, flag
from simkinerja.rules.registry import get_rule

__all__ = ["Allowance", "allowance_balangan"]


@dataclass(frozen=True, slots=True)
class Allowance:
    """Monthly allowance in rupiah, exact: its two parts and their sum."""

    performance_idr: Fraction
    attendance_idr: Fraction

    @property
    def total_idr(self) -> Fraction:
        """Sum of both parts, rupiah."""
        return self.performance_idr + self.attendance_idr


def allowance_balangan(
    base_idr: Number, skp: Number, attendance: Number, *, cpns: bool = False, long_leave: bool = False
) -> Allowance:
    """Return the TPP of one month by the local 60/40 rule (status local, not national law).

    Parameters
    ----------
    base_idr : number
        Base allowance, rupiah.
    skp, attendance : number
        Scores 0-100.
    cpns : bool
        A candidate officer receives 80 %.
    long_leave : bool
        Long sick or other leave: SKP counts 0, attendance 100.

    Examples
    --------
    >>> int(allowance_balangan(1_000_000, 80, 95).total_idr)
    860000
    """
    rule = get_rule("tpp.balangan").values
    owner = "allowance_balangan"
    base = exact(base_idr, "base_idr", owner, low=0, example="base_idr=1000000")
    goal = exact(skp, "skp", owner, low=0, high=100, example="skp=80")
    present = exact(attendance, "attendance", owner, low=0, high=100, example="attendance=95")
    if flag(long_leave, "long_leave", owner):
        goal, present = (Fraction(rule["long_leave"][key]) for key in ("skp", "kehadiran"))
    paid = base * (Fraction(rule["cpns"]) if flag(cpns, "cpns", owner) else 1) / 100
    share = rule["share"]
    return Allowance(paid * goal * Fraction(share["kinerja"]), paid * present * Fraction(share["kehadiran"]))
