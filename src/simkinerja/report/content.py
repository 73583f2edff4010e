"""What the reports say, in words and tables; Excel and Word only set it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from simkinerja.errors import InputError, Place, problem
from simkinerja.evaluate.labels import FEWEST
from simkinerja.report.fmt import fmt_number, fmt_percent
from simkinerja.report.suppress import FEWEST_SHOWN, MASKED, masked_counts, shown_elements, shown_tables
from simkinerja.report.terminal import chance_text, change_text, letter_text, needed_text
from simkinerja.rules.skm import BANDS, LABELS

if TYPE_CHECKING:
    from simkinerja.evaluate.result import Part, SkmResult

__all__ = ["MASK_NOTE", "Content", "Sheet", "content_of", "safe_text", "unit_in_title", "without_options"]

PROFILE_TITLES: Final = {
    "jenis_kelamin": "Jenis kelamin",
    "umur": "Umur",
    "pendidikan": "Pendidikan",
    "pekerjaan": "Pekerjaan",
}
MASK_NOTE: Final = (
    f"{MASKED} disembunyikan: kurang dari lima orang, atau dapat membuka angka seperti itu lewat selisih."
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_BLANK_UNIT: Final = "(isi nama unit pelayanan)"
_BLANK_PERIOD: Final = "(isi periode survei)"


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, without control characters.

    Examples
    --------
    >>> safe_text("=HYPERLINK(1)"), safe_text("KTP-el")
    ("'=HYPERLINK(1)", 'KTP-el')
    """
    clean = "".join(char for char in str(text) if char.isprintable() or char == " ")
    return f"'{clean}" if str(text).startswith(_FORMULA) else clean


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a report: title, header, rows of text, and the numbers behind the rows.

    Parameters
    ----------
    title : str
    header : tuple of str
    rows : tuple of tuple of str
    numbers : tuple of tuple of (float or None)
        For every cell its number, where it has one, for spreadsheets.
    masked : bool
        Whether cells are masked.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[tuple[float | None, ...], ...]
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """All of a report.

    Parameters
    ----------
    unit, period : str
        For the heading; a hint to fill in where the file does not say.
    headline : tuple of (name, text)
    elements : Sheet
    services, periods : Sheet or None
    profile : tuple of Sheet
    plan : tuple of (element label, NRR)
        The weakest elements, for the follow-up plan.
    changes, findings, method, notes : tuple of str
    shown : SkmResult
        The result without what is masked, for charts.
    """

    unit: str
    period: str
    headline: tuple[tuple[str, str], ...]
    elements: Sheet
    services: Sheet | None
    periods: Sheet | None
    profile: tuple[Sheet, ...]
    plan: tuple[tuple[str, str], ...]
    changes: tuple[str, ...]
    findings: tuple[str, ...]
    method: tuple[str, ...]
    notes: tuple[str, ...]
    shown: SkmResult


def content_of(result: SkmResult, unit: str | None = None) -> Content:
    """Put together what a report says, with small groups masked.

    Parameters
    ----------
    result : SkmResult
    unit : str, optional
        Name of the service unit.

    Returns
    -------
    Content

    Raises
    ------
    InputError
        If there are fewer than five respondents in all: then no number may leave.
    """
    whole = result.whole
    if whole.n is not None and whole.n < FEWEST_SHOWN:
        raise InputError([problem("report_too_few", Place(file=result.file), n=whole.n)])
    shown = _without_masked(result)
    return Content(
        unit=unit or unit_in_title(result.title) or _BLANK_UNIT,
        period=_period(result),
        headline=_headline(shown),
        elements=_elements(result, shown.whole),
        services=_parts("Layanan", result.services, shown.services),
        periods=_parts("Periode", result.periods, shown.periods),
        profile=tuple(_profile(key, dict(groups)) for key, groups in result.profile.items()),
        plan=tuple((LABELS[key], fmt_number(whole.nrr[key], 3)) for key in shown.whole.weakest()),
        changes=tuple(change_text(change) for change in shown.changes),
        findings=tuple(found.sentence for found in shown.findings),
        method=_method(result),
        notes=tuple(text for note in result.notes if (text := without_options(note))),
        shown=shown,
    )


def without_options(note: str) -> str:
    """Return a note without what it says of the options of the command: a report goes to other readers.

    Examples
    --------
    >>> without_options("Periode dibuat dari kolom 'Tanggal' per triwulan; --satuan mengubahnya.")
    "Periode dibuat dari kolom 'Tanggal' per triwulan."
    """
    if "--" not in note:
        return note
    sentences = (sentence.rstrip(".").split("; ") for sentence in note.split(". "))
    kept = ("; ".join(part for part in parts if "--" not in part) for parts in sentences)
    return " ".join(f"{sentence}." for sentence in kept if sentence)


