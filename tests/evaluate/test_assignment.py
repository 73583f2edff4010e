"""A data set of one's own: the recommended way finds the planted truth, the usual mistakes do not."""

from functools import cache

import pandas as pd
import pytest

from simkinerja.errors import InputError, UsageError
from simkinerja.evaluate.assignment import LESSONS, Assignment, assignment_streams, make_assignment
from simkinerja.evaluate.assignment_check import Key, key_text, mark, read_answers, read_key
from simkinerja.report.tugas import assignment_files

SEEDS = ("2401234", "17", "Nim-Lain")


@cache
def made(lesson: str, seed: str = "2401234") -> Assignment:
    return make_assignment(lesson, seed)


def key(one: Assignment) -> Key:
    return Key(one.lesson, one.seed, one.planted, one.answers)


def by_rater(tables: dict[str, pd.DataFrame], scene: str) -> dict[str, float]:
    table = tables["pegawai"]
    whom = next(word.strip(".") for word in scene.split() if word.startswith("R0"))
    gap = table.nilai_atasan - table.nilai_tamu
    both = pd.concat([gap[table.penilai == whom], -gap[table.penilai_tamu == whom]])
    r = table[["nilai_atasan", "nilai_tamu"]].corr().iloc[0, 1]
    return {"A": both.mean(), "B": r}


def by_programme(tables: dict[str, pd.DataFrame], scene: str) -> dict[str, float]:
    means = tables["pegawai"].groupby("ikut")[["bulan_ke_4", "sebelum", "sesudah"]].mean()
    rose = means.sesudah - means.sebelum
    effect = rose["ya"] - rose["tidak"]
    return {"B": effect, "C": means.sesudah["ya"] - means.bulan_ke_4["ya"] - effect}


def by_audit(tables: dict[str, pd.DataFrame], scene: str) -> dict[str, float]:
    unit = tables["unit"].set_index("unit").sistem
    report = tables["laporan"].assign(sistem=lambda x: x.unit.map(unit), sesudah=lambda x: x.bulan > 6)
    cell = report.groupby(["sistem", "sesudah"]).dilaporkan_persen.mean()
    rise = cell["ya", True] - cell["ya", False] - cell["tidak", True] + cell["tidak", False]
    audit = tables["audit"].assign(sistem=lambda x: x.unit.map(unit), sesudah=lambda x: x.bulan > 6)
    audit = audit[(audit.alasan == "acak") & (audit.sistem == "ya")]
    above = 100 * (audit.dilaporkan_tepat - audit.ternyata_tepat) / audit.diperiksa
    padded = above.groupby(audit.sesudah).mean()
    return {"A": rise, "B": padded[True], "C": rise - padded[True] + padded[False]}


def by_log(tables: dict[str, pd.DataFrame], scene: str) -> dict[str, float]:
    log, servers = tables["log_loket"], int(scene.split()[3])
    service, days = log.selesai - log.mulai, log.hari.nunique()
    waits = []
    for _, day in log.assign(service=service).groupby("hari"):
        free = [0.0] * (servers + 1)
        for one in day.itertuples():
            start = max(one.datang, free[0])
            waits.append(start - one.datang)
            free = sorted([start + one.service, *free[1:]])
    mean = (log.mulai - log.datang).mean()
    return {"A": service.sum() / (servers * 300 * days), "B": mean, "C": sum(waits) / len(waits)}


WAYS = {"05": by_rater, "06": by_programme, "07": by_audit, "08": by_programme, "12": by_log}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lesson", LESSONS)
def test_the_recommended_way_from_the_files_alone_is_right_and_mistakes_are_named(
    lesson: str, seed: str
) -> None:
    one = made(lesson, seed)
    found = WAYS[lesson](dict(one.tables), one.scene)
    known = {right.code: right for right in one.answers}
    for code, value in found.items():
        right = known[code]
        assert value == pytest.approx(float(right.best), abs=0.02)
        assert right.low <= float(right.truth) <= right.high
        assert (
            mark({code: f"{value:.3f}".replace(".", ",")}, key(one))[list(known).index(code)].state == "benar"
        )
        for slip in right.slips:
            judged = mark({code: str(slip.value)}, key(one))[list(known).index(code)]
            assert judged.state == "belum"
            assert judged.message in {other.message for other in right.slips}


