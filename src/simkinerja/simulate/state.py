"""L5: what changes from month to month. Shapes: officers (R, n), units (R, U).

A field that no programme has ever touched stays ``None`` and costs nothing; it stands for exact zeros, so
a programme of strength 0 (which fills it with zeros) leaves every number as it was, bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simkinerja.simulate.period import Past

if TYPE_CHECKING:
    from simkinerja.simulate.appraisal import Standing

__all__ = ["State"]

FloatArray = npt.NDArray[np.floating[Any]]


@dataclass(slots=True)
class State:
    """State of a block of agencies.

    Parameters
    ----------
    motivation : (R, n), SD, deviation from the officer's own mean
    crowded : (R, n), SD, motivation lost to contingent pay
    stress, misconduct, attitude : (R, n), SD, deviation from the start
    used_technical, used_interpersonal : (R, n), SD, trained skill that is used at work
    idle_technical, idle_interpersonal : (R, n), SD, trained skill that is not used, and fades
    guided, mentored : (R, n), 0..1, how far supervision and mentoring have taken hold
    informed : (R, n), SD, attitude left by sosialisasi
    compliance : (R, n), share of due entries made
    peers : (R, U), mean compliance of the unit the month before
    backlog : (R, U), cases waiting
    age : (R, U), days that the waiting cases have waited so far, summed
    rework : (R, U), faulty cases that come back this month
    efficiency : (R, U), log of capacity gained by improvement
    late : (R, U), backlog over standard the month before, at most ``quality.congestion_most``
    trust : (R, U), 0..1
    standing : how officers stand under the scheme in force; None without a scheme
    """

    motivation: FloatArray
    compliance: FloatArray
    peers: FloatArray
    backlog: FloatArray
    age: FloatArray
    rework: FloatArray
    efficiency: FloatArray
    late: FloatArray
    trust: FloatArray
    crowded: FloatArray | None = None
    stress: FloatArray | None = None
    misconduct: FloatArray | None = None
    attitude: FloatArray | None = None
    used_technical: FloatArray | None = None
    used_interpersonal: FloatArray | None = None
    idle_technical: FloatArray | None = None
    idle_interpersonal: FloatArray | None = None
    guided: FloatArray | None = None
    mentored: FloatArray | None = None
    informed: FloatArray | None = None
    standing: Standing | None = None
    past: Past = field(default_factory=Past)

    @property
    def drive(self) -> FloatArray:
        """Motivation that is felt at work, SD, shape (R, n): less what contingent pay has crowded out."""
        return self.motivation if self.crowded is None else self.motivation - self.crowded
