"""The personal sheet: what it says, one page, both forms the same, nothing from outside."""

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from simkinerja.errors import UsageError
from simkinerja.evaluate.office_result import OfficeResult, OfficeSettings, evaluate_office
from simkinerja.report.rapor import rapor_bytes
from simkinerja.report.rapor_content import find_person, names_a_person, rapor_content
from simkinerja.report.rapor_pdf import BOTTOM, SIZES, rapor_page
from simkinerja.report.rapor_picture import ladder_picture
from simkinerja.schemes.model import (
    Aggregate,
    Band,
    Consequence,
    Indicator,
    Normalise,
    PayBase,
    Rules,
    Scheme,
)
from simkinerja.schemes.office import read_office
from simkinerja.schemes.read import load_scheme

BANDS = (Band(code="a", label="Sangat Baik", lower=100, predikat="sangat_baik"),
         Band(code="b", label="Baik", lower=80, upper=100, predikat="baik"),
         Band(code="c", label="Kurang", upper=80, predikat="kurang"))  # fmt: skip


def scheme_of(method: str, n: int = 3) -> Scheme:
    ones = tuple(
        Indicator(code=f"i{k}", label=f"Indikator {k} yang namanya cukup panjang", unit="berkas", target=50,
                  weight=k + 1, lowest=0, step=1, reliability=0.8)
        for k in range(n)
    )  # fmt: skip
    return Scheme(
        code="coba",
        title="Skema coba",
        indicators=ones,
        rules=Rules(aggregate=Aggregate(method=method), normalise=Normalise(cap=120), bands=BANDS),
        consequence=Consequence(kind="tpp", share=0.5, base=PayBase()),
    )


@pytest.fixture
def result_of(tmp_path: Path) -> Callable[..., OfficeResult]:
    def made(rows: list[list], scheme: Scheme, alias: str | None = None) -> OfficeResult:
        path = tmp_path / "nilai.csv"
        path.write_text("\n".join(";".join(map(str, row)) for row in rows), encoding="utf-8")
        office = read_office(path, scheme, alias=alias)
        return evaluate_office(office, scheme, OfficeSettings(draws=100))

    return made


def table(n: int = 3, people: int = 12) -> list[list]:
    head = ["Kode", "Jabatan", "TPP", *(f"i{k}" for k in range(n))]
    rows = [
        [f"P{r:02}", "Arsiparis Ahli Muda", 2_000_000, *(30 + (7 * r + 5 * k) % 29 for k in range(n))]
        for r in range(1, people + 1)
    ]
    return [head, *rows]


