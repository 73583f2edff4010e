"""The seven shipped schemes: sound, every number says who, and they tell people of every case apart."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from simkinerja.population.case_records import draw_case_records
from simkinerja.population.draw import draw_population
from simkinerja.rules.berakhlak import core_values
from simkinerja.rules.ratings import PREDICATES, RATINGS, quadrant
from simkinerja.rules.regime2019 import predicate_2019, score_2019
from simkinerja.rules.registry import get_rule
from simkinerja.rules.tpp import allowance_balangan
from simkinerja.schemes.behaviour import behaviour_problems
from simkinerja.schemes.problems import scheme_problems
from simkinerja.schemes.read import load_scheme, shipped_path, shipped_schemes
from simkinerja.schemes.tree import nominal_weights, tree_of
from simkinerja.scoring.score import score

if TYPE_CHECKING:
    from simkinerja.schemes.model import LegalBasis, Scheme

CODES = {
    "skp_2022",
    "skp_2019",
    "medan_kepuasan_kecepatan_inovasi",
    "kesehatan_fungsi",
    "menit_aktivitas",
    "tpp_60_40",
    "seimbang",
}
CASES = ("medan", "medan_rancangan", "rangkui", "bandung", "salatiga")
NUMBERS = ("weight", "target", "normalise", "reliability", "dimension", "inflation", "audit", "evidence")


def test_the_seven_are_there() -> None:
    assert set(shipped_schemes()) == CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_shipped_is_sound_and_can_be_simulated(code: str) -> None:
    scheme = load_scheme(code)
    assert scheme.code == code
    assert scheme_problems(scheme) == ()
    assert behaviour_problems(scheme) == ()
    assert scheme.note
    assert (
        shipped_path(code)
        .read_text("utf-8")
        .startswith("# yaml-language-server: $schema=../skema.schema.json\n")
    )


def _says(scheme: Scheme) -> dict[str, LegalBasis | None]:
    """Who says each number of a scheme."""
    found: dict[str, LegalBasis | None] = {}
    for one in scheme.indicators:
        for name in NUMBERS:
            if getattr(one, name) is not None:
                found[f"{one.code}.{name}"] = scheme.says_who(one, name)
    for name in ("normalise", "aggregate", "cuts", "missing", "bands", "coverage"):
        found[f"rules.{name}"] = scheme.says_who(scheme.rules, name)
    for band in scheme.rules.bands:
        found[f"band.{band.code}"] = band.basis or found["rules.bands"]
    found["consequence"] = scheme.consequence.basis
    return found


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_number_says_who_and_how_it_is_known(code: str) -> None:
    for name, basis in _says(load_scheme(code)).items():
        assert basis is not None, name
        assert basis.source, name
        assert basis.status == "law" or basis.note or basis.article, name


def test_only_these_numbers_are_law() -> None:
    """A number that becomes law by mistake is caught here."""
    law = {
        f"{code}:{name}"
        for code in CODES
        for name, basis in _says(load_scheme(code)).items()
        if basis is not None and basis.status == "law"
    }
    behaviours = {f"skp_2022:{value.key}.evidence" for value in core_values()}
    assert law == behaviours | {
        "skp_2022:rules.aggregate",
        "skp_2022:rules.bands",
        "skp_2022:consequence",
        "skp_2019:nilai_skp.weight",
        "skp_2019:nilai_skp.normalise",
        "skp_2019:nilai_perilaku.weight",
        "skp_2019:rules.aggregate",
        "skp_2019:rules.bands",
        "skp_2019:rules.normalise",
        "skp_2019:consequence",
        *(f"skp_2022:band.{key}" for key in PREDICATES),
        *(f"skp_2019:band.{key}" for key in ("sangat_baik", "baik", "cukup")),
    }


def test_berakhlak_is_worded_as_the_law_words_it() -> None:
    scheme = load_scheme("skp_2022")
    values = [one for one in scheme.indicators if one.parent == "perilaku_kerja"]
    assert [(one.code, one.label) for one in values] == [(one.key, one.label) for one in core_values()]
    items = [item for one in values if one.evidence for item in one.evidence.items]
    assert items == [item for value in core_values() for item in value.behaviours]
    assert len(items) == 21
    assert "tidak memberi rumus angka" in str(scheme.note)
    assert "194" in str(scheme.note)


def test_ratings_given_by_the_office_go_through_the_quadrant() -> None:
    scheme = load_scheme("skp_2022")
    normalise = scheme.indicator("hasil_kerja").normalise
    assert normalise is not None
    points = dict(zip(list(RATINGS)[::-1], [one.points for one in normalise.categories], strict=True))
    pairs = [(a, b) for a in RATINGS for b in RATINGS]
    table = pd.DataFrame(
        {"hasil_kerja": [points[a] for a, _ in pairs], "perilaku_kerja": [points[b] for _, b in pairs]}
    )
    assert list(score(table, scheme).labels) == [PREDICATES[quadrant(a, b)] for a, b in pairs]


@pytest.mark.parametrize("skp", [0, 49.99, 50, 69, 70, 89.99, 90, 100, 109.99, 110, 113.5, 120])
@pytest.mark.parametrize("behaviour", [0, 50, 75.5, 90, 110, 120])
def test_skp_2019_equals_the_rule(skp: float, behaviour: float) -> None:
    scheme = load_scheme("skp_2019")
    done = score(pd.DataFrame({"nilai_skp": [skp], "nilai_perilaku": [behaviour]}), scheme)
    exact = score_2019(Fraction(str(skp)), Fraction(str(behaviour)))
    assert done.total.values[0] == pytest.approx(float(exact), abs=1e-9)
    assert scheme.rules.bands[int(done.bands.index[0])].code == predicate_2019(exact, new_idea=True)


def test_skp_2019_says_what_a_new_idea_is_for() -> None:
    scheme = load_scheme("skp_2019")
    best = scheme.rules.bands[0]
    assert (best.code, best.lower) == ("sangat_baik", 110)
    assert "ide baru" in best.label
    assert predicate_2019(110) == "baik"  # without one, as the note says
    assert "tanpa ide baru penilai menetapkan Baik" in " ".join(str(scheme.note).split())


def test_tpp_equals_the_local_rule() -> None:
    base, skp, attendance = 1_000_000, 80, 95
    table = pd.DataFrame({"kinerja": [skp], "kehadiran": [21 * attendance / 100], "tpp_base_idr": [base]})
    done = score(table, load_scheme("tpp_60_40"))
    a_month = done.paid.idr[0] / done.raw.n_months
    assert a_month == pytest.approx(float(allowance_balangan(base, skp, attendance).total_idr))


def test_minutes_are_those_of_the_rule() -> None:
    minutes = get_rule("skp.aktivitas_lokal").values["minutes_per_month"]
    assert load_scheme("menit_aktivitas").indicator("menit").target == minutes


def test_the_balanced_scheme_keeps_its_promises() -> None:
    scheme = load_scheme("seimbang")
    leaves = [scheme.indicators[i] for i in tree_of(scheme).leaves]
    weights = nominal_weights(scheme)[list(tree_of(scheme).leaves)]
    without = [i for i, one in enumerate(leaves) if one.channel not in {"skm", "complaint_log"}]
    assert weights.max() <= 0.30
    assert (weights[without] / weights[without].sum()).max() <= 0.30
    assert len({one.channel for one in leaves}) == 5
    assert all(one.inflation is not None and one.inflation <= 0.2 for one in leaves)
    assert all(one.audit is not None and one.audit >= 0.1 for one in leaves)
    assert sum(one.evidence.minutes or 0 for one in leaves if one.evidence) < 60
    assert not scheme.consequence.automatic


@pytest.fixture(scope="module", params=CASES)
def records(request: pytest.FixtureRequest) -> pd.DataFrame:
    return draw_case_records(draw_population(request.param, seed=2026, n_officers=200), 12, 7)


def test_every_case_is_told_apart(records: pd.DataFrame) -> None:
    for code in sorted(CODES):
        scheme = load_scheme(code)
        done = score(records, scheme)
        counts = Counter(label for label in done.labels if label is not None)
        rated = sum(counts.values())
        assert rated > 20, code
        assert len(counts) >= 2, (code, counts)
        assert max(counts.values()) <= 0.95 * rated, (code, counts)
        assert np.nanmin(done.total.values) >= 0, code
        if code != "kesehatan_fungsi":
            assert rated == done.n, code


def test_health_is_for_the_health_office_only(records: pd.DataFrame) -> None:
    done = score(records, load_scheme("kesehatan_fungsi"))
    inside = (done.raw.officers["agency"].astype("str") == "Dinas Kesehatan").to_numpy()
    assert 0 < inside.sum() < done.n
    assert np.isnan(done.total.values[~inside]).all()
    assert not done.raw.in_scope[~inside].any()


def test_notes_are_indonesian_and_whole() -> None:
    for code in CODES:
        texts = _texts(load_scheme(code).model_dump())
        assert not [text for text in texts if re.search(r"\b(the|and|score|helper|TODO)\b", text)], code


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list | tuple):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) and " " in value else []
