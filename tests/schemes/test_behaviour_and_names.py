"""Foreign schemes: scored without behavioural fields, refused by a simulation; headings find indicators."""

from __future__ import annotations

import pandas as pd
import pytest

from simkinerja.errors import InputError
from simkinerja.schemes.behaviour import BEHAVIOUR, behaviour_problems, require_behaviour
from simkinerja.schemes.model import Band, Indicator, Rules, Scheme
from simkinerja.schemes.problems import scheme_problems
from simkinerja.schemes.read import find_indicator, load_scheme, shipped_schemes
from simkinerja.scoring.score import score

FOREIGN = Scheme(
    code="asing",
    title="Skema kantor lain",
    indicators=(
        Indicator(code="hasil", label="Hasil Kerja", weight=60),
        Indicator(code="berkas", label="Berkas selesai", parent="hasil", target=40),
        Indicator(code="hadir", label="Kehadiran (hari)", weight=40, target=21, reliability=0.9, audit=0.0),
    ),
    rules=Rules(bands=(Band(code="baik", label="Baik", lower=80), Band(code="kurang", label="Kurang"))),
)


def test_a_foreign_scheme_scores() -> None:
    assert scheme_problems(FOREIGN) == ()
    done = score(pd.DataFrame({"berkas": [30, 40], "hadir": [21, 10.5]}), FOREIGN)
    assert done.total.values.tolist() == [85.0, 80.0]


def test_a_simulation_names_everything_that_is_missing() -> None:
    with pytest.raises(InputError) as caught:
        require_behaviour(FOREIGN)
    found = {one.place.field for one in caught.value.problems}
    expected = {f"indicators.berkas.{name}" for name in BEHAVIOUR}
    expected |= {f"indicators.hadir.{name}" for name in BEHAVIOUR if name not in {"reliability", "audit"}}
    assert found == expected  # a chance of zero is an answer, and a group needs none
    assert "Berkas selesai" in caught.value.problems[0].sentence


def test_shipped_schemes_can_be_simulated() -> None:
    for code in shipped_schemes():
        assert behaviour_problems(load_scheme(code)) == ()


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("berkas", "berkas"),
        ("  BERKAS  Selesai ", "berkas"),
        ("berkas-selesai:", "berkas"),
        ("Kehadiran (hari)", "hadir"),
        ("kehadiran hari", "hadir"),
        ("hasil_kerja", "hasil"),
        ("Berkas", "berkas"),
        ("Berkas masuk", None),
        ("", None),
        ("--", None),
    ],
)
def test_headings_find_their_indicator(heading: str, code: str | None) -> None:
    assert find_indicator(FOREIGN, heading) == code


def test_faults_of_a_scheme_built_by_hand_are_named_by_code() -> None:
    wrong = FOREIGN.model_copy(
        update={
            "rules": Rules(bands=(Band(code="a", label="A", lower=80), Band(code="b", label="B", lower=90)))
        }
    )
    codes = [(one.code, one.place.field) for one in scheme_problems(wrong)]
    assert codes == [("scheme_band_bottom", "rules.bands.a.lower")]
