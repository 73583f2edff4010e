"""Whatever the answers and however they are laid out, the index is the exact one."""

import csv
import io
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simkinerja.evaluate import evaluate_skm
from simkinerja.evaluate.result import Settings
from simkinerja.rules.skm import ELEMENTS, letter
from simkinerja.survey import read_survey

NAMES = [key.capitalize() for key in ELEMENTS]
ANSWER = st.one_of(st.none(), st.integers(1, 4))
FULL = [2, 3, 4, 3, 2, 3, 4, 1, 3]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.lists(ANSWER, min_size=9, max_size=9), min_size=4, max_size=25),
    order=st.permutations(range(9)),
    separator=st.sampled_from(";,\t"),
    form=st.sampled_from(["{}", "{}.0", " {}", "{} "]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_exact_index(tmp_path, people, order, separator, form, encoding) -> None:
    people = [FULL, *people]  # every element is answered by somebody
    stream = io.StringIO()
    out = csv.writer(stream, delimiter=separator)
    out.writerow(["No", *[NAMES[k] for k in order], "Saran"])
    for number, person in enumerate(people, 1):
        cells = ["" if person[k] is None else form.format(person[k]) for k in order]
        out.writerow([number, *cells, "baik"])
    path = tmp_path / "survei.csv"
    path.write_bytes(stream.getvalue().encode(encoding))

    result = evaluate_skm(read_survey(path), Settings(replications=200))

    nrr = {}
    for k, key in enumerate(ELEMENTS):
        given_answers = [person[k] for person in people if person[k] is not None]
        nrr[key] = Fraction(sum(given_answers), len(given_answers))
        assert result.whole.counts[key] == len(given_answers)
    exact = sum(nrr.values()) / 9 * 25
    assert dict(result.whole.nrr) == nrr
    assert result.whole.ikm == exact
    assert result.whole.letter == letter(exact)
    assert result.whole.n == sum(any(answer is not None for answer in person) for person in people)
