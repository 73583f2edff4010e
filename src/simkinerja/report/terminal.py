"""The result on a terminal of 80 columns, and as JSON for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from simkinerja.evaluate.labels import FEWEST
from simkinerja.report.fmt import NONE, fmt_number, fmt_percent
from simkinerja.report.suppress import FEWEST_SHOWN
from simkinerja.rules.skm import BANDS, LABELS

if TYPE_CHECKING:
    from rich.console import Console

    from simkinerja.evaluate.result import Change, Part, SkmResult

__all__ = ["SYNTHETIC", "UNSURE", "as_json", "letter_text", "print_result"]

UNSURE: Final = "belum dapat dipastikan"
"""What stands beside a letter that is not certain enough."""

SYNTHETIC: Final = "DATA SINTETIS: bukan jawaban warga yang nyata"
"""What every output of made-up data says."""

_GRADE: Final = {band.letter: band.label for band in BANDS}


def chance_text(share: float | None) -> str:
    """Write a probability; certainty itself is never claimed.

    Examples
    --------
    >>> chance_text(0.934), chance_text(1.0), chance_text(0.0), chance_text(None)
    ('93%', '>99%', '<1%', '–')
    """
    if share is None:
        return NONE
    if share > 0.99:
        return ">99%"
    return "<1%" if share < 0.01 else fmt_percent(share)


def letter_text(part: Part) -> str:
    """Letter with its grade; *belum dapat dipastikan* where it is not certain.

    Examples
    --------
    >>> from simkinerja.evaluate.result import Part
    >>> letter_text(Part("a", 40, {}, letter="B", certain=False, letters={"B": 0.7}))
    'B (Baik), belum dapat dipastikan'
    """
    if part.letter is None:
        return NONE
    text = f"{part.letter} ({_GRADE[part.letter]})"
    return f"{text}, {UNSURE}" if part.certain is False else text


def _number(x: Any) -> float | None:
    return None if x is None else float(x)


def _part_json(part: Part) -> dict[str, Any]:
    """One part as plain data; nrr unrounded, the index rounded half up to two decimals."""
    return {
        "n": part.n,
        "ikm": _number(part.rounded),
        "mutu": part.letter,
        "mutu_peluang": part.probability,
        "mutu_pasti": part.certain,
        "peluang": dict(part.letters) or None,
        "ikm_selang": None if part.low is None or part.high is None else [part.low, part.high],
        "nrr": {key: float(x) for key, x in part.nrr.items()},
        "jumlah": dict(part.counts) or None,
        "responden_perlu": part.needed,
    }


def as_json(result: SkmResult) -> dict[str, Any]:
    """Return the result as data for JSON; keys are documented in ``docs/skm.md``.

    Parameters
    ----------
    result : SkmResult
    """
    whole = result.whole
    weakest = [
        {"unsur": key, "nrr": float(whole.nrr[key]), "peluang_terendah": whole.lowest.get(key)}
        for key in whole.weakest()
    ]
    changes = [
        {"dari": c.before, "ke": c.after, "selisih": float(c.difference), "peluang_naik": c.rises,
         "selang": None if c.low is None or c.high is None else [c.low, c.high]}
        for c in result.changes
    ]  # fmt: skip
    return {
        **_part_json(whole),
        "berkas": result.file,
        "jenis": result.kind,
        "sintetis": result.synthetic,
        "ikm_rata_layanan": _number(_rounded(result.plain_mean)),
        "unsur_terlemah": weakest,
        "layanan": {part.label: _part_json(part) for part in result.services},
        "periode": {part.label: _part_json(part) for part in result.periods},
        "perubahan": changes,
        "profil": {key: dict(groups) for key, groups in result.profile.items()},
        "sampel_krejcie_morgan": result.sample_size,
        "temuan": [
            {"bagian": f.label, "sesuai": f.follows, "kalimat": f.sentence, "baris": f.row}
            for f in result.findings
        ],
        "catatan": list(result.notes),
        "kolom_identitas_dibuang": list(result.dropped),
        "pengaturan": {
            "tingkat": result.settings.level,
            "benih": result.settings.seed,
            "ulangan": result.settings.replications,
            "populasi": result.settings.population,
        },
    }


def _rounded(x: Any) -> Any:
    from simkinerja.rules.skm import round_half_up

    return None if x is None else round_half_up(x)


def _span(low: float | None, high: float | None, digits: int = 2) -> str:
    if low is None or high is None:
        return NONE
    return f"{fmt_number(low, digits)} – {fmt_number(high, digits)}"


def _headline(result: SkmResult) -> list[str]:
    """The answer in a few lines."""
    whole = result.whole
    n = fmt_number(whole.n, 0) if whole.n is not None else "tidak disebut"
    lines = [f"Responden: {n}", f"IKM: {fmt_number(whole.rounded)}   Mutu: {letter_text(whole)}"]
    if whole.letters and whole.letter:
        others = ", ".join(
            f"{k} {chance_text(p)}" for k, p in reversed(list(whole.letters.items())) if p >= 0.005
        )
        span = _span(whole.low, whole.high)
        lines.append(f"Peluang mutu: {others}. Selang 95%: {span}")
    if whole.certain is False:
        lines.append(needed_text(whole, result.settings.level))
    if result.plain_mean is not None:
        lines.append(f"Rata-rata polos IKM layanan (cara templat nasional): {fmt_number(result.plain_mean)}")
    if result.sample_size is not None:
        size = fmt_number(result.settings.population, 0)
        lines.append(f"Sampel Krejcie-Morgan untuk {size} pengguna: {fmt_number(result.sample_size, 0)}")
    return lines


def few_only(part: Part, level: float) -> bool:
    """Tell whether a letter is uncertain for want of respondents alone, whatever its probability."""
    return part.certain is False and (part.probability or 0.0) >= level


def needed_text(part: Part, level: float) -> str:
    """How many respondents would make the letter certain, as a sentence.

    Examples
    --------
    >>> from simkinerja.evaluate.result import Part
    >>> needed_text(Part("a", 40, {}, letter="B", certain=False, letters={"B": 0.7}, needed=122), 0.9)
    'Agar mutu B dapat dipastikan (peluang 90%) perlu kira-kira 122 responden.'
    """
    if few_only(part, level):
        return (
            f"Peluangnya tinggi, tetapi respondennya baru {part.n}. Dengan kurang dari {FEWEST} responden "
            "peluang seperti itu masih menipu, jadi mutu belum disebut pasti; perlu kira-kira "
            f"{fmt_number(part.needed, 0)} responden."
        )
    if not part.letters:
        return "Peluang mutu belum dapat dihitung: respondennya terlalu sedikit."
    if part.needed is None:
        return f"IKM tepat di tepi mutu {part.letter}; menambah responden saja tidak akan memastikannya."
    return (
        f"Agar mutu {part.letter} dapat dipastikan (peluang {fmt_percent(level)}) perlu kira-kira "
        f"{fmt_number(part.needed, 0)} responden."
    )


def _elements_table(result: SkmResult) -> Any:
    from rich.table import Table

    whole = result.whole
    weak = set(whole.weakest())
    sure = bool(whole.lowest)
    table = Table(title="NRR setiap unsur", title_justify="left", expand=False)
    table.add_column("Unsur", ratio=None, overflow="fold")
    table.add_column("Jawaban", justify="right")
    table.add_column("NRR", justify="right")
    if sure:
        table.add_column("Selang 95%", justify="right", no_wrap=True)
        table.add_column("Terendah", justify="right")
    for key in result.elements:
        count = fmt_number(whole.counts.get(key, whole.n), 0)
        row = [("▼ " if key in weak else "  ") + LABELS[key], count, fmt_number(whole.nrr[key], 3)]
        if sure:
            span = _span(whole.nrr_low[key], whole.nrr_high[key])
            row += [span, chance_text(whole.lowest[key])]
        table.add_row(*row)
    return table


def _parts_table(title: str, parts: Sequence[Part], level: float) -> Any:
    from rich.table import Table

    table = Table(title=title, title_justify="left", expand=False)
    table.add_column(title.split()[-1].capitalize(), overflow="fold", max_width=26)
    for name in ("n", "IKM"):
        table.add_column(name, justify="right")
    table.add_column("Mutu", overflow="fold", max_width=18)
    table.add_column("Peluang", justify="right")
    for part in parts:
        sure = f"{part.letter}, {UNSURE}" if part.certain is False and part.letter else part.letter or NONE
        n = fmt_number(part.n, 0)
        table.add_row(part.label, n, fmt_number(part.rounded), sure, chance_text(part.probability))
    told = []
    if any(few_only(part, level) for part in parts):
        told.append(f"Kurang dari {FEWEST} responden: mutu belum disebut pasti, berapa pun peluangnya.")
    if any(part.ikm is None for part in parts):
        told.append(f"{NONE} di kolom IKM: ada unsur tanpa satu jawaban pun di bagian itu.")
    if told:
        table.caption, table.caption_justify = "\n".join(told), "left"
    return table


def change_text(change: Change) -> str:
    """A change between two periods as a sentence.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from simkinerja.evaluate.result import Change
    >>> change_text(Change("TW I", "TW II", Fraction(5, 2), 0.5, 4.5, 0.99))
    'TW I ke TW II: +2,50 (selang 95%: +0,50 sampai +4,50), naik.'
    """
    head = f"{change.before} ke {change.after}: {fmt_number(change.difference, signed=True)}"
    if change.low is None or change.high is None:
        return f"{head}."
    way = ("naik" if change.difference > 0 else "turun") if change.clear else "belum tentu berubah"
    low, high = fmt_number(change.low, signed=True), fmt_number(change.high, signed=True)
    return f"{head} (selang 95%: {low} sampai {high}), {way}."


def _bullets(console: Console, title: str, lines: Sequence[str]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    if not lines:
        return
    console.print(Text(f"\n{title}", style="bold"))
    for line in lines:
        console.print(Padding(Text(f"- {line}"), (0, 0, 0, 2)))


def print_result(result: SkmResult, console: Console) -> None:
    """Print the result for people.

    Parameters
    ----------
    result : SkmResult
    console : rich.console.Console
        Its width is respected down to 80 columns.
    """
    from rich.text import Text

    console.print(Text(f"Survei Kepuasan Masyarakat: {result.file}", style="bold"))
    if result.synthetic:
        console.print(Text(SYNTHETIC, style="bold"))
    for line in _headline(result):
        console.print(Text(line))
    console.print()
    console.print(_elements_table(result))
    weak = "; ".join(LABELS[key].lower() for key in result.whole.weakest())
    console.print(Text(f"▼ tiga unsur terlemah: {weak}"))
    for title, parts in (("Menurut layanan", result.services), ("Menurut periode", result.periods)):
        if parts:
            console.print()
            console.print(_parts_table(title, parts, result.settings.level))
    _bullets(console, "Perubahan", [change_text(change) for change in result.changes])
    _bullets(console, "Temuan atas angka tercetak", [found.sentence for found in result.findings])
    notes = [*result.notes]
    if result.dropped:
        notes.append(f"Kolom identitas dibuang saat dibaca: {', '.join(result.dropped)}.")
    if any(
        part.fewest is not None and part.fewest < FEWEST_SHOWN for part in (*result.services, *result.periods)
    ):
        notes.append(
            f"Layar ini menampilkan kelompok di bawah {FEWEST_SHOWN} orang; jangan diterbitkan. Laporan "
            "(--keluaran) menyembunyikannya."
        )
    _bullets(console, "Catatan", notes)
