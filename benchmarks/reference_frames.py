"""The reference work in mesa-frames: agents are rows of polars tables, all moved at once.

``AgentSetPolars.__setitem__`` joins on the agent's number at every assignment; replacing the whole table by
``with_columns`` does not, so the tables are written that way. Random numbers come from the model's own
numpy generator, in bulk.
"""

from __future__ import annotations

import warnings

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF
from reference_work import (
    AFTER_PEERS,
    ALONE,
    BY_MOTIVATION,
    BY_SKILL,
    CASES,
    FORGET,
    GAIN_SPREAD,
    LIFT,
    LOAD,
    PULL,
    SWING,
    Work,
    abilities,
    totals,
    units_of,
)

# mesa-frames 0.1 asks polars whether the numbers of its agents repeat in a way that polars now deprecates.
warnings.filterwarnings("ignore", category=DeprecationWarning, message="(?s).*is_in.*")


class Officers(AgentSetPolars):
    """All officers."""

    def __init__(self, model: Office, work: Work) -> None:
        super().__init__(model)
        zeros = np.zeros(work.officers)
        self += pl.DataFrame(
            {
                "unique_id": np.arange(work.officers, dtype=np.int64),
                "unit": units_of(work),
                "ability": abilities(work),
                "adopted": np.zeros(work.officers, dtype=bool),
                "skill": zeros,
                "motivation": zeros,
                "cases": np.zeros(work.officers, dtype=np.int64),
            }
        )

    def step(self) -> None:
        """One month of work of everybody."""
        rng, n = self.model.random, len(self.agents)
        luck = pl.Series(rng.random(n))
        learned, moved = pl.Series(rng.standard_normal(n)), pl.Series(rng.standard_normal(n))
        chance = ALONE + AFTER_PEERS * pl.col("adopted").mean().over("unit")
        moved_on = (
            self.agents.with_columns(adopted=pl.col("adopted") | (luck < chance))
            .with_columns(
                skill=pl.col("skill") * (1 - FORGET)
                + pl.col("adopted") * self.model.gain * (1 + GAIN_SPREAD * learned),
                motivation=pl.col("motivation") * (1 - PULL)
                + PULL * LIFT * pl.col("adopted")
                + SWING * moved,
            )
            .with_columns(
                rate=CASES
                * (
                    BY_SKILL * (pl.col("ability") + pl.col("skill")) + BY_MOTIVATION * pl.col("motivation")
                ).exp()
            )
        )
        cases = rng.poisson(moved_on["rate"].to_numpy())
        self.agents = moved_on.with_columns(cases=pl.Series(cases)).drop("rate")


class Units(AgentSetPolars):
    """All units with their queues."""

    def __init__(self, model: Office, work: Work) -> None:
        super().__init__(model)
        size = np.bincount(units_of(work))
        first = work.officers + np.arange(len(size), dtype=np.int64)
        nothing = np.zeros(len(size), dtype=np.int64)
        self += pl.DataFrame(
            {
                "unique_id": first,
                "unit": np.arange(len(size)),
                "size": size,
                "backlog": nothing,
                "completed": nothing,
                "output": nothing,
                "used": nothing,
            }
        )

    def step(self) -> None:
        """Complete what the officers can and carry the rest over."""
        officers = self.model.officers.agents
        made = officers.group_by("unit").agg(made=pl.col("cases").sum(), users=pl.col("adopted").sum())
        arrivals = pl.Series(self.model.random.poisson(LOAD * CASES * self.agents["size"].to_numpy()))
        self.agents = (
            self.agents.join(made, on="unit", how="left", maintain_order="left")
            .with_columns(waiting=pl.col("backlog") + arrivals)
            .with_columns(done=pl.min_horizontal("waiting", "made"))
            .with_columns(
                backlog=pl.col("waiting") - pl.col("done"),
                completed=pl.col("completed") + pl.col("done"),
                output=pl.col("output") + pl.col("made"),
                used=pl.col("used") + pl.col("users"),
            )
            .drop("made", "users", "waiting", "done")
        )


class Office(ModelDF):
    """All units and officers."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.seed)
        self.gain = work.gain
        self.agents += [Officers(self, work), Units(self, work)]
        self.officers, self.units = self.get_agents_of_type(Officers), self.get_agents_of_type(Units)

    def step(self) -> None:
        """One month."""
        self.officers.step()
        self.units.step()


def prepare(work: Work) -> Office:
    """The model, ready to step; building it is not part of the measured time."""
    return Office(work)


def finish(office: Office, months: int) -> dict[str, float]:
    """Run the months and add up."""
    for _ in range(months):
        office.step()
    people, units = office.officers.agents, office.units.agents
    return totals(
        units["used"].sum(),
        people["skill"].to_numpy(),
        people["motivation"].to_numpy(),
        units["output"].sum(),
        units["completed"].sum(),
        units["backlog"].sum(),
    )


def run_frames(work: Work) -> dict[str, float]:
    """The reference work from start to end."""
    return finish(prepare(work), work.months)
