"""The scheme in force: scored as a real file is; what it pays reaches behaviour, and nothing else does."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simkinerja.schemes import load_scheme
from simkinerja.schemes.model import Band, Consequence, Indicator, Normalise, PayBase, Rules, Scheme
from simkinerja.scoring.score import score
from simkinerja.simulate import appraisal, payoff
from simkinerja.simulate.engine import Trace, simulate
from simkinerja.simulate.parameters import Parameters
from simkinerja.simulate.period import Past
from simkinerja.simulate.records import Month, draw_month
from simkinerja.simulate.totals import BY_AGENCY
from simkinerja.simulate.world import World

LAB = World.plain(8, 6, 3, n_agencies=4)
BANDS = (
    Band(code="a", label="A", lower=80, pay=100, predikat="sangat_baik"),
    Band(code="b", label="B", lower=60, pay=60, predikat="baik"),
    Band(code="c", label="C", pay=20, predikat="kurang"),
)


def indicator(code: str, measure: str, rule: str, target: float) -> Indicator:
    return Indicator(
        code=code,
        label=code,
        measure=measure,
        months=rule,
        target=target,
        dimension={"throughput": 0.5, "presence": 0.5},
        reliability=0.8,
        inflation=0.2,
        audit=0.1,
        channel="administrative",
    )


def scheme_of(
    indicators: tuple[Indicator, ...], bands: tuple[Band, ...] = BANDS, payment: str = "band"
) -> Scheme:
    return Scheme(
        code="uji",
        title="Uji",
        indicators=indicators,
        rules=Rules(bands=bands),
        consequence=Consequence(
            kind="tpp", share=0.6, automatic=True, payment=payment, base=PayBase(column="tpp_base_idr")
        ),
    )


EVERY_RULE = scheme_of(
    (
        indicator("rerata", "cases_completed", "mean", 60),
        indicator("jumlah", "cases_completed", "sum", 700),
        indicator("akhir", "cases_completed", "last", 60),
        indicator("terendah", "days_present", "min", 21),
        indicator("tertinggi", "days_present", "max", 21),
        indicator("warga", "ikm", "min", 90),
    )
)
SCHEMES = {
    "uji": EVERY_RULE,
    **{
        name: load_scheme(name)
        for name in ("tpp_60_40", "skp_2022", "skp_2019", "menit_aktivitas", "kesehatan_fungsi")
    },
}


@pytest.fixture(params=list(SCHEMES))
def scheme(request: pytest.FixtureRequest) -> Scheme:
    return SCHEMES[request.param]


def half_public() -> World:
    from dataclasses import replace

    return replace(LAB, standard_days=np.where(np.arange(LAB.n_units) % 2 == 0, np.nan, 3.0))


def test_grades_and_pay_are_those_of_a_real_file(scheme: Scheme) -> None:
    """The monthly records that the engine leaves, put into a table, and scored as any office's table."""
    world = half_public()
    names = appraisal.measures_of(scheme)
    rows: list[pd.DataFrame] = []
    standings = []

    def watch(m: Month) -> None:
        standings.append(m.state.standing)
        if m.month < 12:
            drawn = draw_month(names, m)
            rows.append(
                pd.DataFrame(
                    {"officer_id": m.world.officer_id, "month": m.month}
                    | {name: drawn[name][1] for name in names}
                )
            )

    simulate(world, None, seeds=(4, 5), months=14, scheme=scheme, watch=watch, block=10**6)
    people = appraisal._people_once(world, scheme)
    table = pd.concat(rows, ignore_index=True).merge(people, on="officer_id")
    if scheme is EVERY_RULE:
        assert table["ikm"].isna().any()
    true = score(table, scheme)
    found = standings[-1]
    assert found.total[1] == pytest.approx(true.total.values, rel=1e-9, nan_ok=True)
    best = [band.predikat == "sangat_baik" for band in scheme.rules.bands]
    assert found.top[1].tolist() == [i >= 0 and best[i] for i in true.bands.index]
    if scheme.consequence.kind == "tpp":
        assert found.idr[1] == pytest.approx(np.nan_to_num(true.paid.idr) / 12, rel=1e-9)


@pytest.mark.parametrize("rule", ["mean", "sum", "last", "min", "max"])
def test_months_become_a_figure_as_in_a_table_of_months(rule: str) -> None:
    rng = np.random.default_rng(5)
    months = rng.normal(50, 10, (12, 1, 40))
    months[rng.random(months.shape) < 0.3] = np.nan
    months[:, 0, 7] = np.nan
    past = Past()
    for figures in months:
        past.add({"a": figures}, (("a", rule),))
    tidy = pd.DataFrame({"who": np.tile(np.arange(40), 12), "a": months.reshape(-1)}).groupby("who")["a"]
    wanted = tidy.sum(min_count=1) if rule == "sum" else tidy.agg(rule)
    assert past.figure("a", rule)[0] == pytest.approx(wanted.to_numpy(), nan_ok=True)
    past.clear()
    assert past.months == 0


