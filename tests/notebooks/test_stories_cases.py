"""What lesson 11 says in words holds in the documents, in the stored verdicts and in the panel."""

from pathlib import Path

import numpy as np

from simkinerja import classroom as kelas
from simkinerja.classroom.cases_lesson import compute_claim
from simkinerja.classroom.cases_stored import stored_verdicts
from simkinerja.evaluate.claims_verdict import FAILS, HOLDS
from simkinerja.simulate.outcomes import outcomes

SOURCE = Path(__file__).parents[2] / "notebooks" / "sumber" / "11_lima_kasus.py"
VERDICTS = {(row["city"], row["claim"]): row for row in stored_verdicts()}


def prose() -> str:
    """The lesson's source as one line of words."""
    return " ".join(SOURCE.read_text(encoding="utf-8").replace("\n# ", " ").split())


def test_11_figures_of_the_rule() -> None:
    told = prose()
    assert f"Batas {HOLDS:.0%} untuk *bertahan*, {FAILS:.0%} untuk *gugur*" in told
    assert outcomes()["motivation"].smallest_effect == 0.05
    assert "Pengaruh terkecil yang berarti 1 poin" in told
    assert compute_claim("salatiga", "menghadapi_keluhan", count=1).smallest == 1.0
    assert "2.000 pegawai, 24 undian, benih 2026" in told


def test_11_most_sentences_are_causal_and_the_commonest_verdict_is_that_it_depends() -> None:
    table = kelas.documents_table()
    causal = (table.kausal + table["di luar model"]).sum()
    assert causal > 0.5 * table.kalimat.sum()
    last = kelas.five_cases().set_index("dokumen").loc["semua"]
    assert last.drop("di luar model").idxmax() == "bergantung"


def test_11_what_lasts_and_what_is_frail() -> None:
    for one in (("salatiga", "pelatihan"), ("medan_rancangan", "lebih_cakap"), ("salatiga", "izin_cepat")):
        assert VERDICTS[one]["verdict"].startswith("bertahan"), one
    for one in (("medan", "efektivitas"), ("medan", "efisiensi"), ("bandung", "efisiensi")):
        assert VERDICTS[one]["share"] < FAILS, "as written, nothing follows from the record"


def test_11_three_rows_do_not_all_hold_and_not_all_fail() -> None:
    three = kelas.claim_draws("medan", "semangat_disdik", n=3)
    assert 0 < kelas.holding_percent(three, 0.05) < 100


def test_11_what_there_is_to_try() -> None:
    claim = ("medan", "efektivitas")
    ladder = [
        float(np.median(compute_claim(*claim, {"consequence": c, "automatic": False}).effects))
        for c in (0.0, 1.0)
    ]
    automatic = compute_claim(*claim, {"consequence": 1.0, "automatic": True})
    assert max(ladder) < automatic.smallest, "consequence by insiders is not enough"
    assert np.median(automatic.effects) > automatic.smallest
    assert automatic.seen is not None
    assert automatic.seen.mean() > 0.5
    little, full = (
        compute_claim("salatiga", "menghadapi_keluhan", {"support": s}, count=8).share for s in (0.1, 0.9)
    )
    assert little < full


def test_11_some_hold_unseen_and_some_are_seen_that_do_not_hold() -> None:
    seen = [row for row in stored_verdicts() if row["seen"] is not None]
    assert any(row["seen"] > 0.8 and not row["verdict"].startswith("bertahan") for row in seen)
    assert any(row["seen"] < 0.2 and row["verdict"].startswith("bertahan") for row in seen)
