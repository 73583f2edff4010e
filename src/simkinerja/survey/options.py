"""What the user says about a survey file: order of elements, sheet, what was not asked, columns, periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simkinerja.errors import UsageError, nearest, problem
from simkinerja.files.show import shown
from simkinerja.rules.skm import ELEMENTS
from simkinerja.survey.periods import SPANS
from simkinerja.survey.recognise import element_of

__all__ = ["Options", "absent_elements", "known_span"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the user said about the file; see :func:`read_survey`."""

    order: tuple[str, ...] = ELEMENTS
    sheet: str | None = None
    absent: tuple[str, ...] = ()
    service: str | None = None
    period: str | None = None
    span: str = "triwulan"
    order_given: bool = False


def absent_elements(keys: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of the elements that were not asked; raise UsageError for an unknown name."""
    found = []
    for key in keys:
        known = key if key in ELEMENTS else element_of(key)
        if known is None:
            allowed = f"salah satu dari {', '.join(ELEMENTS)}"
            got = f"{shown(key)}{nearest(key, ELEMENTS)}"
            bad = problem(
                "parameter", name="tanpa", owner="skm", allowed=allowed, got=got, example="tanpa=biaya"
            )
            raise UsageError([bad])
        found.append(known)
    return tuple(found)


def known_span(span: str) -> str:
    """Return the span of periods; raise UsageError for an unknown one."""
    if span in SPANS:
        return span
    allowed, got = f"salah satu dari {', '.join(SPANS)}", f"{shown(span)}{nearest(span, SPANS)}"
    raise UsageError(
        [problem("parameter", name="span", owner="skm", allowed=allowed, got=got, example="span=semester")]
    )