def test_a_sum_over_part_of_a_year_stands_for_a_year() -> None:
    past = Past()
    for _ in range(2):
        past.add({"a": np.array([[30.0]])}, (("a", "sum"),))
    assert past.figure("a", "sum").item() == 360.0


def trace(scheme: Scheme | None) -> Trace:
    return simulate(LAB, None, seeds=(4, 5), months=15, scheme=scheme)


PAID = tuple(BY_AGENCY.index(name) for name in ("pay_idr", "top_share"))


def changed(a: Trace, b: Trace) -> list[str]:
    return [
        name
        for v, name in enumerate(BY_AGENCY)
        if v not in PAID and not np.array_equal(a.series[:, :, :, v], b.series[:, :, :, v])
    ]


ONE = (indicator("kasus", "cases_completed", "mean", 60),)


@pytest.mark.parametrize(
    "bands",
    [
        (Band(code="a", label="A", pay=100),),
        tuple(b.model_copy(update={"pay": 80.0}) for b in BANDS),
        (Band(code="a", label="A", lower=-500, pay=100), Band(code="b", label="B", pay=0)),
    ],
    ids=["satu pita", "semua pita sama", "batas yang tidak terjangkau"],
)
def test_where_all_get_the_same_nobody_is_moved(bands: tuple[Band, ...]) -> None:
    """Not effort, not presence, not fear, not padding: the world without a scheme, bit for bit."""
    assert changed(trace(None), trace(scheme_of(ONE, bands))) == []


def test_a_quadrant_in_which_all_pay_the_same_moves_nobody() -> None:
    known = load_scheme("skp_2022")
    bands = tuple(b.model_copy(update={"pay": 80.0}) for b in known.rules.bands)
    flat = known.model_copy(
        update={
            "rules": known.rules.model_copy(update={"bands": bands}),
            "consequence": scheme_of(ONE).consequence,
        }
    )
    assert changed(trace(None), trace(flat)) == []
    steep = tuple(b.model_copy(update={"pay": 100.0 - 20 * i}) for i, b in enumerate(known.rules.bands))
    moved = flat.model_copy(update={"rules": known.rules.model_copy(update={"bands": steep})})
    assert "practice" in changed(trace(None), trace(moved))


def test_a_record_that_has_no_consequence_moves_nobody() -> None:
    idle = scheme_of(ONE).model_copy(update={"consequence": Consequence(kind="record", share=0.0)})
    assert changed(trace(None), trace(idle)) == []


@pytest.mark.parametrize("payment", ["band", "proportional"])
def test_bands_or_proportional_pay_move_people(payment: str) -> None:
    """Or the tests above could not fail."""
    moved = changed(trace(None), trace(scheme_of(ONE, payment=payment)))
    assert {"practice", "stress", "presence"} <= set(moved)


def test_the_slope_of_pay_is_that_of_a_little_more_effort() -> None:
    """Proportional pay without noise: points of one per cent more are worth what they pay."""
    scheme = scheme_of((indicator("kasus", "cases_completed", "mean", 1000),), payment="proportional")
    figures = np.linspace(100.0, 800.0, LAB.n)[None, :]
    found = appraisal.appraise(scheme, {("cases_completed", "mean"): figures}, LAB, Parameters.default())
    points = figures / 10.0
    assert found.slopes[1] == pytest.approx(0.5 * points / 100.0 * 0.6, rel=1e-3)
    assert found.slopes[0] == pytest.approx(found.slopes[1])
    assert not found.slopes[2].any()


def test_a_border_pulls_most_at_those_who_stand_at_it() -> None:
    scheme = scheme_of((indicator("kasus", "cases_completed", "mean", 100),))
    figures = np.linspace(30.0, 99.0, LAB.n)[None, :]
    found = appraisal.appraise(scheme, {("cases_completed", "mean"): figures}, LAB, Parameters.default())
    slope = found.slopes[1][0]
    assert abs(figures[0, slope.argmax()] - 80) < 8
    assert slope[figures[0] < 45].max() < 0.2 * slope.max()


