"""The workbench: real weights, edits, files in and out, faults as sentences."""

import base64
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from simkinerja.classroom.builder_panel import SchemeBuilder, panel_scheme_builder
from simkinerja.classroom.case_table import MEASURES, load_case
from simkinerja.classroom.scheme_builder import (
    MOST_BYTES,
    band_shares,
    build,
    evidence_hours,
    read_upload,
    real_weights,
    with_band,
    with_field,
    without_indicator,
)
from simkinerja.classroom.scheme_catalogue import catalogue, empty_scheme, neighbour_draft
from simkinerja.classroom.scheme_tables import contributions_table, evidence_table, score_table
from simkinerja.errors import InputError, UsageError
from simkinerja.evaluate import check_scheme
from simkinerja.schemes import load_scheme, save_scheme, scheme_bytes, scheme_problems, shipped_schemes
from simkinerja.schemes.model import Indicator, Normalise, Rules, Scheme


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return load_case("bandung")


@pytest.fixture
def bench(table: pd.DataFrame) -> Any:
    return panel_scheme_builder(table, neighbour_draft())


def upload(bench: Any, name: str, content: bytes) -> None:
    one = {"name": name, "type": "", "size": len(content), "content": memoryview(content)}
    bench.upload.value = ({**one, "last_modified": datetime.now(UTC)},)


def words(bench: Any) -> str:
    return str(bench._words.value + bench._picture.value)


def test_real_weights_are_correlations_and_near_those_of_the_advice(table: pd.DataFrame) -> None:
    done = score_table(table, neighbour_draft())
    found = real_weights(done)
    assert found.nyata.sum() == pytest.approx(1)
    assert found.tertulis.tolist() == pytest.approx([0.4, 0.2, 0.2, 0.2])
    for label, r in zip(found.indikator, found.korelasi, strict=True):
        parts = contributions_table(done)
        assert r == pytest.approx(parts[label].corr(parts["Nilai"]))
    advice = check_scheme(neighbour_draft(), table).summary
    assert advice is not None
    assert np.abs(advice.weights.effective.to_numpy() - found.nyata.to_numpy()).max() < 0.02


def test_an_indicator_on_which_everybody_is_alike_has_no_real_weight() -> None:
    plain = Rules(normalise=Normalise(method="none"))
    rows = (Indicator(code="x", label="X"), Indicator(code="y", label="Y", weight=9))
    scheme = Scheme(code="a", title="A", indicators=rows, rules=plain)
    told = real_weights(score_table(pd.DataFrame({"x": [1.0, 2.0, 4.0], "y": [50.0] * 3}), scheme))
    assert told.nyata.tolist() == [1.0, 0.0]
    with pytest.raises(UsageError, match="berbeda-beda"):
        real_weights(score_table(pd.DataFrame({"x": [1.0, 1.0], "y": [1.0, 1.0]}), scheme))


def test_the_catalogue_measures_what_the_records_hold_and_says_who_says(table: pd.DataFrame) -> None:
    for one in catalogue():
        assert one.measure in table.columns
        assert one.measure in MEASURES
        assert one.basis is not None
        assert one.evidence is not None
    assert len({one.code for one in catalogue()}) == len(catalogue())
    for scheme in (neighbour_draft(), empty_scheme()):
        assert scheme_problems(scheme) == ()


def test_weights_of_the_draft_are_nobodys_rule() -> None:
    draft = neighbour_draft()
    for one in draft.indicators:
        basis = draft.says_who(one, "weight")
        assert basis is not None
        assert basis.source == "Pengandaian pelajaran"


def test_the_draft_has_the_faults_that_the_lesson_teaches(table: pd.DataFrame) -> None:
    found = check_scheme(neighbour_draft(), table)
    assert {"easy_to_inflate", "double_counting", "one_band", "no_care"} <= found.kinds
    shares = band_shares(score_table(table, neighbour_draft())).set_index("tingkatan").bagian
    assert shares["Baik"] > 0.85