class Page(HTMLParser):
    """Words, tags and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "srcset", "action")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(result: OfficeResult, person: str) -> tuple[str, Page]:
    text = rapor_bytes(result, person, "html").decode()
    page = Page()
    page.feed(text)
    return " ".join(" ".join(page.words).split()), page


def pdf_pages(data: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", data))


def test_the_sheet_says_what_was_counted(result_of) -> None:
    rows = table()
    result = result_of(rows, scheme_of("weighted_mean"), "Kode")
    figures = rows[3][3:]
    total = sum(w * 100 * x / 50 for w, x in zip((1, 2, 3), figures, strict=True)) / 6
    text, page = read(result, "P03")
    assert f"{total:.2f}".replace(".", ",") in text
    assert "P03 (baris 4)" in text
    assert "Usulan; keputusan pada pejabat penilai" in text
    for w, x in zip((1, 2, 3), figures, strict=True):
        assert f"{w * 100 * x / 50 / 6:.2f}".replace(".", ",") in text
    assert "14 hari kerja" in text
    assert "7 hari kerja" in text
    assert f"Rp{round(12 * 2e6 * (0.5 + 0.5 * total / 100)):,}".replace(",", ".") in text
    assert page.tags.count("svg") == 1


def test_nothing_from_outside_and_no_script(result_of) -> None:
    _, page = read(result_of(table(), scheme_of("weighted_mean")), "2")
    assert page.addresses == []
    assert not {"script", "link", "img", "iframe"} & set(page.tags)


@pytest.mark.parametrize("n", [1, 3, 12, 40])
@pytest.mark.parametrize("method", ["weighted_mean", "geometric", "non_compensatory"])
def test_one_page_whatever_the_scheme(method: str, n: int, result_of) -> None:
    result = result_of(table(n), scheme_of(method, n))
    data = rapor_bytes(result, "5", "pdf")
    assert data.startswith(b"%PDF")
    assert pdf_pages(data) == 1


def test_the_text_stays_on_the_page(result_of) -> None:
    """The lowest line of the fullest sheet lies above the foot of A4, in letters of at least 6 points."""
    content = rapor_content(result_of(table(40), scheme_of("weighted_mean", 40)), 3)
    ends = []
    for size in SIZES:
        page, end = rapor_page(content, size)
        ends.append(end)
        for font in page.fonts.values():
            font.ttfont.close()
    assert min(ends) <= BOTTOM <= 297 - 11
    assert ends == sorted(ends, reverse=True)
    assert min(SIZES) >= 6


def test_rungs_add_up_to_the_total(result_of) -> None:
    for method in ("weighted_mean", "geometric", "non_compensatory"):
        result = result_of(table(5), scheme_of(method, 5))
        for k in range(result.score.n):
            ladder = rapor_content(result, k).ladder
            start = ladder.steps[0].start
            assert start + sum(step.change for step in ladder.steps) == pytest.approx(ladder.total)
            assert (start == 0) is (ladder.kind == "sum")
            for below, above in pairwise(ladder.steps):
                assert above.start == below.end
            assert ladder.total == pytest.approx(result.score.total.values[k])


def test_bars_lie_where_their_numbers_are(result_of) -> None:
    result = result_of(table(3), scheme_of("weighted_mean"))
    ladder = rapor_content(result, 2).ladder
    for width, narrow in ((182.0, False), (100.0, True)):
        picture = ladder_picture(ladder, width, narrow=narrow)
        bars = [s for s in picture.shapes if s.kind == "rect"]
        per_point = bars[-1].width / ladder.total
        assert [bar.width for bar in bars] == pytest.approx(
            [*(step.change * per_point for step in ladder.steps), ladder.total * per_point], abs=0.81
        )
        for s in picture.shapes:
            assert 0 <= s.x <= width
            assert -0.5 <= s.y <= picture.height
            if s.kind == "rect":
                assert s.x + s.width <= width + 0.01


def test_a_quadrant_marks_the_own_cell_and_speaks_of_ratings(result_of) -> None:
    words = {"atas": "Di Atas Ekspektasi", "sesuai": "Sesuai Ekspektasi", "bawah": "Di Bawah Ekspektasi"}
    rows = [["Rating Hasil Kerja", "Rating Perilaku Kerja"], [words["sesuai"], words["atas"]],
            *[[words["sesuai"], words["sesuai"]]] * 8]  # fmt: skip
    result = result_of(rows, load_scheme("skp_2022"))
    text, _ = read(result, "2")
    assert "Baik (Anda)" in text
    assert "Bila 'Rating Hasil Kerja' menjadi Di Atas Ekspektasi (kini Sesuai Ekspektasi)" in text
    assert "menjadi Sangat Baik" in text
    ladder = rapor_content(result, 0).ladder
    assert ladder.ratings == (1, 0)
    marked = [s for s in ladder_picture(ladder, 100.0).shapes if s.kind == "rect" and s.stroke]
    assert len(marked) == 1
    middle = marked[0].y + marked[0].height / 2
    rows_of_cells = sorted({s.y for s in ladder_picture(ladder, 100.0).shapes if s.kind == "rect"})
    assert rows_of_cells[1] < middle < rows_of_cells[2]  # hasil kerja: the middle row


def test_a_changed_figure_really_moves_the_band(result_of) -> None:
    rows = table()
    scheme = scheme_of("weighted_mean")
    result = result_of(rows, scheme)
    sentence = next(text for text in rapor_content(result, 4).changes if text.startswith("Bila"))
    number = re.search(r"Indikator (\d)", sentence).group(1)
    code = f"i{number}"
    after, band = re.search(r"menjadi ([\d.,]+) berkas.* menjadi ([\w ]+)\.$", sentence).groups()
    rows[5][rows[0].index(code)] = after.replace(".", "")
    assert result_of(rows, scheme).score.labels[4] == band


def test_who_is_not_rated_is_told_why(result_of) -> None:
    scheme = scheme_of("weighted_mean")
    scheme = scheme.model_copy(update={"rules": scheme.rules.model_copy(update={"coverage": 0.6})})
    rows = table()
    rows[2][-1] = "-"
    result = result_of(rows, scheme)
    text, page = read(result, "3")
    assert (
        "Tidak dinilai: data yang terisi baru 50% dari bobot, sedangkan skema meminta sedikitnya 60%" in text
    )
    assert "bukan nilai nol" in text
    assert "svg" not in page.tags
    assert pdf_pages(rapor_bytes(result, "3", "pdf")) == 1


def test_near_a_border_nothing_is_certain(result_of) -> None:
    result = result_of(table(3, 30), scheme_of("weighted_mean"))
    unsure = [k for k in range(30) if result.unsure[k]]
    sure = [k for k in range(30) if not result.unsure[k]]
    assert unsure
    assert sure
    assert rapor_content(result, unsure[0]).certainty.startswith("Belum dapat dipastikan")
    assert rapor_content(result, sure[0]).certainty.startswith("Cukup pasti")


def test_names_of_the_file_are_escaped(result_of) -> None:
    scheme = scheme_of("weighted_mean", 1)
    one = scheme.indicators[0].model_copy(update={"label": 'Berkas <b>&</b> "surat"'})
    result = result_of(table(1), scheme.model_copy(update={"indicators": (one,)}))
    text = rapor_bytes(result, "2", "html", "<script>alert(1)</script>").decode()
    assert "<script>" not in text
    assert "<b>" not in text
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in text


def test_identity_numbers_never_name_a_person(result_of) -> None:
    result = result_of(table(), scheme_of("weighted_mean"))
    for number in ("198604022010011003", "'3374010203040005", "1986 0402 2010 0110 03"):
        assert names_a_person(number)
        with pytest.raises(UsageError) as caught:
            find_person(result, number)
        assert [p.code for p in caught.value.problems] == ["nilai_person_number"]
    assert not names_a_person("12")


def test_the_pdf_carries_its_letters(result_of) -> None:
    data = rapor_bytes(result_of(table(), scheme_of("weighted_mean")), "2", "pdf")
    assert b"FontFile2" in data
    assert b"DejaVuSans" in data
    assert len(data) < 120_000
    assert io.BytesIO(data).read(5) == b"%PDF-"


@pytest.mark.parametrize("method", ["rank", "z", "min_max"])
def test_relative_points_say_so(method: str, result_of) -> None:
    scheme = scheme_of("weighted_mean")
    rules = scheme.rules.model_copy(update={"normalise": Normalise(method=method)})
    result = result_of(table(), scheme.model_copy(update={"rules": rules}))
    assert "dibandingkan dengan pegawai lain" in rapor_bytes(result, "4", "html").decode()
    assert (
        "dibandingkan dengan pegawai lain"
        not in rapor_bytes(result_of(table(), scheme), "4", "html").decode()
    )


def test_a_scheme_without_bands_has_a_heading(result_of) -> None:
    scheme = scheme_of("weighted_mean")
    rules = scheme.rules.model_copy(update={"bands": ()})
    page = rapor_bytes(result_of(table(), scheme.model_copy(update={"rules": rules})), "4", "html").decode()
    assert "Hasil penilaian" in page
    assert "status bobot indikator tidak disebut di skema" in page
    assert "batas predikat" not in page


def test_a_scale_is_not_said_behind_a_number(result_of) -> None:
    scheme = scheme_of("weighted_mean")
    ones = tuple(one.model_copy(update={"unit": "nilai 0-100"}) for one in scheme.indicators)
    page = rapor_bytes(
        result_of(table(), scheme.model_copy(update={"indicators": ones})), "4", "html"
    ).decode()
    told = page.split("Apa yang akan mengubahnya")[1].split("<h2")[0]
    assert "menjadi" in told
    assert "nilai 0-100" not in told


@pytest.mark.parametrize("person", ["²", "9" * 13, "9" * 5000])
def test_odd_row_numbers_are_unknown_not_a_crash(person: str, result_of) -> None:
    with pytest.raises(UsageError) as caught:
        find_person(result_of(table(), scheme_of("weighted_mean")), person)
    assert caught.value.problems[0].code == "nilai_person_unknown"
