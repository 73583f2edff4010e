"""Officers' figures are in single precision and stay there; units' figures, scores and pay are in double.

One number in double among them would turn all that it touches into double, and cost twice the time unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

import numpy as np
import pytest

from simkinerja import draw_population
from simkinerja.schemes.read import load_scheme
from simkinerja.simulate import interventions as do
from simkinerja.simulate.appraisal import Standing
from simkinerja.simulate.engine import replication_seeds, simulate
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.period import Past
from simkinerja.simulate.programme import Programmes
from simkinerja.simulate.records import Month
from simkinerja.simulate.world import World

EVERY_KIND = (
    *(do.Training(), do.Training(topic="communication", start=2), do.Mentoring(), do.Supervision()),
    *(do.EKinerja(daily=True, consequence=0.8, audit=0.1), do.Feedback(), do.Feedback(tone="controlling")),
    *(do.EvaluationForum(), do.Reward(form="recognition"), do.Reward(form="money", start=3)),
    *(do.Transparency(of="unit"), do.Transparency(of="person"), do.CitizenFeedback(means="app")),
    *(do.ManagementInformation(), do.CareerUse(weight=0.5), do.ProcessRedesign(), do.Culture()),
    *(do.Sosialisasi(mode="one_way"), do.Sosialisasi(mode="participatory"), do.Staffing(added=0.05)),
)
IN_DOUBLE = (Standing, Past)
"""Scores and what is gathered for them: the same ``score`` as for real files."""


def figures(path: str, value: Any) -> Iterator[tuple[str, np.ndarray]]:
    """All arrays in a value, with where they stand."""
    if isinstance(value, np.ndarray):
        yield path, value
    elif is_dataclass(value) and not isinstance(value, IN_DOUBLE):
        for one in fields(value):
            yield from figures(f"{path}.{one.name}", getattr(value, one.name))
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from figures(f"{path}[{name}]", one)
    elif isinstance(value, list | tuple):
        for k, one in enumerate(value):
            yield from figures(f"{path}[{k}]", one)


@pytest.mark.parametrize("drawn", [False, True])
@pytest.mark.parametrize("scheme", [None, "tpp_60_40", "skp_2022"])
def test_no_figure_of_officers_slips_into_double(scheme: str | None, drawn: bool) -> None:
    world = World.of(draw_population("salatiga", 3, n_officers=300))
    p = Parameters.default().draw_by_run(3, range(2)) if drawn else None
    wrong: set[str] = set()
    seen: set[str] = set()

    def watch(month: Month) -> None:
        for part in ("base", "state", "does", "work"):
            for path, array in figures(part, getattr(month, part)):
                if array.ndim == 2 and array.shape[1] == world.n:
                    seen.add(path)
                    if array.dtype != np.float32:
                        wrong.add(f"{path} {array.dtype}")

    simulate(
        world,
        partial(Programmes, EVERY_KIND, world),
        seeds=replication_seeds(3, 0, 2),
        months=14,
        scheme=None if scheme is None else load_scheme(scheme),
        p=p,
        watch=watch,
    )
    assert {"state.motivation", "state.crowded", "does.claimed", "work.gained"} <= seen
    assert not wrong
