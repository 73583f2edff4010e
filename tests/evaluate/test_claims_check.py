"""The test of claims against worlds whose truth is known, and once against the engine itself."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from simkinerja.errors import InputError, UsageError
from simkinerja.evaluate.claims import BEFORE
from simkinerja.evaluate.claims_check import RECORDS, check_claims, timed_worlds
from simkinerja.evaluate.claims_effect import AFTER, LUCKS, Traces, run_world, units_of
from simkinerja.evaluate.claims_verdict import (
    VERDICTS,
    Cell,
    decisive,
    seen_in_records,
    share_holding,
    size_of,
    verdict_of,
)
from simkinerja.population.draw import draw_population
from simkinerja.simulate.outcomes import outcomes
from simkinerja.simulate.world import World

Spec = dict[str, Any]


def worth(spec: Spec) -> float:
    """What an intervention does in the made world: only what is acted on, supported or supervised works."""
    strength = spec.get("strength", 1.0)
    made = {
        "evaluation_forum": 1.0 * bool(spec.get("acted_on", True)),
        "training": 2.0 * spec.get("support", 0.4),
        "e_kinerja": 4.0 * spec.get("consequence", 0.0) * bool(spec.get("automatic")),
        "sosialisasi": 1.0 * (spec.get("mode") == "participatory"),
        "feedback": {"developmental": 1.0, "neutral": 0.5, "controlling": -1.0}[
            spec.get("tone", "developmental")
        ],
    }
    return strength * made.get(spec["kind"], 0.0)


def made_world(
    world: World, specs: Sequence[Spec], names: Sequence[str], *, months: int, runs: Sequence[int], seed: int,
    scheme: str | None = None, pattern: bool | None = None,
) -> Traces:  # fmt: skip
    """Outcomes with a known truth: worth x .8 to 1.2 (by draw) + luck of .05 that every world shares."""
    kept = np.array([*range(BEFORE), *range(months - AFTER, months)])
    number = np.asarray(runs)[:, None, None]
    unit = np.arange(world.n_units)[None, :, None]
    luck = 0.05 * np.sin(7.1 * number + 3.3 * unit + 5.7 * kept)
    gain = 0.8 + 0.4 * (number // LUCKS % 9) / 8 + 0.01 * (-1.0) ** (number % LUCKS)
    effect = sum((worth(s) * gain * (kept >= s.get("start", 0)) for s in specs), start=np.zeros((1, 1, 1)))
    value = luck + effect * np.ones_like(luck)
    sums = np.stack([value, np.ones_like(value)], axis=-1).astype(np.float32)
    city = {"app_adoption": value.mean(axis=1)}
    turned = {
        name: -1.0 if outcomes()[name].direction == "turun" else 1.0 for name in names if name in outcomes()
    }
    signed = {name: sums * np.array([turned.get(name, 1.0), 1.0], np.float32) for name in names}
    return Traces(world, tuple(runs), signed, city)


def check(city: str, *codes: str, **more: Any) -> Any:
    given = {"codes": codes, "n_officers": 400, "draws": 8, "grid_draws": 8, "seed": 3, "workers": 1}
    return check_claims(city, **{**given, "run": made_world, **more})


def test_a_forum_without_follow_up_does_nothing_and_the_claim_depends_on_it() -> None:
    found = check("salatiga", "forum")["forum"]
    assert found.verdict == "bergantung"
    assert found.share == 1.0
    assert found.depends_on == ("acted_on",)
    assert found.failing is not None
    assert found.failing.conditions == {"acted_on": False}
    assert found.size.median == pytest.approx(1.0, abs=0.06)


def test_support_itself_is_the_cause_and_not_a_condition() -> None:
    found = check("salatiga", "dukungan")["dukungan"]
    assert found.size.median == pytest.approx(2.0 * (0.9 - 0.1), rel=0.05)
    assert {name for cell in found.cells for name in cell.conditions} == {"strength"}
    assert found.record is None  # an office gives one kind of support, never both


def test_what_does_nothing_does_not_hold() -> None:
    found = check("salatiga", "mentoring")["mentoring"]
    assert (found.verdict, found.share, found.size.median) == ("tidak_bertahan", 0.0, 0.0)


def test_a_stated_condition_is_put_into_the_worlds_and_bounds_the_verdict() -> None:
    stated = check("rangkui", "umpan_balik")["umpan_balik"]  # the document says: constructive
    assert stated.verdict == "bertahan"
    assert stated.failing is not None  # it still fails in a cell that the document rules out
    assert not stated.failing.open
    left_open = check("salatiga", "umpan_balik")["umpan_balik"]
    assert left_open.verdict == "bergantung"


def test_the_document_s_word_counts_where_the_city_file_has_another() -> None:
    found = check("medan", "mau_berubah")["mau_berubah"]  # one-way in the city, participatory in the claim
    assert found.share == 1.0


def test_the_two_sources_of_spread_are_those_put_in() -> None:
    found = check("rangkui", "umpan_balik", draws=36)["umpan_balik"]
    gains = 0.8 + 0.4 * np.arange(9) / 8
    assert found.size.sd_parameters == pytest.approx(np.std(np.tile(gains, 4), ddof=1), rel=0.02)
    assert found.size.sd_runs == pytest.approx(0.01 * np.sqrt(2), rel=1e-3)


def test_claims_outside_the_model_are_reported_and_not_run() -> None:
    def refuse(*_: Any, **__: Any) -> Traces:
        raise AssertionError("nothing to run")

    found = check("salatiga", "usaha_baru", "pertumbuhan", run=refuse)
    assert [one.words for one in found.results] == ["di luar model"] * 2


@pytest.mark.parametrize("city", ["medan", "medan_rancangan", "rangkui", "bandung", "salatiga"])
def test_every_claim_gets_a_verdict_and_a_grid(city: str) -> None:
    found = check_claims(city, n_officers=300, draws=4, grid_draws=2, seed=1, workers=1, run=made_world)
    tested = [one for one in found.results if one.claim.testable]
    assert len(tested) >= 6
    for one in tested:
        assert one.verdict in VERDICTS
        assert len(one.cells) >= 3
        if one.claim.one_world and one.claim.outcome in RECORDS:
            assert one.seen is not None
            assert one.seen_without is not None


def test_what_both_worlds_share_is_there_from_the_start() -> None:
    tool, course = {"kind": "e_kinerja"}, {"kind": "training"}
    with_it, without = timed_worlds([tool, course], [tool])
    assert with_it == (tool, {"kind": "training", "start": BEFORE})
    assert without == (tool,)
    assert timed_worlds([course], [{"kind": "training", "support": 0.1}])[1][0]["start"] == BEFORE


def test_the_answer_does_not_depend_on_workers() -> None:
    given = {"n_officers": 300, "draws": 4, "grid_draws": 2, "seed": 1, "codes": ("forum", "pelatihan")}
    alone = check_claims("salatiga", workers=1, **given)
    together = check_claims("salatiga", workers=2, **given)
    assert alone == together


def test_the_engine_pairs_worlds_and_a_quarter_of_the_strength_does_less() -> None:
    found = check_claims("salatiga", codes=("pelatihan",), n_officers=300, draws=4, grid_draws=2, workers=1)
    result = found["pelatihan"]
    assert result.size is not None
    assert result.size.sd_runs < 0.1 * abs(result.size.median)
    thin = {
        cell.conditions["strength"]: cell.median for cell in result.cells if "strength" in cell.conditions
    }
    assert thin[0.5] > thin[0.25] > thin[0.1] > 0.0


def test_runs_keep_their_luck_whoever_runs_beside_them() -> None:
    world = World.of(draw_population("salatiga", 1, 300))
    specs = ({"kind": "training", "start": 6},)
    given = {"months": 12, "seed": 5}
    whole = run_world(world, specs, ("practice", "ikm"), runs=range(4), **given)
    part = run_world(world, specs, ("practice", "ikm"), runs=(1, 3), **given)
    for name in ("practice", "ikm"):
        assert np.array_equal(whole.of((1, 3)).sums[name], part.sums[name])


def test_unit_sums_agree_with_the_engine_s_own_series() -> None:
    from simkinerja.simulate.engine import replication_seeds, simulate
    from simkinerja.simulate.parameters import Parameters
    from simkinerja.simulate.totals import BY_AGENCY

    world = World.of(draw_population("salatiga", 1, 300))
    kept = run_world(world, (), ("on_time_share",), months=12, runs=(0,), seed=5)
    p = Parameters.default().draw(5, 1)
    trace = simulate(world, None, seeds=replication_seeds(5, 0, 1), months=12, p=p)
    sums = trace.series[0, -AFTER:, :, BY_AGENCY.index("on_time_share")]
    agency = {"agency": "Dinas Kesehatan"}
    at = world.agency_label.index("Dinas Kesehatan")
    wanted = (sums[:, at, 0] / sums[:, at, 1]).mean()
    assert kept.end("on_time_share", agency)[0] == pytest.approx(wanted, rel=1e-5)
    assert kept.end("on_time_share", None)[0] == pytest.approx(
        (sums[..., 0].sum(axis=1) / sums[..., 1].sum(axis=1)).mean(), rel=1e-5
    )


def test_whose_units() -> None:
    world = World.of(draw_population("salatiga", 1, 300))
    health = units_of(world, {"agency": "Dinas Kesehatan"})
    assert 0 < health.sum() < world.n_units
    assert units_of(world, None).all()
    labels = {world.agency_label[a] for a in world.agency_of_unit[health]}
    assert labels == {"Dinas Kesehatan"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"n_officers": 10}, "n_officers"),
        ({"draws": 1}, "draws"),
        ({"grid_draws": 9}, "grid_draws"),
        ({"codes": ("forun",)}, "Maksud Anda 'forum'"),
    ],
)
def test_bad_sizes_and_unknown_claims(given: dict[str, Any], words: str) -> None:
    with pytest.raises((UsageError, InputError), match=words):
        check("salatiga", **{"codes": ("forum",), **given})


def test_share_counts_only_the_stated_side() -> None:
    effects = np.array([0.2, -0.2, 0.05])
    assert share_holding(effects, "naik", 0.1) == pytest.approx(1 / 3)
    assert share_holding(effects, "turun", 0.1) == pytest.approx(1 / 3)
    assert share_holding(np.array([0.1]), "naik", 0.1) == 0.0  # exactly the smallest is not more than it


def test_records_show_a_large_change_and_rarely_none() -> None:
    from simkinerja.streams import Streams

    noise = Streams(1).normal("noise", 400 * 30 * 12).reshape(400, 30, 12)
    before, after = noise[..., :6], noise[..., 6:]
    by_chance = seen_in_records(before, after, "naik") + seen_in_records(before, after, "turun")
    assert by_chance == pytest.approx(0.05, abs=0.035)
    assert seen_in_records(before, after + 0.5, "naik") > 0.95
    assert seen_in_records(before, after + 0.5, "turun") == 0.0
    alone = seen_in_records(before[:, :1], after[:, :1] + 3.0, "naik")
    assert alone > 0.9


def test_units_without_a_figure_are_left_out() -> None:
    before, after = np.zeros((1, 3, 6)), np.ones((1, 3, 6))
    before[0, 2] = np.nan
    after[0, 1] += 0.1
    assert seen_in_records(before, after, "naik") == 1.0
    assert seen_in_records(np.full((1, 2, 6), np.nan), after[:, :2], "naik") == 0.0


def test_verdicts_at_their_borders() -> None:
    def cells(*shares: float) -> list[Cell]:
        return [Cell({"acted_on": bool(k)}, share, 0.0, True) for k, share in enumerate(shares)]

    assert verdict_of(0.8, cells(0.5, 1.0), True) == "bertahan"
    assert verdict_of(0.8, cells(0.5, 1.0), False) == "bertahan_tak_terlihat"
    assert verdict_of(0.79, cells(1.0, 1.0), True) == "bergantung"
    assert verdict_of(0.8, cells(0.49, 1.0), True) == "bergantung"
    assert verdict_of(0.49, cells(0.49, 0.0), True) == "tidak_bertahan"
    assert verdict_of(0.49, cells(0.5, 0.0), True) == "bergantung"
    shut = [Cell({"acted_on": False}, 0.0, 0.0, False)]
    assert verdict_of(0.9, shut, True) == "bertahan"


def test_size_and_decisive() -> None:
    assert size_of(np.array([[1.0, 3.0], [1.0, 3.0]])).sd_parameters == 0.0
    assert size_of(np.array([[1.0, 3.0], [1.0, 3.0]])).sd_runs == pytest.approx(np.sqrt(2.0))
    flat = [Cell({"tone": t}, 0.5, 0.0, True) for t in ("neutral", "controlling")]
    assert decisive(flat) == ()
    star = [Cell({"tone": t}, 0.5, 0.0, True) for t in ("neutral", "controlling")]
    star += [Cell({"acted_on": a}, float(a), 0.0, True) for a in (False, True)]
    star += [
        Cell({"acted_on": a, "tone": t}, float(a), 0.0, True)
        for a, t in ((False, "controlling"), (True, "neutral"))
    ]
    assert decisive(star) == ("acted_on",)  # together they move, but the tone alone does nothing
