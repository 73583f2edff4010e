"""Lesson 11: stored verdicts equal a run anew, the panel obeys its controls, checks know the mistakes."""

import json
from collections import Counter
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

from simkinerja.classroom import cases_stored as stored
from simkinerja.classroom.answers_cases import check_deciding, check_holding, check_kinds
from simkinerja.classroom.cases_lesson import (
    DOCUMENTS,
    case_table_of,
    claim_draws,
    claim_parts,
    compute_claim,
    five_cases,
    holding_percent,
    sentences_of,
)
from simkinerja.classroom.cases_panel import claim_lines, panel_claims
from simkinerja.errors import UsageError
from simkinerja.evaluate.claims import read_claims
from simkinerja.evaluate.claims_check import check_claims

ONE_EACH = (
    ("medan", "semangat_disdik"),
    ("medan_rancangan", "lebih_cakap"),
    ("rangkui", "mutu"),
    ("bandung", "solusi_bersama"),
    ("salatiga", "menghadapi_keluhan"),
)


def row_of(city: str, claim: str) -> dict[str, object]:
    return next(row for row in stored.stored_verdicts() if (row["city"], row["claim"]) == (city, claim))


@pytest.mark.parametrize(("city", "claim"), ONE_EACH)
def test_a_part_run_anew_gives_the_stored_verdict(city: str, claim: str) -> None:
    report = check_claims(
        city,
        codes=[claim],
        n_officers=stored.OFFICERS,
        draws=stored.DRAWS,
        grid_draws=stored.GRID_DRAWS,
        seed=stored.SEED,
        workers=1,
    )
    again = json.loads(json.dumps(stored.stored_row(city, report.results[0])))
    found = row_of(city, claim)
    words = "jalankan: python -m simkinerja.classroom.cases_stored"
    assert again.keys() == found.keys()
    for name, value in again.items():
        exact = value is None or not isinstance(value, float)
        assert found[name] == (value if exact else pytest.approx(value, abs=2e-6)), f"{name}: {words}"


def test_every_claim_of_every_document_has_a_verdict_and_the_file_says_how() -> None:
    rows = [(row["city"], row["claim"]) for row in stored.stored_verdicts()]
    assert rows == [(city, one.code) for city in stored.CITIES for one in read_claims(city).claims]
    head = json.loads((files("simkinerja.classroom") / "data" / "lima_kasus.json").read_text("utf-8"))
    told = (head["n_officers"], head["draws"], head["grid_draws"], head["seed"])
    assert told == (stored.OFFICERS, stored.DRAWS, stored.GRID_DRAWS, stored.SEED)
    assert "SINTETIS" in head["note"]


def test_the_tables_count_the_stored_rows() -> None:
    table = five_cases().set_index("dokumen")
    counts = Counter(row["verdict"] for row in stored.stored_verdicts())
    assert table.loc["semua"].sum() == len(stored.stored_verdicts())
    assert table.loc["semua", "bertahan"] == counts["bertahan"]
    assert (table.drop("semua").sum() == table.loc["semua"]).all()
    for city in DOCUMENTS:
        tested = [row for row in stored.stored_verdicts() if row["city"] == city and row["share"] is not None]
        assert len(case_table_of(city)) == len(tested) >= 6


def test_panel_draws_are_those_of_the_check_and_join() -> None:
    city, claim = "medan", "semangat_disdik"
    whole = compute_claim(city, claim, count=8)
    parts = compute_claim(city, claim, count=5).joined(compute_claim(city, claim, count=3, first=5))
    assert np.array_equal(whole.effects, parts.effects)
    report = check_claims(city, codes=[claim], draws=8, grid_draws=8, seed=stored.SEED, workers=1)
    cell = next(one for one in report.results[0].cells if one.conditions == {"acted_on": False})
    acted = compute_claim(city, claim, {"acted_on": False}, count=8)
    assert acted.share == cell.share
    assert float(np.median(acted.effects)) == pytest.approx(cell.median, abs=1e-12)


def test_the_panel_follows_city_claim_and_condition() -> None:
    panel = panel_claims("medan", "semangat_disdik")
    shown = {key for key, card in panel.cards.items() if card.layout.display == ""}
    assert shown == {"city", "claim", "acted_on"}
    panel.set(acted_on=False)
    assert panel.error is None
    assert panel.result.share == 0.0
    assert "Gugur di sini: 0 dari 5" in panel._words.value
    assert "tindak lanjut pimpinan: tidak ditindaklanjuti" in panel._picture.value
    panel.set(city="salatiga")
    assert panel.error is None
    assert panel.values["claim"] in {one.code for one in read_claims("salatiga").claims}
    panel.set(claim="pelatihan")
    assert "Bertahan di sini: 5 dari 5" in panel._words.value
    codes = [code for _, code in panel._boxes["claim"].options]
    assert "usaha_baru" not in codes, "outside the model"
    with pytest.raises(UsageError, match="semangat"):
        panel_claims("medan", "semangt")


def test_a_claim_that_nobody_records_is_said_so() -> None:
    assert any("tidak dapat melihatnya" in line for line in claim_lines(compute_claim("salatiga", "suasana")))
    seen = compute_claim("salatiga", "pelatihan")
    assert seen.seen is not None
    assert any("Kantor mengira melihatnya" in line for line in claim_lines(seen))


def test_consequence_alone_does_not_do_but_with_automatic_enforcement_it_may() -> None:
    only = compute_claim("medan", "efektivitas", {"consequence": 1.0, "automatic": False}, count=5)
    enforced = compute_claim("medan", "efektivitas", {"consequence": 1.0, "automatic": True}, count=5)
    assert np.median(only.effects) < only.smallest < np.median(enforced.effects)


def test_checks_know_the_usual_mistakes() -> None:
    kinds = sentences_of("medan", ["2.3", "3.4", "4.4"])
    right = dict(zip(kinds.nomor, kinds.jenis, strict=True))
    assert sorted(right.values()) == ["bukan kausal", "di luar model", "kausal"]
    assert check_kinds(right, kinds).ok
    assert "tidak dihitung model" in check_kinds({**right, "4.4": "kausal"}, kinds).message
    draws = claim_draws("salatiga", "menghadapi_keluhan", n=8)
    effects = draws.dengan - draws.tanpa
    share = holding_percent(draws, 1)
    assert 0 < share < 50 < 100 * (effects > 0).mean()
    assert check_holding(share, draws, 1).ok
    assert "sedikit pun" in check_holding(100 * (effects > 0).mean(), draws, 1).message
    assert "yang gugur" in check_holding(100 - share, draws, 1).message
    assert check_deciding("Tindak lanjut pimpinan").ok
    assert "nada" in check_deciding("nada").message


def test_a_fall_is_counted_as_a_fall() -> None:
    table = pd.DataFrame({"tanpa": [5.0, 5.0], "dengan": [4.0, 6.0]})
    assert holding_percent(table, 0.5, "turun") == 50.0
    parts = claim_parts("medan", "disiplin").set_index("bagian").isi
    assert parts["disebut dokumen"] == "nada: mengendalikan"
