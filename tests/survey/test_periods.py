import pytest

from simkinerja.survey import read_survey
from simkinerja.survey.periods import months_of, period_order

ANSWERS = [3, 4, 3, 4, 3, 3, 4, 3, 3]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2025-03-01", (2025, 3)), ("2025/03/01 9:02:11 AM GMT+7", (2025, 3)),
        ("01/03/2025 09:02", (2025, 3)),
        ("1-3-25", (2025, 3)), ("1 Maret 2025", (2025, 3)), ("Sabtu, 1 Maret 2025", (2025, 3)),
        ("1 Agt 2024", (2024, 8)), ("March 1, 2025", (2025, 3)), ("2025-03-01T08:00:00Z", (2025, 3)),
        ("31.12.2024", (2024, 12)), ("13/13/2025", None), ("tiga", None), ("3", None),
    ],
)  # fmt: skip
def test_dates(text: str, wanted: tuple[int, int] | None) -> None:
    assert months_of([text])[text] == wanted


def test_the_column_decides_on_american_dates() -> None:
    assert months_of(["3/1/2025", "3/14/2025"])["3/1/2025"] == (2025, 3)
    assert months_of(["3/1/2025", "14/3/2025"])["3/1/2025"] == (2025, 1)


def test_order_of_periods() -> None:
    labels = ["Triwulan IV 2024", "Semester I 2025", "Januari 2024", "TW 2 2024", "2023", "Jan-Mar 2023"]
    assert sorted(labels, key=lambda label: period_order(label) or ()) == [
        "Jan-Mar 2023", "2023", "Januari 2024", "TW 2 2024", "Triwulan IV 2024", "Semester I 2025",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("span", "labels"),
    [
        ("bulan", ("Maret 2025", "April 2025", "Juli 2025")),
        ("triwulan", ("Triwulan I 2025", "Triwulan II 2025", "Triwulan III 2025")),
        ("semester", ("Semester I 2025", "Semester II 2025")),
        ("tahun", ("2025",)),
    ],
)
def test_dates_become_periods(write, codes, span: str, labels: tuple[str, ...]) -> None:
    dates = ["3/7/2025 10:00:00", "31/03/2025 10:00:00", "1/4/2025 7:00:00"]
    path = write([["Timestamp", *codes], *[[day, *ANSWERS] for day in dates]])
    assert read_survey(path, span=span).periods == labels


def test_a_quarter_and_its_year_in_two_columns(write, codes) -> None:
    rows = [["III", 2024], ["IV", 2024], ["1", 2025]]
    path = write([["Triwulan", "Tahun", *codes], *[[*row, *ANSWERS] for row in rows]])
    assert read_survey(path).periods == ("Triwulan III 2024", "Triwulan IV 2024", "Triwulan I 2025")


def test_one_spelling_a_service(write, codes) -> None:
    names = ["KTP-el", "ktp el", "KTP-el ", "Kartu Keluarga"]
    path = write([["Jenis Layanan", *codes], *[[name, *ANSWERS] for name in names]])
    assert read_survey(path).services == ("KTP-el", "Kartu Keluarga")