def _without_masked(result: SkmResult) -> SkmResult:
    whole = result.whole
    keys = shown_elements(whole)
    services, periods = shown_tables(result)
    labels = {part.label for part in periods}
    hidden = {part.label for part in (*result.services, *result.periods)} - labels
    hidden = (hidden - {part.label for part in services}) | (set(whole.nrr) - set(keys))
    return replace(
        result,
        whole=replace(whole, nrr={key: whole.nrr[key] for key in keys}),
        services=services,
        periods=periods,
        changes=tuple(c for c in result.changes if c.before in labels and c.after in labels),
        findings=tuple(found for found in result.findings if found.label not in hidden),
        plain_mean=result.plain_mean if len(services) == len(result.services) else None,
    )


def unit_in_title(title: Sequence[str]) -> str | None:
    """Return the unit that a title row names, as typed by the office; never names of people in it.

    Examples
    --------
    >>> unit_in_title(["REKAP NILAI", "Dinas Contoh, petugas: Budi"])
    'Dinas Contoh'
    """
    words = ("unit", "dinas", "badan", "kantor", "instansi")
    for text in title:
        low = text.lower()
        if any(low.startswith(word) for word in words) and len(text) <= 120:
            named = re.split(r"[,;|]|\b(?:petugas|surveyor|enumerator|kepala|nama|nip)\b", text, flags=re.I)[
                0
            ]
            return named.split(":", 1)[-1].strip() or None
    return None


def _period(result: SkmResult) -> str:
    labels = [part.label for part in result.periods]
    if len(labels) == 1:
        return labels[0]
    if labels:
        return f"{labels[0]} sampai {labels[-1]}"
    from simkinerja.survey.periods import period_order

    for text in result.title:
        key = period_order(text)
        if key and key[0] and key[1:] != (1, 12):
            return _period_name(*key)
    return _BLANK_PERIOD


def _period_name(year: int, first: int, last: int) -> str:
    """Name of a period; a title row is not quoted, as it may name people."""
    from simkinerja.survey.periods import period_label

    spans = {0: "bulan", 2: "triwulan", 5: "semester"}
    whole = (first - 1) % (last - first + 1) == 0
    if last - first in spans and whole:
        return period_label(year, first, spans[last - first])
    start, end = (period_label(year, month, "bulan") for month in (first, last))
    return f"{start} sampai {end}"


def _headline(result: SkmResult) -> tuple[tuple[str, str], ...]:
    whole = result.whole
    n = fmt_number(whole.n, 0) if whole.n is not None else "tidak disebut dalam berkas"
    rows = [
        ("Jumlah responden", n),
        ("Nilai IKM", fmt_number(whole.rounded)),
        ("Mutu pelayanan", letter_text(whole)),
    ]
    if whole.probability is not None:
        rows.append((f"Peluang mutu {whole.letter}", chance_text(whole.probability)))
        rows.append(("Selang 95% IKM", f"{fmt_number(whole.low)} sampai {fmt_number(whole.high)}"))
    if whole.certain is False:
        rows.append(("Responden yang diperlukan", needed_text(whole, result.settings.level)))
    if result.plain_mean is not None:
        rows.append(("Rata-rata polos IKM layanan", fmt_number(result.plain_mean)))
    if result.sample_size is not None:
        text = (
            f"{fmt_number(result.sample_size, 0)} dari {fmt_number(result.settings.population, 0)} pengguna"
        )
        rows.append(("Sampel menurut Krejcie-Morgan", text))
    return tuple(rows)


def _elements(result: SkmResult, shown: Part) -> Sheet:
    """NRR of every element, with its letter."""
    from simkinerja.rules.skm import letter

    whole = result.whole
    spread = bool(whole.nrr_low)
    header = ("No", "Unsur", "Jawaban", "NRR", "NRR x 25", "Mutu", *(("Selang 95%",) if spread else ()))
    rows, numbers = [], []
    for k, (key, x) in enumerate(whole.nrr.items(), 1):
        label = LABELS[key]
        if key not in shown.nrr:
            rows.append((str(k), label, *[MASKED] * (len(header) - 2)))
            numbers.append((float(k), *[None] * (len(header) - 1)))
            continue
        count = whole.counts.get(key, whole.n)
        span = (f"{fmt_number(whole.nrr_low[key])} – {fmt_number(whole.nrr_high[key])}",) if spread else ()
        cells = (fmt_number(count, 0), fmt_number(x, 3), fmt_number(x * 25), letter(x * 25))
        rows.append((str(k), label, *cells, *span))
        plain = (float(k), None, None if count is None else float(count), float(x), float(x * 25), None)
        numbers.append((*plain, *([None] * len(span))))
    masked = len(shown.nrr) < len(whole.nrr)
    return Sheet("Nilai rata-rata (NRR) setiap unsur", header, tuple(rows), tuple(numbers), masked)


