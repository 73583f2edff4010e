"""Damaged tables: every fault by its code, sheet, row and column; nothing else, and all at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from simkinerja.errors import InputError
from simkinerja.schemes.model import Scheme
from simkinerja.schemes.office import read_office

H = ["Berkas selesai", "Kehadiran", "Keluhan warga"]
GOOD = [40, 20, 5]
SOUND = [H, *[[38 + k, 18 + k, 3 + k] for k in range(4)]]


def cell(row: int, column: int, value: object) -> list[list]:
    """The sound table with one cell changed; rows as a spreadsheet counts them."""
    rows = [list(one) for one in SOUND]
    rows[row - 1][column] = value
    return rows


def head(*names: str) -> list[list]:
    return [list(names), *[list(row) for row in SOUND[1:]]]


def added(name: str, *values: object) -> list[list]:
    rows = [list(one) for one in SOUND]
    return [[*rows[0], name], *[[*row, v] for row, v in zip(rows[1:], values, strict=True)]]


N, R, M, T = "office_number", "office_range", "office_column_missing", "office_two_columns"

# name: rows of a CSV, and the faults as (code, row, column)
TARGETS: dict[str, tuple[list[list], list[tuple]]] = {
    "a word": (cell(2, 0, "banyak"), [(N, 2, "A")]),
    "a grade": (cell(3, 1, "Baik"), [(N, 3, "B")]),
    "leave in a figure": (cell(4, 1, "cuti"), [(N, 4, "B")]),
    "nihil is no number": (cell(5, 2, "nihil"), [(N, 5, "C")]),
    "a number with another unit": (cell(2, 0, "40 hari"), [(N, 2, "A")]),
    "a range": (cell(2, 0, "35-40"), [(N, 2, "A")]),
    "a fraction": (cell(3, 0, "40/45"), [(N, 3, "A")]),
    "a date": (cell(3, 0, "2025-03-01"), [(N, 3, "A")]),
    "an approximation": (cell(4, 0, "±40"), [(N, 4, "A")]),
    "two points": (cell(4, 0, "4.0.5"), [(N, 4, "A")]),
    "two commas": (cell(4, 0, "4,0,5"), [(N, 4, "A")]),
    "letter O for zero": (cell(5, 0, "4O"), [(N, 5, "A")]),
    "a question mark": (cell(5, 0, "?"), [(N, 5, "A")]),
    "an infinity": (cell(5, 0, "inf"), [(N, 5, "A")]),
    "a huge exponent": (cell(5, 0, "1e999"), [(N, 5, "A")]),
    "a formula as text": (cell(5, 0, "=A2+1"), [(N, 5, "A")]),
    "below the lowest": (cell(2, 0, -1), [(R, 2, "A")]),
    "above the highest": (cell(2, 1, 32), [(R, 2, "B")]),
    "a unicode minus": (cell(3, 2, "−2"), [(R, 3, "C")]),
    "days of a year": (cell(5, 1, "240"), [(R, 5, "B")]),
    "thousands that are days": (cell(5, 1, "1.020,5"), [(R, 5, "B")]),
    "percent of days": (cell(3, 1, "95%"), [("office_percent", 3, "B")]),
    "percent of files": (cell(4, 0, "100%"), [("office_percent", 4, "A")]),
    "three faults in a row": (
        [H, ["x", 99, -1], GOOD, GOOD, GOOD],
        [(N, 2, "A"), (R, 2, "B"), (R, 2, "C")],
    ),
    "faults down a column": (
        [H, ["x", 20, 5], GOOD, ["y", 20, 5], ["z", 20, 5]],
        [(N, 2, "A"), (N, 4, "A"), (N, 5, "A")],
    ),
    "more than twenty": (
        [H, *[["x", 20, 5]] * 25],
        [*[(N, k, "A") for k in range(2, 22)], ("office_more_faults", None, "A")],
    ),
    "one column missing": (head("Berkas selesai", "Kehadiran", "Lainnya"), [(M, 1, None)]),
    "two columns missing": (head("Berkas selesai", "B", "C"), [(M, 1, None), (M, 1, None)]),
    "a misspelt heading": (head("Berkas selesia", "Kehadiran", "Keluhan warga"), [(M, 1, None)]),
    "only the target": (head("Target berkas selesai", "Kehadiran", "Keluhan warga"), [(M, 1, None)]),
    "only per cent of the target": (head("Berkas selesai (%)", "Kehadiran", "Keluhan warga"), [(M, 1, None)]),
    "nothing of the scheme": (head("Pagu", "Serapan", "Sisa"), [("office_not_recognised", 1, None)]),
    "a survey instead": (head("U1", "U2", "U3"), [("office_not_recognised", 1, None)]),
    "label and code": (added("berkas", 1, 2, 3, 4), [(T, 1, "D")]),
    "twice with another bracket": (added("Berkas selesai (buah)", 1, 2, 3, 4), []),
    "twice with numbering": (
        [["1. Berkas selesai", "Kehadiran", "Keluhan warga", "2. Berkas selesai"], *[[*GOOD, 1]] * 3],
        [(T, 1, "D")],
    ),
    "the same heading twice": (added("Kehadiran", 1, 2, 3, 4), [("header_duplicate", 1, "D")]),
    "pay that is no amount": (added("TPP", "2.000.000", "dua juta", 1, 2), [("office_attribute", 3, "D")]),
    "negative pay": (added("TPP", -5, 1, 1, 2), [("office_attribute", 2, "D")]),
    "an age in words": (added("Usia", 30, "tua", 40, 50), [("office_attribute", 3, "D")]),
    "an impossible age": (added("Umur", 30, 31, 245, 50), [("office_attribute", 4, "D")]),
    "several months": (
        added("Bulan", "Januari", "Januari", "Februari", "Maret"),
        [("office_months", 1, "D")],
    ),
    "only a heading": ([H], [("table_no_rows", 1, None)]),
    "only sums": ([H, ["Jumlah", "", ""]], [(N, 2, "A")]),
    "a long row": ([H, [*GOOD, 1, 2], GOOD], [("row_too_long", 2, None)]),
    "an open quote": ([H, ['"40', 20, 5], GOOD], [("quote_open", 2, None)]),
}


def found(path: Path, scheme: Scheme, **options: str) -> list:
    try:
        read_office(path, scheme, **options)
    except InputError as error:
        return list(error.problems)
    return []


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_text_tables(name: str, csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    rows, wanted = TARGETS[name]
    problems = found(csv(rows), plain_scheme)
    assert [(p.code, p.place.row, p.place.column) for p in problems] == wanted
    assert all(p.place.file == "nilai.csv" for p in problems)


BOOKS: dict[str, tuple[dict[str, list[list]], list[tuple]]] = {
    "a fault on one of two sheets": (
        {"A": SOUND, "B": cell(3, 0, "x")},
        [(N, "B", 3, "A")],
    ),
    "faults on both sheets": (
        {"A": cell(2, 0, "x"), "B": cell(3, 1, 99)},
        [(N, "A", 2, "A"), (R, "B", 3, "B")],
    ),
    "two sheets that differ": (
        {
            "A": SOUND,
            "B": [["Hasil", *H], *[["", *GOOD]] * 3, ["", 1, 2, 3]],
            "C": added("sintetis", 1, 1, 1, 1),
        },
        [],
    ),
    "a formula with an error": ({"A": cell(3, 0, "=1/0")}, [("formula_uncached", "A", 3, "A")]),
    "formula and figure": (
        {"A": [H, ["=1/0", 20, 5], ["x", 20, 5], GOOD]},
        [("formula_uncached", "A", 2, "A"), (N, "A", 3, "A")],
    ),
    "titles shift the rows": ({"A": [["Rekap"], [], *cell(4, 0, "x")]}, [(N, "A", 6, "A")]),
    "a column missing on every sheet": (
        {"A": head("Berkas selesai", "Kehadiran", "X"), "B": head("Berkas selesai", "Y", "X")},
        [(M, "A", 1, None)],
    ),
    "true and false": ({"A": cell(3, 1, True)}, [(N, "A", 3, "B")]),
}


@pytest.mark.parametrize("name", BOOKS)
def test_damaged_workbooks(name: str, xlsx: Callable[..., Path], plain_scheme: Scheme) -> None:
    sheets, wanted = BOOKS[name]
    problems = found(xlsx(sheets), plain_scheme)
    assert [(p.code, p.place.sheet, p.place.row, p.place.column) for p in problems] == wanted


Q = ["Rating Hasil Kerja", "Rating Perilaku Kerja"]
A, S, B = "Di Atas Ekspektasi", "Sesuai Ekspektasi", "Di Bawah Ekspektasi"
RATINGS: dict[str, tuple[list[list], list[tuple]]] = {
    "an unknown rating": ([Q, [A, S], ["Istimewa", S], [S, B]], [("office_word", 3, "A")]),
    "near a rating": ([Q, [A, S], ["Sesuia Ekspektasi", S]], [("office_word", 3, "A")]),
    "letters that could be anything": (
        [Q, ["B", S], ["C", S]],
        [("office_word", 2, "A"), ("office_word", 3, "A")],
    ),
    "short beside unknown": ([Q, ["DA", S], ["BB", S]], [("office_word", 2, "A"), ("office_word", 3, "A")]),
    "a predikat for a rating": (
        [Q, ["Sangat Baik", S], [A, "Baik"]],
        [("office_word", 2, "A"), ("office_word", 3, "B")],
    ),
    "codes 1 to 3": ([Q, [3, S], [2, S], [1, B]], [("office_rating_code", None, "A")]),
    "codes on both": (
        [Q, [3, 2], [2, 2], [1, 3]],
        [("office_rating_code", None, "A"), ("office_rating_code", None, "B")],
    ),
    "one axis only": ([Q[:1], [A], [S]], [(M, 1, None)]),
    "two columns for one axis": ([[*Q, "Rating HK"], [A, S, A], [S, S, S]], [(T, 1, "C")]),
}


@pytest.mark.parametrize("name", RATINGS)
def test_damaged_ratings(name: str, csv: Callable[..., Path], quadrant_scheme: Scheme) -> None:
    rows, wanted = RATINGS[name]
    assert [(p.code, p.place.row, p.place.column) for p in found(csv(rows), quadrant_scheme)] == wanted


W = ["Mutu laporan", "Jumlah laporan"]
WORDS: dict[str, tuple[list[list], list[tuple]]] = {
    "an unknown word": ([W, ["Baik", 3], ["Mantap", 3]], [("office_word", 3, "A")]),
    "a misspelt word": ([W, ["Bsik", 3], ["Cukup", 3]], [("office_word", 2, "A")]),
    "small codes": ([W, [1, 3], [3, 3]], [("office_rating_code", None, "A")]),
}


@pytest.mark.parametrize("name", WORDS)
def test_damaged_words(name: str, csv: Callable[..., Path], word_scheme: Scheme) -> None:
    rows, wanted = WORDS[name]
    assert [(p.code, p.place.row, p.place.column) for p in found(csv(rows), word_scheme)] == wanted


def test_the_nearest_word_is_named(
    csv: Callable[..., Path], word_scheme: Scheme, quadrant_scheme: Scheme
) -> None:
    (one,) = found(csv([W, ["Bsik", 3]]), word_scheme)
    assert "Maksud Anda 'Baik'" in one.sentence
    (one,) = found(csv([Q, ["Sesuia Ekspektasi", S]]), quadrant_scheme)
    assert "Maksud Anda 'Sesuai Ekspektasi'" in one.sentence


SHARES: dict[str, tuple[list[list], list[tuple]]] = {
    "a share above one": (
        [["Layanan tepat waktu", "Berkas lengkap"], [90, 0.8], [80, 85]],
        [("office_share", 3, "B")],
    ),
    "more than a hundred per cent": (
        [["Layanan tepat waktu", "Berkas lengkap"], ["120%", "110%"], ["80%", "90%"]],
        [(R, 2, "A"), ("office_share", 2, "B")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHARES)
def test_damaged_shares(name: str, csv: Callable[..., Path], share_scheme: Scheme) -> None:
    rows, wanted = SHARES[name]
    assert [(p.code, p.place.row, p.place.column) for p in found(csv(rows), share_scheme)] == wanted


def test_sheets_with_other_columns_are_asked_about(
    xlsx: Callable[..., Path], quadrant_scheme: Scheme
) -> None:
    book = xlsx({"Rating": [Q, [A, S], [S, S]], "Angka": [["Target tercapai", "Sikap"], [90, 80], [70, 80]]})
    (one,) = found(book, quadrant_scheme)
    assert one.code == "office_several_sheets"
    assert "'Rating', 'Angka'" in one.sentence
    assert found(book, quadrant_scheme, sheet="Angka") == []


def test_an_unknown_sheet(xlsx: Callable[..., Path], plain_scheme: Scheme) -> None:
    (one,) = found(xlsx({"Nilai": SOUND}), plain_scheme, sheet="Nilia")
    assert one.code == "survey_sheet_unknown"
    assert "Maksud Anda 'Nilai'" in one.sentence


def test_a_scope_without_its_column(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    first = plain_scheme.indicators[0].model_copy(update={"scope": {"agency": ("Dinas Kesehatan",)}})
    scheme = plain_scheme.model_copy(update={"indicators": (first, *plain_scheme.indicators[1:])})
    (one,) = found(csv(SOUND), scheme)
    assert one.code == "office_scope"
    assert "'Perangkat Daerah'" in one.sentence


def test_the_same_alias_twice(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    rows = [["Kode", *H], ["A1", *GOOD], ["A2", *GOOD], ["a1 ", *GOOD]]
    (one,) = found(csv(rows), plain_scheme, alias="Kode")
    assert (one.code, one.place.row, one.place.column) == ("office_alias_twice", 4, "A")
    assert "baris 2" in one.sentence


@pytest.mark.parametrize("header", ["NIP", "NIK", "No. HP"])
def test_an_identity_is_no_alias(header: str, csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    rows = [[header, *H], *[[f"19860402201001100{k}", *GOOD] for k in range(4)]]
    assert [p.code for p in found(csv(rows), plain_scheme, alias=header)] == ["alias_identity"]


def test_what_could_be_a_name_is_not_repeated(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    rows = [H, *[GOOD] * 30, ["Siti Aminah", "198604022010011003", "081234567890"]]
    problems = found(csv(rows), plain_scheme)
    text = "\n".join(p.sentence for p in problems)
    assert len(problems) == 3
    assert not any(word in text for word in ("Siti", "Aminah", "1986", "0812"))


def test_the_corpus_is_large_enough() -> None:
    cases = (TARGETS, BOOKS, RATINGS, WORDS, SHARES)
    assert sum(bool(wanted) for case in cases for _, wanted in case.values()) >= 60


WHO = ["No", "Nama", "NIP", "Nilai SKP", "Nilai Perilaku"]
FOUR = [("Budi", 95, 90), ("Siti", 88, 92), ("Joko", 112, 108), ("Dewi", 74, 69)]


def office_rows(people: list[tuple]) -> list[list]:
    return [
        WHO,
        *[[k, name, f"19{60 + k}0402201001100{k}", *given] for k, (name, *given) in enumerate(people, 1)],
    ]


@pytest.mark.parametrize("column", [0, 1])
@pytest.mark.parametrize(
    "word",
    ["Maksimum", "Nilai Tertinggi", "TERENDAH", "Minimum", "Median", "Std. Deviasi", "Target Triwulan III",
     "Bobot", "Persentase", "Simpangan baku", "Sasaran"],
)  # fmt: skip
@pytest.mark.parametrize("top", [True, False])
def test_rows_about_the_columns_are_nobody(
    word: str, column: int, top: bool, csv: Callable[..., Path]
) -> None:
    from simkinerja.schemes.read import load_scheme

    rows = office_rows(FOUR)
    foot: list[object] = [None, None, None, 100, 90]
    foot[column] = word
    rows.insert(1 if top else len(rows), foot)
    office = read_office(csv(rows), load_scheme("skp_2019"))
    assert office.table["nilai_skp"].tolist() == [95, 88, 112, 74]
    assert any("bukan pegawai" in note or "tidak dihitung" in note for note in office.notes)


def test_the_same_nip_twice_is_refused_without_saying_it(csv: Callable[..., Path]) -> None:
    from simkinerja.schemes.read import load_scheme

    rows = office_rows(FOUR)
    rows.append([5, "Budi S.", rows[1][2], 60, 60])
    with pytest.raises(InputError) as caught:
        read_office(csv(rows), load_scheme("skp_2019"))
    (found,) = caught.value.problems
    assert (found.code, found.place.row, found.values["first"]) == ("office_person_twice", 6, "baris 2")
    assert not any(word in str(caught.value) for word in ("Budi", "1961"))


def test_namesakes_are_two_people_and_stacked_months_are_not(csv: Callable[..., Path]) -> None:
    from simkinerja.schemes.read import load_scheme

    scheme = load_scheme("skp_2019")
    plain = [[row[0], row[1], *row[3:]] for row in office_rows(FOUR)]
    office = read_office(csv([*plain, [5, "Budi", 60, 60]]), scheme)
    assert office.n == 5
    assert any("baris 6 dan baris 2" in note for note in office.notes)
    with pytest.raises(InputError) as caught:
        read_office(csv([*plain, *plain[1:]]), scheme)
    assert {p.code for p in caught.value.problems} == {"office_person_twice"}


def test_sheets_of_months_do_not_count_people_again(xlsx: Callable[..., Path], plain_scheme: Scheme) -> None:
    book = xlsx({"Januari": SOUND, "Februari 2025": [H, *[[39 + k, 18, 3] for k in range(4)]]})
    with pytest.raises(InputError) as caught:
        read_office(book, plain_scheme)
    assert [p.code for p in caught.value.problems] == ["office_month_sheets"]
    assert read_office(book, plain_scheme, sheet="Januari").n == 4


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [(("95%", "82,5%"), [95, 82.5]), (("0,95", "0,825"), [95, 82.5]), ((95, "82,5"), [95, 82.5])],
)
@pytest.mark.parametrize("code", ["nilai_skp", "nilai_perilaku"])
def test_percent_on_a_scale_of_a_hundred_is_points(
    cells: tuple, wanted: list[float], code: str, csv: Callable[..., Path]
) -> None:
    from simkinerja.schemes.read import load_scheme

    rows = [["Nilai SKP", "Nilai Perilaku"], *[[value, value] for value in cells]]
    assert read_office(csv(rows), load_scheme("skp_2019")).table[code].tolist() == wanted


@pytest.mark.parametrize("values", [(4, 5, 3), (8.5, 9, 7), (5,)])
def test_a_scale_of_five_is_not_a_scale_of_a_hundred(values: tuple, csv: Callable[..., Path]) -> None:
    from simkinerja.schemes.read import load_scheme

    rows = [["Nilai SKP", "Nilai Perilaku"], *[[90, value] for value in values]]
    with pytest.raises(InputError) as caught:
        read_office(csv(rows), load_scheme("skp_2019"))
    assert [(p.code, p.place.column) for p in caught.value.problems] == [("office_scale", "B")]


@pytest.mark.parametrize(("direction", "target"), [("turun", 2), ("turun", 60), ("naik", 5)])
def test_few_percent_stay_few_percent(
    direction: str, target: float, csv: Callable[..., Path], share_scheme: Scheme
) -> None:
    one = share_scheme.indicators[0].model_copy(update={"direction": direction, "target": target})
    scheme = share_scheme.model_copy(update={"indicators": (one,)})
    office = read_office(csv([["No", "Layanan tepat waktu"], [1, "0,5"], [2, "1"], [3, "0,8"]]), scheme)
    assert office.table["tepat"].tolist() == [0.5, 1.0, 0.8]


def test_names_and_numbers_of_sheets_and_files_stay_behind(
    xlsx: Callable[..., Path], plain_scheme: Scheme
) -> None:
    other = [H, *[[39 + k, 18, 3] for k in range(4)]]
    path = xlsx({"Budi Santoso": SOUND, "198604022010011003": other, "Sekretariat": [H, [30, 20, 5]]})
    path = path.rename(path.with_name("SKP 198604022010011003.xlsx"))
    office = read_office(path, plain_scheme)
    assert list(dict.fromkeys(office.sheets)) == ["Lembar 1", "Lembar 2", "Sekretariat"]
    assert list(dict.fromkeys(office.table["unit"])) == ["Lembar 1", "Lembar 2", "Sekretariat"]
    told = " ".join((office.file, *office.notes, *office.title))
    assert not any(word in told for word in ("Budi", "1986"))


def test_a_number_too_long_is_no_blank(csv: Callable[..., Path], plain_scheme: Scheme) -> None:
    rows = [list(one) for one in SOUND]
    rows[1][0] = "8" * 5_000
    with pytest.raises(InputError) as caught:
        read_office(csv(rows), plain_scheme)
    assert [(p.code, p.place.row) for p in caught.value.problems] == [("office_number", 2)]