def test_whoever_changes_a_number_answers_for_it() -> None:
    scheme = with_field(load_scheme("tpp_60_40"), "kinerja", weight=70)
    basis = scheme.says_who(scheme.indicator("kinerja"), "weight")
    kept = scheme.says_who(scheme.indicator("kehadiran"), "weight")
    assert basis is not None
    assert kept is not None
    assert (basis.status, kept.status) == ("assumed", "local")
    with pytest.raises(ValidationError):
        with_field(scheme, "kinerja", audit=7)


def test_evidence_is_counted_in_hours() -> None:
    assert evidence_hours(neighbour_draft()) == 44
    assert evidence_table(neighbour_draft())["menit sebulan"].sum() == 220


def test_the_last_indicator_stays_and_an_emptied_group_goes() -> None:
    with pytest.raises(UsageError, match="bukan indikator terakhir"):
        without_indicator(empty_scheme(), "kehadiran")
    scheme = load_scheme("skp_2019")
    below = [one.code for one in scheme.indicators if one.parent == "nilai_skp"]
    for code in below:
        scheme = without_indicator(scheme, code)
    assert "nilai_skp" not in {one.code for one in scheme.indicators}


@pytest.mark.parametrize("kind", ["yaml", "xlsx"])
@pytest.mark.parametrize("code", ["rancangan", *shipped_schemes()])
def test_every_scheme_comes_back_from_its_own_download(kind: str, code: str) -> None:
    scheme = neighbour_draft() if code == "rancangan" else load_scheme(code)
    assert read_upload(f"a.{kind}", scheme_bytes(scheme, kind)) == scheme


def test_a_large_file_is_not_read() -> None:
    with pytest.raises(InputError, match="paling besar 1000 kB"):
        read_upload("a.yaml", b" " * (MOST_BYTES + 1))


def test_all_faults_of_a_file_are_named(tmp_path: Path) -> None:
    text = scheme_bytes(load_scheme("seimbang"), "yaml").decode()
    broken = text.replace("direction: naik", "direction: miring").replace("method: target", "method: apa", 1)
    with pytest.raises(InputError) as caught:
        read_upload("tetangga.yaml", broken.encode())
    assert len(caught.value.problems) >= 8
    assert str(tmp_path) not in str(caught.value)


def test_a_weight_moves_the_picture_and_the_scheme(bench: Any) -> None:
    before = bench._picture.value
    bench.boxes["weight"].value = 80
    assert bench.scheme.indicators[0].weight == 80
    assert bench._picture.value != before
    assert "(bobot 80)" in bench.which.options[0][0]
    assert bench.error is None


def test_indicators_come_and_go(bench: Any) -> None:
    bench.which.value = "kepuasan"
    assert bench.boxes["inside"].value is False
    assert bench.boxes["weight"].disabled
    bench.boxes["inside"].value = True
    assert [one.code for one in bench.scheme.indicators][-1] == "kepuasan"
    assert not bench.boxes["weight"].disabled
    bench.boxes["inside"].value = False
    assert "kepuasan" not in {one.code for one in bench.scheme.indicators}
    for code in ("jumlah_selesai", "jumlah_tepat_waktu", "menit"):
        bench.which.value = code
        bench.boxes["inside"].value = False
    bench.which.value = "kehadiran"
    bench.boxes["inside"].value = False
    assert "bukan indikator terakhir" in words(bench)
    assert len(bench.scheme.indicators) == 1


def test_advice_goes_when_its_cause_goes(bench: Any) -> None:
    assert "mudah diisi lebih besar" in words(bench)
    bench.which.value = "menit"
    bench.boxes["audit"].value = 30
    assert bench.scheme.indicator("menit").audit == pytest.approx(0.3)
    assert "mudah diisi lebih besar" not in words(bench)


def test_a_border_in_the_wrong_place_is_a_sentence_and_can_be_mended(bench: Any) -> None:
    good = bench.borders.children[1]
    good.value = 99
    assert bench.result.faults
    assert 'role="alert"' in words(bench)
    assert "<svg" not in words(bench)
    good.value = 70
    assert not bench.result.faults
    assert "<svg" in words(bench)


