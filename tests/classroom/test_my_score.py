"""My score: the panel's figures are those of the library, certainty and smallest changes included."""

import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simkinerja.classroom.case_table import MEASURES, load_case, one_row_each, scheme_basis
from simkinerja.classroom.my_score import (
    FIGURES,
    best_first,
    compute_my_score,
    reference_of,
    score_one,
    with_pay,
)
from simkinerja.classroom.my_score_panel import (
    NOT_KEPT,
    ladder,
    my_blocks,
    my_lines,
    panel_my_score,
    rungs_of,
)
from simkinerja.classroom.scheme_tables import changes_table, score_table
from simkinerja.errors import UsageError
from simkinerja.evaluate import certainty
from simkinerja.population.case_records import read_case_records
from simkinerja.schemes import load_scheme
from simkinerja.scoring import smallest_changes

CODES = ("tpp_60_40", "seimbang", "skp_2022", "skp_2019")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return load_case("salatiga")


def figures_of(row: Any) -> dict[str, float | None]:
    return {name: None if np.isnan(row[name]) else float(row[name]) for name in MEASURES}


def test_one_row_each_gives_the_same_scores_as_the_months(table: pd.DataFrame) -> None:
    months = read_case_records("salatiga")
    for code in (*CODES, "medan_kepuasan_kecepatan_inovasi"):
        by_month, by_year = (score_table(t, load_scheme(code)) for t in (months, table))
        assert by_month.raw.officers.officer_id.tolist() == by_year.raw.officers.officer_id.tolist()
        assert np.allclose(by_month.total.values, by_year.total.values, equal_nan=True, atol=1e-9)


@pytest.mark.parametrize("code", CODES)
def test_the_panel_is_the_library_down_to_the_chances(table: pd.DataFrame, code: str) -> None:
    scheme = load_scheme(code)
    done = score_table(table, scheme)
    sure = certainty(done)
    reference = reference_of(table, scheme)
    for i in (0, 17, 502, 1000):
        row = table.iloc[i]
        jenjang = row["jenjang"] if isinstance(row["jenjang"], str) else None
        mine = compute_my_score(
            reference, figures_of(row), jenjang=jenjang, base_idr=float(row["tpp_base_idr"])
        )
        assert mine.total == pytest.approx(done.total.values[i], abs=1e-9)
        assert mine.band == done.bands.index[i]
        assert mine.chances == pytest.approx(sure.chance[i], abs=1e-12)
        assert mine.sure == sure.sure[i]
        for found, wanted in (
            (mine.score.paid.idr, done.paid.idr),
            (mine.score.paid.credit, done.paid.credit),
        ):
            assert found[0] == pytest.approx(wanted[i], nan_ok=True)


def test_changes_are_those_of_the_library_on_the_grid_of_the_boxes(table: pd.DataFrame) -> None:
    scheme = load_scheme("tpp_60_40")
    reference, done = reference_of(table, scheme), score_table(table, scheme)
    named = {"kinerja": "Nilai atasan (0-100)", "kehadiran": "Hari hadir sebulan"}
    for i in (0, 99, 503):
        officer = int(table.officer_id[i])
        mine = {
            (c.label, c.after > c.before): c
            for c in compute_my_score(reference, figures_of(table.iloc[i])).changes
        }
        exact = {(named[c.code], c.after > c.before): c for c in smallest_changes(done, officer)}
        for key, one in mine.items():
            wanted = exact[key].after
            edge = np.ceil(wanted - 1e-6) if key[1] else np.floor(wanted + 1e-6)
            assert one.after == edge, (key, one, exact[key])
            assert one.band == exact[key].band_after
            assert one.better == exact[key].up
        for key, change in exact.items():
            box = next(f for f in FIGURES if f.label == key[0])
            reached = np.ceil(change.after) if key[1] else np.floor(change.after)
            assert key in mine or not box.low <= reached <= box.high


def test_every_change_is_true_when_scored_again(table: pd.DataFrame) -> None:
    by_label = {one.label: one for one in FIGURES}
    for code in CODES:
        scheme = load_scheme(code)
        figures = figures_of(table.iloc[526])
        mine = compute_my_score(reference_of(table, scheme), figures)
        assert mine.changes, code
        for change in mine.changes:
            box = by_label[change.label]
            step = 1 if change.after > change.before else -1
            moved = dict.fromkeys(box.measures, change.after * box.per)
            almost = dict.fromkeys(box.measures, (change.after - step) * box.per)
            assert score_one(scheme, {**figures, **moved}).labels == (change.band,)
            if abs(change.after - change.before) > 1:
                assert score_one(scheme, {**figures, **almost}).labels == (mine.score.labels[0],)


def test_nobody_is_told_to_change_what_belongs_to_the_unit(table: pd.DataFrame) -> None:
    scheme, figures = load_scheme("seimbang"), figures_of(table.iloc[526])
    mine = compute_my_score(reference_of(table, scheme), figures)
    assert score_one(scheme, {**figures, "ikm": 100.0}).labels != mine.score.labels, "it would count"
    assert "IKM unit" not in {change.label for change in mine.changes}


