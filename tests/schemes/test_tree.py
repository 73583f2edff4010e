"""The tree of indicators and the weights it prints."""

import numpy as np
import pytest

from simkinerja.schemes.model import Indicator, Scheme
from simkinerja.schemes.tree import nominal_weights, sibling_weights, tree_of


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    rows = [
        ("hadir", "disiplin", 3),
        ("kerja", None, 60),
        ("jumlah", "kerja", 1),
        ("perilaku", None, 40),
        ("mutu", "kerja", 3),
        ("disiplin", "perilaku", 1),
        ("lapor", "disiplin", 1),
        ("sikap", "perilaku", 1),
    ]
    return Scheme(
        code="s",
        title="S",
        indicators=tuple(Indicator(code=c, label=c.title(), parent=p, weight=w) for c, p, w in rows),
    )


def test_shape_of_the_tree(scheme: Scheme) -> None:
    tree = tree_of(scheme)
    names = tree.codes
    assert [names[j] for j in tree.top] == ["kerja", "perilaku"]
    assert {names[j] for j in tree.leaves} == {"hadir", "jumlah", "mutu", "lapor", "sikap"}
    assert names[tree.bottom_up[0]] == "disiplin"
    assert {names[j] for j in tree.below(names.index("perilaku"))} == {"disiplin", "hadir", "lapor", "sikap"}
    assert tree.parent[names.index("kerja")] == -1
    assert tree.below(names.index("mutu")) == ()


def test_children_come_before_parents(scheme: Scheme) -> None:
    tree = tree_of(scheme)
    place = {j: k for k, j in enumerate(tree.bottom_up)}
    for j in tree.bottom_up:
        assert all(place[child] < place[j] for child in tree.children[j] if child in place)


def test_nominal_weights_by_hand(scheme: Scheme) -> None:
    found = dict(zip(tree_of(scheme).codes, nominal_weights(scheme).tolist(), strict=True))
    expected = {
        "jumlah": 0.6 * 0.25,
        "mutu": 0.6 * 0.75,
        "sikap": 0.4 * 0.5,
        "hadir": 0.4 * 0.5 * 0.75,
        "lapor": 0.4 * 0.5 * 0.25,
        "kerja": 0.0,
        "perilaku": 0.0,
        "disiplin": 0.0,
    }
    assert found == pytest.approx(expected)
    assert sum(found.values()) == pytest.approx(1.0)


def test_sibling_weights_of_any_scale() -> None:
    def shares(*weights: float) -> list[float]:
        made = tuple(Indicator(code=f"i{k}", label=f"I{k}", weight=w) for k, w in enumerate(weights))
        return sibling_weights(made, tuple(range(len(made)))).tolist()

    assert shares(60, 20, 0) == [0.75, 0.25, 0.0]
    assert shares(0.006, 0.002, 0) == pytest.approx([0.75, 0.25, 0.0])
    assert shares(0, 0) == [0.5, 0.5]
    assert np.sum(shares(1, 1, 1)) == pytest.approx(1.0)