def test_a_saved_scheme_is_a_link_that_holds_the_scheme_and_goes_stale(bench: Any) -> None:
    bench.boxes["weight"].value = 33
    assert bench._files.value == ""
    bench.save.click()
    links = re.findall(r'download="rancangan\.(\w+)" href="data:[^;]+;base64,([^"]+)"', bench._files.value)
    assert [kind for kind, _ in links] == ["yaml", "xlsx"]
    for kind, data in links:
        assert read_upload(f"a.{kind}", base64.b64decode(data)) == bench.scheme
    bench.boxes["weight"].value = 34
    assert bench._files.value == "", "an old file must not be mistaken for the new scheme"


def test_a_neighbours_file_is_opened_and_a_broken_one_leaves_the_bench_as_it_was(
    bench: Any, tmp_path: Path
) -> None:
    mine = with_band(load_scheme("seimbang"), "baik", 85).model_copy(update={"title": "Milik tetangga"})
    upload(bench, "tetangga.xlsx", save_scheme(mine, tmp_path / "a.xlsx").read_bytes())
    assert bench.scheme == mine
    assert "Milik tetangga" in words(bench)
    upload(bench, "rusak.yaml", b"kode: [1\nbaris: 2")
    assert bench.scheme == mine
    assert "Yang perlu diperbaiki" in words(bench)
    upload(bench, "besar.yaml", b"x" * (MOST_BYTES + 1))
    assert "paling besar 1000 kB" in words(bench)
    upload(bench, "gambar.xlsx", b"\x89PNG\r\n")
    assert bench.scheme == mine


@pytest.mark.parametrize("code", shipped_schemes())
def test_every_shipped_scheme_lies_on_the_bench_and_each_indicator_can_be_chosen(
    bench: Any, code: str
) -> None:
    bench.start.value = load_scheme(code).title
    assert bench.scheme.code == code
    assert bench.error is None, bench.error
    assert not bench.result.faults
    for _, one in bench.which.options:
        bench.which.value = one
        assert bench.error is None, (one, bench.error)
    assert bench.scheme == load_scheme(code), "looking changes nothing"


def test_the_saved_page_shows_the_first_state(bench: Any) -> None:
    page = bench._repr_mimebundle_()["text/html"]
    bench.boxes["weight"].value = 5
    assert bench._repr_mimebundle_()["text/html"] == page
    assert page.count("data:image/svg+xml") == 2
    assert "Rancangan tetangga: 5 nasihat" in page


def test_every_control_has_a_name(bench: Any) -> None:
    boxes = [bench.start, bench.upload, bench.which, bench.way, bench.cap, bench.save]
    for box in [*boxes, *bench.boxes.values(), *bench.borders.children]:
        assert box.description


def test_a_scheme_that_the_records_cannot_feed_is_told(table: pd.DataFrame) -> None:
    scheme = neighbour_draft()
    rows = (*scheme.indicators, Indicator(code="aneh", label="Aneh", measure="tidak_ada", target=1))
    found = build(scheme.model_copy(update={"indicators": rows}), table)
    assert found.faults or any("Aneh" in sentence for _, sentence in found.advice)


def test_a_bench_without_other_schemes_still_works(table: pd.DataFrame) -> None:
    bench = SchemeBuilder(table.head(120), neighbour_draft(), [])
    bench.way.value = "geometric"
    assert bench.scheme.rules.aggregate.method == "geometric"
    assert bench.error is None
    bench.way.value = "quadrant"
    assert bench.result.faults, "two groups are missing"
    bench.cap.value = 120
    assert bench.scheme.rules.normalise.cap == 120


def test_the_picture_shows_the_weights_of_the_lessons_own_formula(table: pd.DataFrame) -> None:
    """The table in the prose and the picture in the panel say the same figure."""
    shown = build(neighbour_draft(), table).weights
    assert shown.effective.tolist() == real_weights(score_table(table, neighbour_draft())).nyata.tolist()
    same = table.assign(**dict.fromkeys(table.select_dtypes("number").columns, 1.0))
    assert build(neighbour_draft(), same).weights is None