def test_possible_true_figures_stay_where_figures_can_be(table: pd.DataFrame) -> None:
    one = load_scheme("seimbang").indicator("tepat_waktu")
    wide = load_scheme("tpp_60_40").rules.normalise.model_copy(update={"cap": 400.0})
    noisy = one.model_copy(update={"target": 0.5, "highest": 0.6, "reliability": 0.3, "normalise": wide})
    scheme = load_scheme("tpp_60_40").model_copy(update={"indicators": (noisy,)})
    bands = tuple(
        band.model_copy(update={"lower": low, "upper": None})
        for band, low in zip(scheme.rules.bands, (121.0, 110.0, 90.0, None), strict=True)
    )
    scheme = scheme.model_copy(update={"rules": scheme.rules.model_copy(update={"bands": bands})})
    sure = certainty(score_table(table, scheme))
    row = int(table.on_time_share.argmax())
    mine = compute_my_score(reference_of(table, scheme), figures_of(table.iloc[row]))
    assert mine.chances == pytest.approx(sure.chance[row], abs=1e-12)
    assert mine.chances[0] == 0, "more than the highest figure is not possible"


def test_nothing_recorded_is_no_score_and_no_zero(table: pd.DataFrame) -> None:
    scheme = load_scheme("seimbang")
    reference = reference_of(table, scheme)
    empty = compute_my_score(reference, {})
    assert np.isnan(empty.total)
    assert my_lines(empty)[0] == "Belum ada nilai"
    assert my_blocks(empty) == []
    full = compute_my_score(reference, figures_of(table.iloc[526]))
    without = compute_my_score(reference, {**figures_of(table.iloc[526]), "ikm": None})
    assert not np.isnan(without.total)
    assert without.total > full.total, "IKM di bawah rata-ratanya: tanpa angka itu nilainya tidak turun"


def test_a_scheme_that_needs_the_others_is_refused(table: pd.DataFrame) -> None:
    scheme = load_scheme("tpp_60_40")
    ranked = scheme.rules.normalise.model_copy(update={"method": "rank"})
    rows = tuple(one.model_copy(update={"normalise": ranked}) for one in scheme.indicators)
    with pytest.raises(UsageError, match="tidak bergantung pada pegawai lain"):
        reference_of(table, scheme.model_copy(update={"indicators": rows}))
    with pytest.raises(UsageError, match="berlaku bagi semua pegawai"):
        reference_of(table, load_scheme("kesehatan_fungsi"))


def test_bands_best_first_whatever_their_order() -> None:
    scheme = load_scheme("tpp_60_40")
    turned = scheme.model_copy(
        update={"rules": scheme.rules.model_copy(update={"bands": scheme.rules.bands[::-1]})}
    )
    labels = [turned.rules.bands[k].label for k in best_first(turned)]
    assert labels == [scheme.rules.bands[k].label for k in best_first(scheme)]
    quadrant = load_scheme("skp_2022")
    assert next(quadrant.rules.bands[k].predikat for k in best_first(quadrant)) == "sangat_baik"


@pytest.fixture(scope="module")
def panel(table: pd.DataFrame) -> Any:
    old = load_scheme("tpp_60_40")
    paid = with_pay(load_scheme("seimbang"), old)
    return panel_my_score(table, old, paid, load_scheme("skp_2022"), load_scheme("skp_2019"))


def words(panel: Any) -> str:
    return str(panel._words.value + panel._picture.value)


def test_the_panel_says_that_it_is_a_proposal_that_nothing_is_kept_and_whether_it_is_sure(panel: Any) -> None:
    panel.set(scheme="tpp_60_40", hadir=19, nilai=82)
    assert panel.error is None
    assert "usulan; keputusan pada pejabat penilai" in words(panel)
    assert "belum dapat dipastikan" in words(panel)
    assert NOT_KEPT in words(panel)
    assert "status: aturan daerah" in words(panel)
    panel.set(nilai=76)
    assert panel.result.sure
    assert "belum dapat dipastikan" not in words(panel)


def test_a_small_chance_of_the_printed_band_is_explained_by_the_likelier_one(panel: Any) -> None:
    panel.set(scheme="tpp_60_40", hadir=19, nilai=82)
    chances = panel.result.chances
    names = [band.label for band in panel.result.scheme.rules.bands]
    assert names[panel.result.band] == "Tinggi"
    assert names[int(np.argmax(chances))] == "Sedang"
    told = f"Angka tercatat memuat kebetulan; tanpa itu Sedang lebih mungkin ({100 * max(chances):.0f}%)."
    assert told in words(panel)
    panel.set(nilai=76)
    assert "lebih mungkin" not in words(panel)


