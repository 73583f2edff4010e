"""The lean arrays of a city: sorted, cut into blocks without loss, the same as the population."""

from __future__ import annotations

import numpy as np
import pytest

from simkinerja.errors import UsageError
from simkinerja.population import draw_population
from simkinerja.simulate.world import TRAITS, World


@pytest.fixture(scope="module")
def city() -> World:
    return World.of(draw_population("salatiga", seed=2, n_officers=400))


def test_officers_stand_by_unit_and_units_by_agency(city: World) -> None:
    assert (np.diff(city.unit) >= 0).all()
    assert (np.diff(city.agency_of_unit) >= 0).all()
    assert city.unit_start[-1] == city.n
    assert city.agency_start[-1] == city.n_units
    assert (city.unit_size > 0).all()
    for u in range(city.n_units):
        inside = city.officer_id[city.unit_start[u] : city.unit_start[u + 1]]
        assert (np.diff(inside) > 0).all()
        assert (city.unit[city.unit_start[u] : city.unit_start[u + 1]] == u).all()


def test_every_officer_keeps_what_is_theirs() -> None:
    people = draw_population("salatiga", seed=2, n_officers=400)
    world = World.of(people)
    table = people.officers.set_index("officer_id").loc[world.officer_id]
    for name in TRAITS:
        assert np.array_equal(world.traits[name], table[f"true_{name}"].astype("float32"))
    assert np.array_equal(world.unit_id[world.unit], table["unit_id"])
    assert np.array_equal(world.age, table["age"])
    codes, labels = world.groups["sex"]
    assert [labels[c] for c in codes] == table["sex"].tolist()
    assert np.array_equal(world.rater, table["rater_id"].fillna(-1).astype(int))
    assert not world.added.any()


def test_blocks_together_are_the_city(city: World) -> None:
    assert city.block(0, city.n_agencies) is city
    parts = [city.block(a, a + 1) for a in range(city.n_agencies)]
    assert np.array_equal(np.concatenate([b.officer_id for b in parts]), city.officer_id)
    assert np.array_equal(np.concatenate([b.slots.keys for b in parts]), city.slots.keys)
    assert np.array_equal(np.concatenate([b.unit_slots.keys for b in parts]), city.unit_slots.keys)
    for b in parts:
        assert b.unit.min() == 0
        assert b.unit_start[0] == 0
        assert b.unit_start[-1] == b.n
        assert (b.agency_of_unit == 0).all()
        assert np.array_equal(np.bincount(b.unit), b.unit_size)


def test_a_newcomer_stands_last_in_the_unit_and_is_known_as_one() -> None:
    people = draw_population("salatiga", seed=2, n_officers=400)
    before, after = World.of(people), World.of(people.with_officer(3))
    new = after.position(400)
    assert after.added.sum() == 1
    assert after.added[new]
    assert after.unit[new] == 3
    assert new == after.unit_start[4] - 1
    rest = np.delete(np.arange(after.n), new)
    assert np.array_equal(after.officer_id[rest], before.officer_id)
    for name in TRAITS:
        assert np.array_equal(after.traits[name][rest], before.traits[name])


def test_a_laboratory_grows_without_changing_who_was_there() -> None:
    small, large = World.plain(5, 10, 3), World.plain(9, 10, 3)
    for name in TRAITS:
        assert np.array_equal(large.traits[name][:50], small.traits[name])
    assert np.array_equal(large.unit_quality[:5], small.unit_quality)
    assert not np.array_equal(World.plain(5, 10, 4).traits["motivation"], small.traits["motivation"])


def test_traits_of_a_laboratory_are_standard() -> None:
    lab = World.plain(2000, 10, 3)
    for name in TRAITS:
        assert lab.traits[name].mean() == pytest.approx(0.0, abs=0.03)
        assert lab.traits[name].std() == pytest.approx(1.0, abs=0.03)
    assert np.corrcoef(lab.traits["digital"], lab.age)[0, 1] < -0.1


@pytest.mark.parametrize(
    "sizes",
    [{"n_units": 0}, {"officers_per_unit": 0}, {"n_units": 2.5}, {"n_agencies": 9}, {"n_units": True}],
)
def test_impossible_sizes_are_refused(sizes: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=next(iter(sizes))):
        World.plain(**({"n_units": 4, "officers_per_unit": 4, "seed": 1} | sizes))  # type: ignore[arg-type]


def test_an_unknown_officer_is_told(city: World) -> None:
    with pytest.raises(UsageError, match="officer_id"):
        city.position(10**6)
