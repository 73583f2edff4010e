"""Small groups cannot be found, not even by somebody who knows the total, the rest and the rule."""

from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simkinerja.evaluate.result import Part, Settings, SkmResult
from simkinerja.report.suppress import masked_counts, masked_labels, shown_elements, shown_parts, shown_tables


def worlds(shown: dict[str, int | None], total: int) -> list[dict[str, int]]:
    """All tables an outsider cannot rule out: same total, same cells shown, every masked group alive."""
    hidden = [label for label, n in shown.items() if n is None]
    rest = total - sum(n for n in shown.values() if n is not None)
    found = []
    for sizes in product(range(1, rest + 1), repeat=max(len(hidden) - 1, 0)):
        last = rest - sum(sizes)
        if hidden and last >= 1:
            found.append(dict(zip(hidden, [*sizes, last], strict=True)))
    return found


@settings(max_examples=300)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=5))
def test_no_masked_group_can_be_recovered(sizes: list[int]) -> None:
    counts = {f"g{k}": n for k, n in enumerate(sizes)}
    total = sum(sizes)
    assume(total >= 5)
    shown = masked_counts(counts)
    small = [label for label, n in counts.items() if 0 < n < 5]
    assert all(shown[label] is None for label in small)
    assert small or None not in shown.values()
    hidden = [label for label, n in shown.items() if n is None]
    if not hidden:
        return
    assert len(hidden) >= 2 or len([n for n in sizes if n]) == 1
    if len(hidden) < 2:
        return
    possible = worlds(shown, total)
    assert {label: counts[label] for label in hidden} in possible
    for label in small:
        values = {world[label] for world in possible}
        everything_hidden = len(hidden) == len([n for n in sizes if n])
        assert max(values) >= 5 or (everything_hidden and len(values) > 1) or total < len(hidden) + 4


def test_nothing_is_masked_without_need() -> None:
    assert masked_labels({"L": 60, "P": 5}) == frozenset()
    assert masked_labels({"a": 0, "b": 9}) == frozenset()
    assert masked_labels({"a": 3, "b": 100, "c": 7, "d": 50}) == {"a", "c"}


def test_respondents_without_a_service_count_as_a_group() -> None:
    parts = [Part("KTP", 60, {}), Part("KK", 20, {})]
    assert shown_parts(parts, Part("x", 80, {}))[1] == ()
    assert shown_parts(parts, Part("x", 83, {}))[1] == ("KK",)  # else three people = whole minus parts


def test_elements_with_few_answers_go_in_pairs() -> None:
    counts = {"waktu": 3, "biaya": 60, "produk": 50}
    part = Part("x", 60, {"waktu": 3, "biaya": 3, "produk": 3}, counts=counts)
    assert shown_elements(part) == ("biaya",)
    assert shown_elements(Part("x", 60, {"waktu": 3}, counts={"waktu": 60})) == ("waktu",)


def crossed(cells: dict[tuple[str, str], int]) -> SkmResult:
    """A result with services and periods of the given crossing."""

    def parts(side: int) -> tuple[Part, ...]:
        labels = dict.fromkeys(cell[side] for cell in cells)
        sizes = {label: sum(n for cell, n in cells.items() if cell[side] == label) for label in labels}
        return tuple(
            Part(label, n, {}, totals={"waktu": 3 * n}, counts={"waktu": n}) for label, n in sizes.items()
        )

    whole = Part("x", sum(cells.values()), {})
    return SkmResult(
        "a", "jawaban", whole, parts(0), parts(1), (), None, None, {}, (), Settings(), crossing=cells
    )


def names(result: SkmResult) -> tuple[set[str], set[str]]:
    services, periods = shown_tables(result)
    return {p.label for p in services}, {p.label for p in periods}


def test_a_small_service_cannot_be_found_by_way_of_the_periods() -> None:
    # alone, the services would show C and the periods everything; but TW1 minus C is A, three people
    services, periods = names(crossed({("A", "TW1"): 3, ("B", "TW2"): 20, ("C", "TW1"): 30}))
    assert services == set()
    assert periods == {"TW1", "TW2"}
    # the same people by service and by period: the same groups of one size are masked
    services, periods = names(crossed({("A", "T1"): 3, ("B", "T3"): 10, ("C", "T2"): 10}))
    assert (len(services), len(periods)) in {(1, 1), (1, 0), (0, 1), (0, 0)}
    pairs = {"B": "T3", "C": "T2"}
    assert not services or not periods or {pairs[s] for s in services} == periods


def test_tables_without_small_groups_are_shown_whole() -> None:
    services, periods = names(crossed({("A", "T1"): 30, ("B", "T1"): 20, ("A", "T2"): 9, ("B", "T2"): 3}))
    assert services == {"A", "B"}
    assert periods == {"T1", "T2"}
