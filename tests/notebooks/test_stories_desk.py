"""What lesson 12 says in words holds in the formula and in the days it shows."""

from pathlib import Path

import numpy as np

from simkinerja import classroom as kelas
from simkinerja.classroom.answers_desk import equal_minutes
from simkinerja.classroom.desk import compute_desk
from simkinerja.report.fmt import fmt_number

SOURCE = Path(__file__).parents[2] / "notebooks" / "sumber" / "12_loket.py"


def prose() -> str:
    """The lesson's source as one line of words."""
    return " ".join(SOURCE.read_text(encoding="utf-8").replace("\n# ", " ").split())


def test_12_figures_of_the_formula() -> None:
    told = prose()
    assert "per_jam, menit = 12.99, 12" in told
    three, four = kelas.desk_formula(12.99, 12, 3), kelas.desk_formula(12.99, 12, 4)
    assert f"rata-rata {fmt_number(three[2], 1)} menit sebelum dilayani" in told
    assert f"Di Meko {fmt_number(three[0], 3)}" in told
    assert f"dari {fmt_number(three[0], 2)} ke {fmt_number(four[0], 2)}" in told
    assert f"yaitu {fmt_number(four[2], 2)} menit" in told
    assert four[2] < 0.2 * three[2], "sebagian besar antrean, bukan seperempat"
    for minutes in (10, 9, 8):
        wait = fmt_number(kelas.desk_wait(12.99, minutes, 3), 1)
        assert f"{minutes} menit memberi {wait}" in told, (minutes, wait)
    assert f"Layanan {fmt_number(equal_minutes(12.99, 12, 3), 1)} menit sama gunanya" in told
    assert fmt_number(-np.log(0.40), 3) == "0,916"
    assert "rata-rata = 3 / 0,916" in told


def test_12_the_days_of_the_panel_lie_below_the_formula_and_the_first_five_tell_the_story() -> None:
    few, many = (compute_desk(13, 12, 3, 100, 5, 15, days=n) for n in (5, 400))
    for days in (few, many):
        assert days.of_people(days.mean)[0] < kelas.desk_wait(13, 12, 3), "tunggunya di bawah rumus"
        assert days.of_people(days.within)[1] > days.of_people(days.within)[0] + 0.1


def test_12_what_there_is_to_try() -> None:
    waits = [
        float(days.of_people(days.mean)[0])
        for days in (compute_desk(13, 12, 3, spread, 5, 15, days=50) for spread in (0, 100, 200))
    ]
    assert waits[0] < 0.75 * waits[1] < waits[1] < waits[2], "rata-rata layanannya tetap, tunggunya berubah"
    few, long = (compute_desk(13, 6, 1, 100, hours, 15, days=50) for hours in (5, 10))
    assert few.load[0] > 1 > few.load[1]
    rising = np.nanmean(long.wait[0], axis=0)
    assert rising[-1] > 3 * rising[3], "antrean tumbuh sepanjang hari"
    flat = np.nanmean(long.wait[1], axis=0)
    assert flat[-4:].mean() < 2 * flat[3:].mean(), "garis dua loket mendatar"


def test_12_one_day_before_and_one_day_after_may_say_anything() -> None:
    page = kelas.spread_of_desk(13, 12, 3, hours=5)
    share = int(page.text.split("pada ")[1].split("%")[0])
    assert 5 <= share <= 30
    assert "empat puluh bulan kerja" in prose()
    assert "840 hari" in page.text
