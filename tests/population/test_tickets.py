"""Tickets: the clock, the repeats and the words."""

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from simkinerja.population import draw_feedback, draw_population
from simkinerja.population.ticket_text import domain_of, materials
from simkinerja.population.tickets import STATES
from simkinerja.rules.deadlines import add_working_days
from simkinerja.streams import Streams

CITIES = ("medan", "rangkui", "bandung", "salatiga")
SERVICES = (
    "KTP elektronik, KK, dan akta",
    "Rawat jalan puskesmas",
    "Perizinan berusaha dan nonberusaha",
    "Layanan administrasi sekolah dasar",
    "Uji berkala kendaraan bermotor",
    "Pengaduan sampah dan dokumen lingkungan",
    "Pelayanan pajak daerah",
    "Rekomendasi bantuan sosial",
    "Surat keterangan kelurahan",
    "Keanggotaan perpustakaan",
)


@pytest.fixture(scope="module")
def units():
    n = 500
    table = pd.DataFrame({"unit_id": np.arange(n), "agency_id": 0, "label": [f"Unit {i}" for i in range(n)]})
    table["service"] = pd.Series([SERVICES[i % len(SERVICES)] for i in range(n)], dtype="str")
    return table.assign(true_quality=Streams(1).normal("quality", n))


@pytest.fixture(scope="module")
def tickets(units):
    return draw_feedback(SimpleNamespace(units=units, seed=1), 3, n_counter=0, n_invited=0).tickets


def test_number_falls_with_quality(units, tickets):
    count = tickets.groupby("unit_id").size().reindex(units["unit_id"], fill_value=0)
    assert count.mean() == pytest.approx(12 * 1.2 * np.exp(0.3**2 / 2), rel=0.1)
    low, high = (count[units["true_quality"] < -0.5].mean(), count[units["true_quality"] > 0.5].mean())
    assert low / high == pytest.approx(np.exp(0.3 * 2.28), rel=0.25)


def test_shares_are_those_of_the_material(tickets):
    first = tickets[tickets["true_duplicate_of"].isna()]
    kinds = first["type"].value_counts(normalize=True)
    for kind, share in materials()["types"].items():
        assert kinds[kind] == pytest.approx(share, abs=0.02)
    complaints = first.loc[first["type"] == "pengaduan", "category"].value_counts(normalize=True)
    for category, share in materials()["categories"].items():
        assert complaints[category] == pytest.approx(share, abs=0.02)
    assert set(tickets["channel"]) == set(materials()["channels"])


def test_days_are_working_days_of_the_rules(tickets):
    """Received, verified, answered, closed: each step agrees with the deadline rule, holidays and all."""
    answered = tickets.dropna(subset=["responded"]).iloc[::25]
    assert len(answered) > 100
    for row in answered.itertuples():
        if row.days_to_verify:
            due, _ = add_working_days(row.received.date(), int(row.days_to_verify))
            assert row.verified.date() == due
        else:
            assert row.verified == row.received
        if row.days_to_respond:
            due, _ = add_working_days(row.verified.date(), int(row.days_to_respond))
            assert row.responded.date() == due


def test_closing_by_silence_takes_ten_working_days(tickets):
    silent = tickets[tickets["state"] == "ditutup_otomatis"].iloc[::40]
    for row in silent.itertuples():
        assert row.closed.date() == add_working_days(row.responded.date(), 10)[0]
    replied = tickets[tickets["state"] == "ditutup_pelapor"].iloc[::40]
    for row in replied.itertuples():
        assert row.responded < row.closed
        assert row.closed.date() <= add_working_days(row.responded.date(), 9)[0]


def test_states_agree_with_dates(tickets):
    assert set(tickets["state"]) == set(STATES)
    assert (tickets["state"].eq("menunggu_verifikasi") == tickets["verified"].isna()).all()
    assert (tickets["closed"].notna() == tickets["state"].str.startswith("ditutup")).all()
    assert (tickets["closed"].isna() | tickets["responded"].notna()).all()
    assert (tickets["received"].dt.year == 2025).all()
    assert tickets["closed"].max() <= pd.Timestamp("2025-12-31")
    assert (tickets["days_to_verify"].isna() == tickets["verified"].isna()).all()
    assert (tickets["days_to_respond"].isna() == tickets["responded"].isna()).all()


def test_a_part_is_answered_late_or_never(tickets):
    early = tickets[tickets["received"] < "2025-07-01"]
    assert early["responded"].notna().mean() == pytest.approx(0.78, abs=0.02)
    assert 0.05 < (early["days_to_verify"] > 3).mean() < 0.35
    assert 0.15 < (early["days_to_respond"].dropna() > 5).mean() < 0.5


def test_repeats_point_at_a_first_report_of_the_same_matter(tickets):
    by_id = tickets.set_index("ticket_id")
    repeats = tickets.dropna(subset=["true_duplicate_of"])
    assert len(repeats) / len(tickets) == pytest.approx(0.07, abs=0.012)
    first = by_id.loc[repeats["true_duplicate_of"]]
    assert first["true_duplicate_of"].isna().all()
    for name in ("unit_id", "type", "category"):
        assert (first[name].to_numpy() == repeats[name].to_numpy()).all()
    assert (first["received"].to_numpy() <= repeats["received"].to_numpy()).all()
    gap = (repeats["received"].to_numpy() - first["received"].to_numpy()).astype("timedelta64[D]").astype(int)
    assert gap.max() <= 15

    def likeness(a, b):
        one, other = set(re.findall(r"\w+", a.casefold())), set(re.findall(r"\w+", b.casefold()))
        return len(one & other) / len(one | other)

    pairs = zip(first["text"], repeats["text"], strict=True)
    alike = np.mean([likeness(a, b) for a, b in pairs])
    strangers = zip(tickets["text"], tickets["text"].shift(7).fillna("x"), strict=True)
    assert alike > 2.5 * np.mean([likeness(a, b) for a, b in strangers])


