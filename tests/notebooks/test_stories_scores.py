"""What lessons 02 and 03 say in words holds in the data; when the data change, these say what to mend."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simkinerja import classroom as kelas
from simkinerja.classroom.builder_panel import panel_scheme_builder
from simkinerja.classroom.my_score import FIGURES
from simkinerja.classroom.scheme_seeds import band_years, truth_correlations
from simkinerja.evaluate.band_certainty import SURE_FROM
from simkinerja.population.ratings import RatingModel
from simkinerja.schemes import load_scheme

FOLDER = Path(__file__).parents[2] / "notebooks" / "sumber"
ME = 4473


def prose(book: str) -> str:
    """A lesson's source as one line of words."""
    return " ".join((FOLDER / f"{book}.py").read_text(encoding="utf-8").replace("\n# ", " ").split())


@pytest.fixture(scope="module")
def salatiga() -> Any:
    assert 'load_case("salatiga")' in prose("03_menghitung_skor")
    return kelas.load_case("salatiga")


@pytest.fixture(scope="module")
def bandung() -> Any:
    assert 'load_case("bandung")' in prose("02_merancang_indikator")
    return kelas.load_case("bandung")


@pytest.fixture(scope="module")
def schemes() -> dict[str, Any]:
    return {"lama": load_scheme("tpp_60_40"), "baru": load_scheme("seimbang")}


def test_03_the_person_of_the_scene(salatiga: Any, schemes: dict[str, Any]) -> None:
    told = prose("03_menghitung_skor")
    assert f"saya = {ME}" in told
    me = salatiga[salatiga.officer_id == ME].iloc[0]
    assert me.jenjang == "Terampil"
    assert "Sekretariat" in me.unit
    assert np.isnan(me.ikm)
    assert np.isnan(me.complaints_on_time_share)
    done = kelas.score_table(salatiga, schemes["lama"])
    row = done.raw.row_of(ME)
    assert done.labels[row] == "Tinggi"
    assert f"{done.total.values[row] - 85:.1f}".replace(".", ",") == "0,7"
    assert "Tinggi Anda hanya 0,7 poin di atas batas" in told
    assert f"{me.rating_throughput:.2f}".replace(".", ",") == "82,01"
    assert "nilai atasan Anda tetap 82,01" in told
    assert "ke-1.012 pegawai" in told
    assert len(salatiga) == 1012
    assert "Yang baru memakai tujuh indikator" in told
    assert len(schemes["baru"].indicators) == 7
    three = salatiga[salatiga.officer_id.isin([4471, 4473, 4477])]
    assert three.agency.nunique() == 1, "tiga orang dari dinas yang sama"
    assert three.officer_id.tolist()[1] == ME, "Anda yang di tengah"


def test_03_the_boxes_begin_with_the_persons_own_figures_rounded(salatiga: Any) -> None:
    me = salatiga[salatiga.officer_id == ME].iloc[0]
    for one in FIGURES:
        if one.key != "warga":
            assert one.value == round(me[one.measures[0]] / one.per), one.key


def test_03_the_limit_of_certain_and_the_shares_of_the_text(salatiga: Any, schemes: dict[str, Any]) -> None:
    told = prose("03_menghitung_skor")
    assert f"peluangnya paling sedikit {SURE_FROM:.0%}" in told
    sure = {name: kelas.certain_percent(kelas.score_table(salatiga, one)) for name, one in schemes.items()}
    assert 45 < sure["lama"] < 70, "banyak yang tidak pasti"
    assert sure["baru"] > sure["lama"] + 15
    model = RatingModel.published()
    assert f"{model.rater:.0%} perbedaan penilaian satu aspek berasal dari penilainya" in told
    assert 0.21 <= model.ratee <= 0.25, "seperempatnya"


def test_03_in_repeated_years_the_person_is_more_often_sedang(salatiga: Any, schemes: dict[str, Any]) -> None:
    assert "lebih sering Sedang" in prose("03_menghitung_skor")
    found = band_years(salatiga, schemes, ME, "salatiga", 20)
    assert found["lama"][0].count("Sedang") > 10
    assert set(found["baru"][0]) == {"Baik"}
    assert np.mean(found["baru"][1]) > np.mean(found["lama"][1]) + 0.2


