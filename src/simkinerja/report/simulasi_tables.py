"""L7: the tidy tables of a simulation: effects, months, runs, agencies, groups, gains, costs, parameters.

One row one figure, names of columns in English as in all data of the project; the last column says that the
people are made up. Figures of fewer than five officers are empty (:mod:`simkinerja.report.suppress`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simkinerja.report.suppress import masked_labels

if TYPE_CHECKING:
    import pandas as pd

    from simkinerja.report.simulasi_used import Used
    from simkinerja.simulate.compare import Comparison, Effect
    from simkinerja.simulate.world import World

__all__ = ["GROUPS", "YEAR", "officer_outcomes", "simulasi_tables"]

YEAR: Final = 12
"""Months at the end of a run that count for an effect."""
GROUPS: Final[Mapping[str, str]] = {
    "ability": "Praktik kerja semula",
    "age_group": "Umur",
    "sex": "Jenis kelamin",
    "job_type": "Jenis jabatan",
    "status": "Status",
    "jenjang": "Jenjang",
}
"""Groups of officers by name, with what they are called in reports."""
_MARK: Final = "SINTETIS"
_EFFECT: Final = ("baseline", "value", "difference", "ci_low", "ci_high")


def simulasi_tables(comparison: Comparison, used: Used) -> dict[str, pd.DataFrame]:
    """Return all tables of a simulation by the name of their file.

    Parameters
    ----------
    comparison : Comparison
        The first world is what the others are compared with.
    used : Used
        Which numbers each world read.

    Returns
    -------
    dict of str to DataFrame
        ``efek``, ``bulanan``, ``ulangan``, ``perangkat_daerah``, ``kelompok``, ``untung_rugi``, ``biaya``,
        ``parameter``.
    """
    import pandas as pd

    rows: dict[str, Iterator[dict[str, Any]]] = {
        "ulangan": _runs(comparison),
        "perangkat_daerah": _agencies(comparison),
        "kelompok": _groups(comparison),
        "untung_rugi": _gains(comparison),
        "biaya": _costs(comparison),
        "parameter": _parameters(comparison, used),
    }
    tables = {"efek": comparison.table(last=YEAR), "bulanan": _months(comparison)}
    tables |= {name: pd.DataFrame(list(found)) for name, found in rows.items()}
    return {name: table.assign(note=_MARK) for name, table in tables.items()}


def officer_outcomes(comparison: Comparison) -> tuple[str, ...]:
    """Return the outcomes that are known of every officer in every world."""
    known = comparison.traces[0].officers
    return tuple(
        name for name in known if all(np.isfinite(t.officers[name]).any() for t in comparison.traces)
    )


def _months(comparison: Comparison) -> pd.DataFrame:
    """Every outcome by world and month, with the paired difference to the first world."""
    import pandas as pd
    from scipy.stats import t

    from simkinerja.simulate.outcomes import outcomes

    parts = []
    for name, outcome in outcomes().items():
        before = comparison.series(name)
        table = comparison.by_month(name)
        runs = before.shape[0]
        factor = float(t.ppf(0.975, runs - 1)) / np.sqrt(runs) if runs > 1 else 0.0
        for arm in comparison.labels:
            each = comparison.series(name, arm) - before
            half = factor * each.std(axis=0, ddof=1) if runs > 1 else np.zeros(each.shape[1])
            mean = each.mean(axis=0)
            inside = table["arm"] == arm
            table.loc[inside, ["difference", "ci_low", "ci_high"]] = np.column_stack(
                [mean, mean - half, mean + half]
            )
        table.insert(1, "outcome", name)
        table.insert(2, "label", outcome.label)
        table.insert(3, "unit", outcome.unit)
        parts.append(table)
    return pd.concat(parts, ignore_index=True)


def _runs(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """The level of each outcome in each run, mean of the last year."""
    from simkinerja.simulate.outcomes import outcomes

    for arm in comparison.labels:
        for name in outcomes():
            for k, value in enumerate(comparison.levels(name, arm, last=YEAR).tolist()):
                yield {"arm": arm, "outcome": name, "replication": k, "value": value}


def _agencies(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """Effects by agency; agencies of fewer than five officers are empty."""
    from simkinerja.simulate.totals import BY_AGENCY

    world = comparison.plan.world
    people = np.bincount(world.agency_of_unit[world.unit], minlength=world.n_agencies)
    hidden = masked_labels({str(k): int(n) for k, n in enumerate(people)})
    for arm in comparison.labels[1:]:
        for k, agency in enumerate(world.agency_label):
            for name in BY_AGENCY:
                row: dict[str, Any] = {"arm": arm, "agency": agency, "outcome": name}
                if str(k) in hidden:
                    yield {**row, "n": np.nan, **dict.fromkeys(_EFFECT, np.nan)}
                    continue
                effect = comparison.effect(name, arm, last=YEAR, agency=agency)
                yield {**row, "n": int(people[k]), **_figures(effect)}


def _figures(effect: Effect) -> dict[str, float]:
    return {name: float(getattr(effect, name)) for name in _EFFECT}


def _groups(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """Paired differences by group of officers; groups of fewer than five are empty."""
    world = comparison.plan.world
    for arm in comparison.labels[1:]:
        for name in officer_outcomes(comparison):
            for group in _divided(world):
                table = comparison.by_group(name, group, arm)
                counts = {str(row.group): int(row.n) for row in table.itertuples()}
                hidden = masked_labels(counts)
                for row in table.to_dict("records"):
                    shown = {k: row[k] for k in ("n", "difference", "ci_low", "ci_high")}
                    if str(row["group"]) in hidden:
                        shown = dict.fromkeys(shown, np.nan)
                    yield {"arm": arm, "outcome": name, "group": group, "label": row["group"], **shown}


def _divided(world: World) -> list[str]:
    """Groups that set officers apart; in a laboratory all may be alike."""
    alike = {name for name, (codes, _) in world.groups.items() if np.ptp(codes) == 0}
    return [name for name in GROUPS if name == "ability" or name in world.groups.keys() - alike]


def _gains(comparison: Comparison) -> Iterator[dict[str, Any]]:
    for arm in comparison.labels[1:]:
        for name in officer_outcomes(comparison):
            yield {"arm": arm, "outcome": name, **comparison.gains(name, arm)}


def _costs(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """Rupiah of each programme over the whole run; nothing for a world without programmes."""
    plan = comparison.plan
    for arm, trace in zip(comparison.labels, comparison.traces, strict=True):
        for programme, spent in trace.spent.items():
            low, high = np.quantile(spent, [0.05, 0.95])
            yield {
                "arm": arm,
                "programme": programme,
                "cost_idr": float(spent.mean()),
                "low": float(low),
                "high": float(high),
                "cost_idr_month": float(spent.mean()) / plan.months,
                "cost_idr_officer_month": float(spent.mean()) / plan.months / plan.world.n,
            }


def _parameters(comparison: Comparison, used: Used) -> Iterator[dict[str, Any]]:
    """Every number that a world read, with what it was."""
    plan = comparison.plan
    for name in used.names():
        param = used.registry[name]
        fixed = plan.parameters.changed.get(name, param.value)
        drawn = plan.uncertain and used.is_drawn(name) and name not in plan.parameters.changed
        by_arm = {arm.label: arm.parameters[name] for arm in plan.arms if name in arm.parameters}
        yield {
            "parameter": name,
            "label": param.label,
            "value": None if drawn else float(np.mean(fixed)),
            "by_arm": "; ".join(f"{arm}: {value:g}" for arm, value in by_arm.items()),
            "registry": param.value,
            "low": param.low,
            "high": param.high,
            "drawn": bool(drawn),
            "unit": param.unit,
            "how_sure": param.how_sure,
            "source": param.source,
            "read_by": ", ".join(arm for arm in comparison.labels if name in used.by_arm[arm]),
        }
