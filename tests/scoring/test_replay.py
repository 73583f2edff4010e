"""Score again with an edit: what changed, which edit, and nothing at all without one."""

import numpy as np
import pandas as pd
import pytest

from simkinerja.errors import InputError, UsageError
from simkinerja.schemes.model import Band, Category, Normalise
from simkinerja.scoring.replay import STAGES, Edit, replay
from simkinerja.scoring.score import score

NAN = np.nan


@pytest.fixture(scope="module")
def done(make):
    scheme = make(
        {"code": "jumlah", "target": 40, "weight": 60, "unit": "berkas"},
        {"code": "hadir", "target": 20, "weight": 40},
    )
    table = pd.DataFrame({"officer_id": [7, 8, 9], "jumlah": [30.0, 40, NAN], "hadir": [20.0, 10, 20]})
    return score(table, scheme)


def test_without_edits_every_stage_is_the_same(done) -> None:
    again = replay(done)
    assert again.changed_stages == ()
    assert not again.changed.any()
    assert (again.edits, again.sentences) == ((), ())
    for name in STAGES:
        stage, other = getattr(done, name), getattr(again.result, name)
        for field in getattr(stage, "__dataclass_fields__", {}):
            if field != "officers":
                np.testing.assert_equal(getattr(stage, field), getattr(other, field))


EDITS = {
    "figure": (
        Edit.figure(7, "jumlah", 40),
        [100, 80, 100],
        "Angka 'jumlah' pegawai 7 diubah dari 30 menjadi 40 berkas.",
    ),
    "no record": (
        Edit.figure(7, "jumlah", None),
        [100, 80, 100],
        "Angka 'jumlah' pegawai 7 diubah dari 30 menjadi tidak ada.",
    ),
    "target": (Edit.target("jumlah", 60), [70, 60, 100], "Sasaran 'jumlah' diubah dari 40 menjadi 60."),
    "weight": (Edit.weight("hadir", 20), [81.25, 87.5, 100], "Bobot 'hadir' diubah dari 40 menjadi 20."),
    "direction": (
        Edit.direction("hadir", "turun"),
        [85, 100, 100],
        "Arah 'hadir' diubah dari makin besar makin baik menjadi makin kecil makin baik.",
    ),
    "own rule": (
        Edit.normalise("min_max", "hadir"),
        [85, 60, 100],
        "Cara menghitung poin 'hadir' diubah dari persen sasaran (poin 0 sampai 100) menjadi "
        "terendah dan tertinggi di tabel (poin 0 sampai 100).",
    ),
    "rule of all": (
        Edit.normalise(Normalise(cap=90)),
        [81, 74, 90],
        "Cara menghitung poin seluruh skema diubah dari persen sasaran (poin 0 sampai 100) menjadi "
        "persen sasaran (poin 0 sampai 90).",
    ),
    "aggregate": (
        Edit.aggregate("non_compensatory"),
        [75, 50, 100],
        "Cara menggabung poin diubah dari rata-rata berbobot menjadi yang terendah menentukan.",
    ),
    "border": (Edit.border("b", 82), [85, 80, 100], "Batas bawah 'B' diubah dari 70 menjadi 82."),
}


@pytest.mark.parametrize("name", EDITS)
def test_each_kind_by_hand(done, name: str) -> None:
    edit, totals, sentence = EDITS[name]
    again = replay(done, edit)
    np.testing.assert_allclose(again.result.total.values, totals, atol=1e-9)
    assert again.sentences == (sentence,)
    assert again.changed_stages
    assert again.original is done


def test_whose_predikat_changed(done) -> None:
    assert done.labels == ("B", "B", "A")
    again = replay(done, Edit.border("b", 82))
    assert again.result.labels == ("B", "C", "A")
    assert again.changed.tolist() == [False, True, False]
    assert again.changed_stages == ("bands",)


def test_the_printed_upper_border_of_the_band_below_goes_along(make) -> None:
    bands = (Band(code="baik", label="Baik", lower=80), Band(code="cukup", label="Cukup", upper=80))
    done = score(pd.DataFrame({"a": [82.0]}), make({"code": "a", "target": 100}, bands=bands))
    again = replay(done, Edit.border("baik", 85)).result
    assert [(band.lower, band.upper) for band in again.scheme.rules.bands] == [(85, None), (None, 85)]
    assert again.labels == ("Cukup",)


def test_edits_act_one_after_another(done) -> None:
    both = replay(done, Edit.target("jumlah", 60), Edit.target("jumlah", 40))
    assert both.changed_stages == ()
    assert (
        both.sentence
        == "Sasaran 'jumlah' diubah dari 40 menjadi 60. Sasaran 'jumlah' diubah dari 60 menjadi 40."
    )


def test_the_original_is_left_alone(done) -> None:
    before = done.raw.values.copy()
    replay(done, Edit.figure(7, "jumlah", 0))
    np.testing.assert_array_equal(done.raw.values, before)


def test_stop_refuses_the_gap(done) -> None:
    with pytest.raises(InputError) as caught:
        replay(done, Edit.missing("stop"))
    assert caught.value.codes == ("score_missing",)
    whole = replay(done, Edit.figure(9, "jumlah", 40), Edit.missing("stop"))
    assert whole.sentences[1] == (
        "Aturan bagi angka yang kosong diubah dari dikeluarkan, bobotnya dibagi menjadi perhitungan berhenti."
    )


def test_a_word_of_a_scale_is_a_figure(make) -> None:
    rule = Normalise(
        method="category",
        categories=(Category(label="Sesuai", points=100), Category(label="Di Bawah", points=60)),
    )
    done = score(pd.DataFrame({"officer_id": [1], "a": ["Di Bawah"]}), make({"code": "a", "normalise": rule}))
    assert replay(done, Edit.figure(1, "a", "sesuai")).result.total.values.tolist() == [100]


WRONG = {
    "officer": Edit.figure(99, "jumlah", 1),
    "no officer": Edit("figure", 1, "jumlah"),
    "indicator": Edit.weight("jumlh", 1),
    "band": Edit.border("z", 1),
    "open band": Edit.border("d", 1),
    "kind": Edit("wieght", 1, "jumlah"),
    "weight": Edit.weight("jumlah", -1),
    "direction": Edit.direction("jumlah", "atas"),
    "method": Edit.normalise("minmax"),
    "aggregate": Edit.aggregate("mean"),
    "missing": Edit.missing("zero"),
    "figure": Edit.figure(7, "jumlah", "banyak"),
    "infinite": Edit.figure(7, "jumlah", float("inf")),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_edit_is_refused(done, name: str) -> None:
    with pytest.raises(UsageError):
        replay(done, WRONG[name])


def test_an_edit_that_breaks_the_scheme_is_refused(done) -> None:
    with pytest.raises(InputError) as caught:
        replay(done, Edit.target("jumlah", 0), Edit.border("b", 95))
    assert len(caught.value.problems) >= 2