def test_03_what_to_try_does_what_it_says(salatiga: Any, schemes: dict[str, Any]) -> None:
    paid = kelas.with_pay(schemes["baru"], schemes["lama"])
    panel = kelas.panel_my_score(salatiga, schemes["lama"], paid)
    panel.set(nilai=82)
    above = panel.result
    panel.set(nilai=81)
    assert panel.result.score.labels != above.score.labels, "angka berapa tingkatannya berubah"
    assert above.chances[above.band] < 0.3
    panel.set(scheme="seimbang", nilai=82)
    high = panel.result
    panel.set(nilai=60)
    assert panel.result.total < high.total - 5, "nilainya ikut turun"
    assert panel.result.score.labels == high.score.labels == ("Baik",), "predikatnya tidak"


def test_02_the_figures_of_the_closing_sentence(bandung: Any) -> None:
    told, draft = prose("02_merancang_indikator"), kelas.neighbour_draft()
    done = kelas.score_table(bandung, draft)
    weights = kelas.real_weights(done).set_index("indikator")
    presence = weights.loc["Kehadiran"]
    assert f"tertulis {presence.tertulis:.0%}, tetapi pengaruhnya hanya {presence.nyata:.0%}" in told
    shares = kelas.band_shares(done).set_index("tingkatan").bagian
    assert f"{shares['Baik']:.0%} pegawai akan mendapat Baik" in told
    minutes = next(one for one in draft.indicators if one.code == "menit")
    assert f"{weights.loc[minutes.label].tertulis:.0%} nilai berasal dari laporan sendiri" in told
    assert minutes.audit is not None
    assert minutes.audit <= 0.05, "hampir tidak diperiksa"
    assert minutes.channel == "ekinerja"
    assert "menit aktivitas* 6.000 sebulan" in told
    assert minutes.target == 6000
    assert weights.tertulis.idxmax() == "Kehadiran", "yang terberat"
    assert "dua baris terakhir tabel bobot" in told
    assert weights.index[2:].str.contains("kasus").all()


def test_02_the_three_rows_show_presence_close_and_minutes_apart(bandung: Any) -> None:
    found = re.search(r"iloc\[\[([\d, ]+)\]\]", prose("02_merancang_indikator"))
    assert found
    table = kelas.contributions_table(kelas.score_table(bandung, kelas.neighbour_draft()))
    three = table.iloc[[int(x) for x in found[1].split(",")]]
    gap = three.max() - three.min()
    assert gap["Kehadiran"] / 40 < gap["Menit aktivitas kerja"] / 20


def test_02_more_weight_on_presence_hardly_follows(bandung: Any) -> None:
    bench = panel_scheme_builder(bandung, kelas.neighbour_draft())
    assert bench.which.value == "kehadiran"
    real = {}
    for weight in (40, 60, 80):
        bench.boxes["weight"].value = weight
        table = bench.result.weights.set_index("label")
        real[weight] = (float(table.nominal["Kehadiran"]), float(table.effective["Kehadiran"]))
    for weight in (60, 80):
        assert real[weight][1] < real[weight][0] - 0.1, "bobot nyatanya tidak menyusul"


def test_02_mended_as_the_text_says_advice_goes(bandung: Any) -> None:
    bench = panel_scheme_builder(bandung, kelas.neighbour_draft())
    before = len(bench.result.advice)
    for code, inside in (("jumlah_tepat_waktu", False), ("menit", False), ("mutu", True)):
        bench.which.value = code
        bench.boxes["inside"].value = inside
        assert bench.error is None
    bench.boxes["weight"].value = 20
    sentences = " ".join(text for _, text in bench.result.advice)
    assert "mudah diisi" not in sentences
    assert "dihitung lebih dari sekali" not in sentences
    assert len(bench.result.advice) < before


def test_02_schemes_differ_in_how_far_they_go_with_the_truth(bandung: Any) -> None:
    names = {code: load_scheme(code) for code in ("menit_aktivitas", "tpp_60_40", "seimbang")}
    found = truth_correlations(bandung, {**names, "rancangan": kelas.neighbour_draft()}, "bandung", 6)
    ordered = ["menit_aktivitas", "tpp_60_40", "rancangan", "seimbang"]
    for low, high in pairwise(ordered):
        assert max(found[low]) < min(found[high]), (low, high)