def test_who_has_no_record_has_no_result_and_no_pull() -> None:
    figures = np.full((1, LAB.n), np.nan)
    figures[0, :20] = np.linspace(50, 90, 20)
    scheme = scheme_of((indicator("kasus", "cases_completed", "mean", 100),))
    found = appraisal.appraise(scheme, {("cases_completed", "mean"): figures}, LAB, Parameters.default())
    assert np.isnan(found.total[0, 20:]).all()
    assert (found.top[0, 20:] == 0).all()
    assert all((one[0, 20:] == 0).all() for one in found.slopes)
    assert np.isfinite(found.idr).all()


def figures_of(scheme: Scheme, world: World, missing: float) -> dict[tuple[str, str], np.ndarray]:
    rng = np.random.default_rng(5)
    out = {}
    for one in scheme.indicators:
        if one.measure:
            drawn = (one.target or 80.0) * rng.normal(0.9, 0.1, (2, world.n))
            drawn[rng.random(drawn.shape) < missing] = np.nan
            out[one.measure, one.months] = drawn
    return out


@pytest.mark.parametrize(("missing", "coverage"), [(0.0, 0.5), (0.2, 0.5), (0.2, 0.9)])
def test_in_a_quadrant_points_add_up_to_what_scoring_again_gives(missing: float, coverage: float) -> None:
    """Also for officers without a result, who may have one of the axes."""
    scheme = SCHEMES["skp_2022"]
    scheme = scheme.model_copy(update={"rules": scheme.rules.model_copy(update={"coverage": coverage})})
    (one,) = appraisal._scores(appraisal._case(LAB, scheme, 2), figures_of(scheme, LAB, missing))
    promise = payoff.promise_of(scheme)
    assert promise.adds_up
    assert np.isnan(one.total.values).any() == (missing > 0.0)
    found = payoff.changes_of(one, promise, 3.36)
    assert len(found) == len(appraisal.DIMENSIONS)
    for d, efforts in enumerate(promise.efforts):
        again = payoff._rescored(one, payoff._figures_with_more(one, efforts, 3.36), promise)
        for gained, true in zip(found[d], again, strict=True):
            assert np.asarray(gained if gained is not None else np.zeros(one.n)) == pytest.approx(
                true, abs=1e-9
            )


def with_method(scheme: Scheme, method: str) -> Scheme:
    """Another way from figures to points, for all indicators."""
    rule = Normalise(method=method)
    changed = tuple(one.model_copy(update={"normalise": rule}) for one in scheme.indicators)
    return scheme.model_copy(update={"indicators": changed})


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_luck_is_as_large_as_the_spread_within_an_agency_says(missing: float) -> None:
    scheme = load_scheme("seimbang")
    case = appraisal._case(LAB, scheme, 2)
    (one,) = appraisal._scores(case, figures_of(scheme, LAB, missing))
    assert one.points.complete == (missing == 0.0)
    found = payoff.noise_of(one, case.promise, case.agency_sizes, 0.0)
    ends = np.cumsum(case.agency_sizes)
    for first, last in zip(ends - case.agency_sizes, ends, strict=True):
        of, used = slice(first, last), one.points.used[first:last]
        variance = 0.0
        for j, indicator in enumerate(scheme.indicators):
            rest = 0.0 if indicator.reliability is None else 1.0 - indicator.reliability
            if used[:, j].any():
                spread = one.points.values[of, j][used[:, j]].var()
                variance += one.weights.values[of, j].mean() ** 2 * spread * rest
        assert found[of] == pytest.approx(np.sqrt(variance), rel=1e-9)
        assert found[first] > 0.0


def test_what_is_kept_of_the_people_is_never_that_of_others() -> None:
    scheme, other = SCHEMES["tpp_60_40"], World.plain(8, 6, 4, n_agencies=4)
    first = appraisal._case(LAB, scheme, 2)
    assert appraisal._case(LAB, scheme, 2) is first
    assert appraisal._case(LAB, scheme.model_copy(), 2) is first, "an equal scheme is the same"
    assert first.agency_sizes.sum() == 2 * LAB.n
    assert np.array_equal(first.unrecorded.base_idr, np.tile(LAB.tpp_base_idr, 2))
    assert len(appraisal._case(LAB, scheme, 1).unrecorded.officers) == LAB.n
    relative = with_method(scheme, "rank")
    assert appraisal._case(LAB, relative, 2).together == 1, "in a table of its own each replication is ranked"
    case = appraisal._case(other, scheme, 1)
    assert case.unrecorded.officers["officer_id"].tolist() == other.officer_id.tolist()
    assert case.world is other
    assert case.agency_sizes.sum() == other.n
    assert appraisal._case(other, SCHEMES["skp_2022"], 1).unrecorded.codes != case.unrecorded.codes
    assert appraisal._case(other, scheme.model_copy(update={"indicators": scheme.indicators[:1]}), 1) != case