def test_texts_are_whole_varied_and_short(tickets):
    texts = tickets["text"]
    assert not texts.str.contains(r"[{}]|  |None").any()
    assert not texts.str.contains(r"[?!]\.|,\.|\s[.,]|,,", regex=True).any()
    assert texts.str.len().between(25, 320).all()
    first = tickets["true_duplicate_of"].isna()
    assert texts[first].nunique() / first.sum() > 0.97
    assert texts.str.split(n=4).str[:4].str.join(" ").value_counts(normalize=True).iloc[0] < 0.05


def test_both_registers_occur_and_differ(tickets):
    everyday = tickets["true_register"] == "sehari-hari"
    assert everyday.mean() == pytest.approx(0.6, abs=0.02)
    words = r"\b(?:min|yg|ga|udah|aja|makasih|tlg|gimana|banget|capek)\b"
    assert tickets.loc[everyday, "text"].str.contains(words, case=False).mean() > 0.5
    assert not tickets.loc[~everyday, "text"].str.contains(words, case=False).any()


def test_no_text_names_a_person():
    """Neither a name of the generator nor a number that could be somebody's."""
    from faker.providers.person.id_ID import Provider

    names = {name.casefold() for kind in ("first_names", "last_names") for name in getattr(Provider, kind)}
    known_words = {
        "mustika",
        "sari",
        "indah",
        "bakti",
        "cahaya",
        "kasih",
        "lestari",
        "mulya",
        "wahyu",
        "among",
        "hari",
        "jaga",
    }
    material = materials()
    words: set[str] = set()
    for register in ("formal", "everyday"):
        for templates in material[register].values():
            words |= {w.casefold() for text in templates for w in re.findall(r"[^\W\d]+", text)}
    for domain in material["domains"]:
        for key in ("urusan", "surat", "dokumen", "tempat", "lokasi", "petugas", "sarana"):
            words |= {w.casefold() for text in domain[key] for w in re.findall(r"[^\W\d]+", text)}
    for options in material["slots"].values():
        words |= {w.casefold() for text in options for w in re.findall(r"[^\W\d]+", text)}
    assert words & names - known_words == set()


def test_every_service_of_the_cities_has_words_of_its_own():
    services = {service for city in CITIES for service in draw_population(city, 1).units["service"].dropna()}
    assert len(services) > 20
    assert [service for service in sorted(services) if domain_of(service)["name"] == "umum"] == []


def test_texts_fit_the_service(units, tickets):
    assert [domain_of(s)["name"] for s in SERVICES] == [
        "kependudukan",
        "kesehatan",
        "perizinan",
        "pendidikan",
        "perhubungan",
        "lingkungan",
        "pajak",
        "sosial",
        "kewilayahan",
        "perpustakaan",
    ]
    assert not tickets["text"].str.contains("layanan layanan").any()
    health = tickets[tickets["service"] == "Rawat jalan puskesmas"]["text"]
    assert not health.str.contains("KTP-el|izin trayek|SPPT").any()


def _told(text, material, filled):
    """Which problems (formal place) a text could tell, by the fixed words of the templates."""
    found = set()
    for register in ("formal", "everyday"):
        for place, template in enumerate(material[register][filled]):
            fixed = [part for part in re.split(r"[{][^}]*[}]", template.casefold()) if len(part.strip()) > 3]
            if all(part.strip() in text.casefold() for part in fixed):
                pair = {e: f for f, e in material["pairs"][filled]}
                found.add(
                    ("formal", place)
                    if register == "formal"
                    else ("formal", pair[place])
                    if place in pair
                    else ("everyday", place)
                )
    return found


def test_a_repeat_tells_the_same_problem(tickets):
    """Not only the same category: the sentence, or its pair in the other register, is the same."""
    material = dict(materials())
    short = {v: k for k, v in material["shorthand"].items()}

    def plain(text):
        return "".join(short.get(word, word) for word in re.findall(r"\w+|\W+", text.casefold()))

    by_id = tickets.set_index("ticket_id")
    repeats = tickets.dropna(subset=["true_duplicate_of"])
    same, n = 0, 0
    for row in repeats.itertuples():
        one = _told(plain(by_id.loc[row.true_duplicate_of, "text"]), material, row.category)
        other = _told(plain(row.text), material, row.category)
        if one and other:
            n += 1
            same += bool(one & other)
    assert n > 0.5 * len(repeats)
    assert same == n


def test_pairs_name_templates_that_exist_once():
    material = materials()
    for category, rows in material["pairs"].items():
        for register, k in (("formal", 0), ("everyday", 1)):
            places = [row[k] for row in rows]
            assert len(set(places)) == len(places)
            assert max(places) < len(material[register][category])
    assert set(material["pairs"]) == {*material["categories"], "permohonan_informasi", "aspirasi"}