def _parts(title: str, parts: Sequence[Part], shown: Sequence[Part]) -> Sheet | None:
    if not parts:
        return None
    visible = {part.label for part in shown}
    rows: list[tuple[str, ...]] = []
    numbers: list[tuple[float | None, ...]] = []
    for part in parts:
        if part.label not in visible:
            rows.append((part.label, MASKED, MASKED, MASKED, MASKED))
            numbers.append((None,) * 5)
            continue
        ikm = None if part.rounded is None else float(part.rounded)
        n = None if part.n is None else float(part.n)
        sure = chance_text(part.probability)
        rows.append((part.label, fmt_number(part.n, 0), fmt_number(part.rounded), letter_text(part), sure))
        numbers.append((None, n, ikm, None, None))
    header = (title, "Responden", "IKM", "Mutu", "Peluang mutu")
    width = len(header) if any(part.letters for part in shown) else len(header) - 1
    cells, values = tuple(row[:width] for row in rows), tuple(row[:width] for row in numbers)
    masked = len(visible) < len(parts)
    return Sheet(f"IKM menurut {title.lower()}", header[:width], cells, values, masked)


def _profile(key: str, counts: dict[str, int]) -> Sheet:
    shown = masked_counts(counts)
    total = sum(counts.values())
    rows, numbers = [], []
    for label, n in shown.items():
        share = None if n is None else n / total
        rows.append((label, *((MASKED, MASKED) if n is None else (fmt_number(n, 0), fmt_percent(share, 1)))))
        numbers.append((None, None if n is None else float(n), share))
    header = (PROFILE_TITLES.get(key, key), "Jumlah", "Persen")
    masked = any(n is None for n in shown.values())
    return Sheet(PROFILE_TITLES.get(key, key), header, tuple(rows), tuple(numbers), masked)


def _method(result: SkmResult) -> tuple[str, ...]:
    """How the numbers came about, sentence by sentence."""
    n = len(result.elements)
    bands = "; ".join(
        f"{b.letter} {b.label.lower()} {fmt_number(b.lower)}–{fmt_number(b.upper)}" for b in reversed(BANDS)
    )
    lines = [
        "Dasar: PermenPANRB 14/2017 tentang Pedoman Penyusunan Survei Kepuasan Masyarakat.",
        f"Unsur berbobot sama, tepat 1/{n} (bukan 0,11 yang dibulatkan); IKM = rata-rata NRR x 25.",
        "NRR dihitung dari jumlah nilai dibagi banyak jawaban; sel kosong tidak dihitung dan bukan nol.",
        "Semua hitungan memakai bilangan pecahan tepat; pembulatan hanya sekali, pada IKM, ke dua desimal, "
        "angka 5 ke atas. Mutu dibaca setelah pembulatan itu.",
        f"Batas mutu: {bands}.",
    ]
    if result.kind == "jawaban":
        s = result.settings
        lines.append(
            f"Peluang mutu dan selang 95%: {fmt_number(s.replications, 0)} pengambilan ulang responden "
            f"(bootstrap, benih {s.seed}). Mutu disebut 'belum dapat dipastikan' bila peluangnya di bawah "
            f"{fmt_percent(s.level)} atau respondennya kurang dari {FEWEST} (anggapan simkinerja, bukan "
            "peraturan). Peluang ini menggambarkan acaknya responden; kesalahan karena cara memilih "
            "responden tidak termasuk."
        )
    if result.settings.population is not None:
        size = fmt_number(result.settings.population, 0)
        lines.append(f"Koreksi populasi terhingga memakai {size} pengguna layanan.")
    lines.append(
        f"Tanda {MASKED}: angka dari kurang dari {FEWEST_SHOWN} orang, atau angka yang disembunyikan agar "
        "angka itu tidak dapat dihitung dari selisih."
    )
    if result.dropped:
        lines.append("Kolom identitas dibuang saat berkas dibaca dan tidak dipakai.")
    return tuple(lines)