@pytest.mark.parametrize("lesson", LESSONS)
def test_same_seed_same_bytes_and_another_word_another_truth(lesson: str) -> None:
    one = assignment_files(made(lesson))
    assert assignment_files(make_assignment(lesson, " 2401234 ")) == one
    other = make_assignment(lesson, "2401234", "sawah")
    assert assignment_files(other).keys() == one.keys()
    assert assignment_files(other) != one
    assert other.planted != made(lesson).planted


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_files_say_nothing_of_the_truth(lesson: str) -> None:
    one = made(lesson)
    files = assignment_files(one)
    texts = [data.decode() for name, data in files.items() if name.endswith(".csv")]
    assert not any("true_" in text for text in texts)
    for name, table in one.tables.items():
        assert set(table.columns) == set(one.dictionary[one.dictionary.tabel == name].kolom)
    said = " ".join([one.scene, *(q.text for q in one.questions)])
    for right in one.answers:
        assert right.why not in said
        assert str(round(float(right.best), 2)) not in said if not isinstance(right.best, str) else True
    secret = make_assignment(lesson, "2401234", "sawah")
    assert not any(b"sawah" in data for data in assignment_files(secret).values())


def test_choosing_the_lowest_makes_a_rise_without_any_programme() -> None:
    seen = {}
    for seed in map(str, range(16)):
        one = make_assignment("06", seed)
        seen.setdefault(str(one.answers[0].best), one)
    assert len(seen) == 3, "all three ways of choosing occur"
    lowest = seen["terendah"]
    table = lowest.tables["pegawai"]
    means = table.groupby("ikut")[["bulan_ke_4", "sebelum"]].mean()
    assert means.loc["ya", "sebelum"] - means.loc["ya", "bulan_ke_4"] > 0.5, "before anything was done"


def test_halving_the_dose_halves_what_is_planted(monkeypatch: pytest.MonkeyPatch) -> None:
    from simkinerja.evaluate import assignment_programme as programme

    full = float(made("06").answers[1].truth)
    design = made("06").answers[0].best
    whole = programme.lived

    def half(*args: object, **given: object) -> object:
        if given.get("taught"):
            given["taught"] = tuple(x.model_copy(update={"strength": 0.5}) for x in given["taught"])  # type: ignore[attr-defined]
        return whole(*args, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(programme, "lived", half)
    monkeypatch.setattr(
        programme, "answer", lambda code, truth, *a, **k: programme.Answer(code, truth, truth, 0, 0, "", ())
    )
    attempts = (
        programme.build_training(assignment_streams("06", "2401234").child("attempt", k), "x")
        for k in range(60)
    )
    truths = (float(one.answers[1].truth) for one in attempts if one and one.answers[0].best == design)
    assert any(0.3 * full < truth < 0.75 * full for truth in truths)  # drawn one by one, to the first


def test_faults_of_answers_and_key(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    one = made("12")
    (folder / "k.json").write_text(key_text(one), encoding="utf-8")
    known = read_key(folder / "k.json")
    assert known == key(one)
    head = "kode;pertanyaan;satuan;jawaban;pelajaran;benih\n"
    rows = [f"{c};p;s;1,5;pelajaran 12;2401234\n" for c in "ABC"]
    for name, text, code in (
        ("lain.csv", head + "".join(rows).replace("2401234", "99"), "tugas_other"),
        ("kurang.csv", head + rows[0] + rows[1], "tugas_codes"),
        ("dua.csv", head + "".join([rows[0], *rows]), "tugas_codes"),
        ("bukan.csv", "nama;nilai\na;1\nb;2\n", "tugas_sheet"),
    ):
        (folder / name).write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read_answers(folder / name, known)
        assert [p.code for p in caught.value.problems] == [code], name
    (folder / "ya.csv").write_text(head + "".join(rows), encoding="utf-8")
    assert read_answers(folder / "ya.csv", known) == {"A": "1,5", "B": "1,5", "C": "1,5"}
    for broken in ("{}", "[]", "bukan json", '{"format": "simkinerja-kunci-1", "jawaban": [1]}', ""):
        (folder / "k2.json").write_text(broken, encoding="utf-8")
        with pytest.raises(InputError, match="bukan kunci"):
            read_key(folder / "k2.json")
    with pytest.raises(InputError, match="tidak ditemukan"):
        read_key(folder / "tidak.json")


def test_bad_seeds_and_lessons_are_refused() -> None:
    for lesson, seed, word in (("13", "1", ""), ("06", " ", ""), ("06", "x" * 61, ""), ("06", "1", "a\x00")):
        with pytest.raises(UsageError):
            make_assignment(lesson, seed, word)