def test_the_panel_shows_only_what_the_scheme_uses(panel: Any) -> None:
    panel.set(scheme="tpp_60_40")
    hidden = {key for key, card in panel.cards.items() if card.layout.display == "none"}
    assert hidden == {"berkas", "tepat", "warga", "jenjang"}
    panel.set(scheme="skp_2022")
    hidden = {key for key, card in panel.cards.items() if card.layout.display == "none"}
    assert hidden == {"hadir", "base"}
    assert "Kuadran kinerja pegawai" in words(panel)
    assert "tidak menentukan uang" in words(panel)
    assert "PerBKN 3/2023; status: aturan" in words(panel)


def test_a_unit_without_survey_is_told_and_its_weight_shared(panel: Any) -> None:
    panel.set(scheme="seimbang", warga=None)
    told = words(panel)
    assert told.count("bobotnya dibagi kepada yang lain, bukan dihitung nol") >= 2
    before = panel.result.total
    panel.set(warga=90)
    assert panel.result.total != before
    panel.set(warga=None)


@pytest.mark.parametrize("code", ["tpp_60_40", "seimbang", "skp_2019"])
def test_the_rungs_add_up_to_the_total(panel: Any, code: str) -> None:
    panel.set(scheme=code)
    *steps, total = rungs_of(panel.result)
    assert total.total
    assert sum(one.value or 0.0 for one in steps) == pytest.approx(total.value)
    assert total.value == pytest.approx(panel.result.total)


@pytest.mark.parametrize("code", CODES)
def test_every_scheme_draws_at_the_ends_of_all_boxes(panel: Any, code: str) -> None:
    panel.set(scheme=code)
    for end in ("low", "high"):
        panel.set(**{one.key: getattr(one, end) for one in FIGURES if one.key != "warga"})
        assert panel.error is None, panel.error
        assert panel._picture.value.count("<svg") >= 2
    panel.set(hadir=19, nilai=82, berkas=42, tepat=57)


def test_the_saved_page_holds_pictures_and_no_second_live_region(panel: Any) -> None:
    bundle: Mapping[str, str] = panel._repr_mimebundle_()
    page = bundle["text/html"]
    assert page.count("data:image/svg+xml") >= 2
    assert "aria-live" not in page
    assert "Nilai atasan (0-100): <b>82</b>" in page
    assert "Selesai tepat waktu" not in page.split("<div role")[0], "a box that is hidden is not told"


def test_a_ladder_of_an_officer_and_of_nobody(table: pd.DataFrame) -> None:
    shown = ladder(table, load_scheme("tpp_60_40"), 4473)
    assert repr(shown).startswith("Tinggi · nilai 85,71")
    assert shown._repr_html_().count("data:image/svg+xml") == 2
    with pytest.raises(UsageError, match="99999"):
        ladder(table, load_scheme("tpp_60_40"), 99999)


def test_status_of_a_number_is_told_and_changes_round_sensibly(table: pd.DataFrame) -> None:
    basis = scheme_basis(load_scheme("tpp_60_40"))
    assert basis["status bobot"].tolist() == ["aturan daerah", "aturan daerah"]
    done = score_table(table, load_scheme("seimbang"))
    shares = changes_table(done, 4473).set_index("indikator").loc["Ketepatan waktu penyelesaian"]
    assert "0,57" in shares["sekarang"].tolist(), "a share keeps two decimals"


def test_months_are_summed_or_averaged_as_the_figures_need() -> None:
    months = pd.DataFrame(
        {
            "officer_id": [2, 2, 1, 1],
            "month": [0, 1, 0, 1],
            "innovations": [1, 2, 0, 0],
            "ikm": [70.0, np.nan, 80, 90],
        }
    )
    year = one_row_each(months)
    assert year.officer_id.tolist() == [1, 2]
    assert year.innovations.tolist() == [0, 3]
    assert year.ikm.tolist() == [85.0, 70.0]


def test_a_moved_control_needs_no_drawing_library() -> None:
    program = (
        "import sys\n"
        "from simkinerja import classroom as kelas\n"
        "from simkinerja.schemes import load_scheme\n"
        "panel = kelas.panel_my_score(kelas.load_case('salatiga'), load_scheme('tpp_60_40'))\n"
        "known = set(sys.modules)\n"
        "panel.set(nilai=70)\n"
        "assert panel.error is None\n"
        "print(sorted({'matplotlib', 'seaborn', 'faker', 'pymcdm', 'statsmodels'} & known))\n"
        "print(sorted(set(sys.modules) - known))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split("\n")[:2] == ["[]", "[]"]


def test_one_move_is_one_new_answer_and_one_new_picture(panel: Any) -> None:
    panel.set(scheme="tpp_60_40", hadir=19, nilai=82)
    sent: list[str] = []
    watch = {panel._words: "words", panel._picture: "picture"}
    for widget, name in watch.items():
        widget.observe(lambda _, name=name: sent.append(name), names="value")
    layouts: list[Any] = []
    for card in panel.cards.values():
        card.layout.observe(lambda change: layouts.append(change["name"]))
    panel.set(nilai=70)
    assert sorted(sent) == ["picture", "words"]
    assert layouts == [], "what stays hidden or shown is not sent again"
