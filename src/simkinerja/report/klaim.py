"""L7: the claims of a document as sentences, as data for JSON, and as one HTML page."""

from __future__ import annotations

from html import escape
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from simkinerja.evaluate.claims_conditions import CONDITIONS, STRENGTH, told
from simkinerja.evaluate.claims_effect import COUNTED
from simkinerja.evaluate.claims_verdict import FAILS, HOLDS, SEEN, VERDICTS
from simkinerja.report.fmt import NONE, fmt_number, fmt_percent

if TYPE_CHECKING:
    from simkinerja.evaluate.claims_check import ClaimReport
    from simkinerja.evaluate.claims_verdict import Cell, ClaimResult
    from simkinerja.simulate.outcomes import Outcome

__all__ = ["SYNTHETIC", "klaim_counts", "klaim_html", "klaim_json", "klaim_sentences", "klaim_size"]

_RECORD: Final = {COUNTED: "inovasi yang dihitung kantor"}
SYNTHETIC: Final = "Orang, layanan, dan catatan di sini SINTETIS; yang diuji model, bukan kantor yang nyata."


def _outcome(result: ClaimResult) -> Outcome:
    from simkinerja.simulate.outcomes import outcomes

    return outcomes()[str(result.claim.outcome)]


def _amount(x: float, outcome: Outcome, *, signed: bool = True) -> str:
    if outcome.scale == "share":
        return fmt_number(100 * x, 1, signed=signed)
    digits = 0 if outcome.scale == "rupiah" else 2 if outcome.smallest_effect < 1 else 1
    return fmt_number(x, digits, signed=signed)


def _unit(outcome: Outcome) -> str:
    return "poin persen" if outcome.scale == "share" else outcome.unit


def klaim_size(result: ClaimResult) -> str:
    """Return the size of an effect with its interval, without its unit.

    Parameters
    ----------
    result : ClaimResult
        A claim within the model has a size; for others an en dash.
    """
    if result.size is None:
        return NONE
    outcome, size = _outcome(result), result.size
    low, high = (_amount(x, outcome) for x in (size.low, size.high))
    return f"{_amount(size.median, outcome)} ({low} s.d. {high})"


def klaim_counts(report: ClaimReport) -> str:
    """Return how many claims met which verdict, in words."""
    parts = []
    for verdict, words in VERDICTS.items():
        n = sum(one.verdict == verdict for one in report.results)
        parts += [f"{words} {n}"] if n else []
    return f"{len(report.results)} klaim: " + "; ".join(parts) + "."


def klaim_sentences(result: ClaimResult) -> tuple[str, ...]:
    """Return what became of a claim, sentence by sentence.

    Parameters
    ----------
    result : ClaimResult
    """
    if result.size is None:
        return (f"Di luar model: {result.claim.outside}.",)
    outcome = _outcome(result)
    smallest = f"{_amount(result.smallest, outcome, signed=False)} {_unit(outcome)}"
    lines = [
        f"Pengaruh pada {outcome.label}: {klaim_size(result)} {_unit(outcome)}; melebihi {smallest} ke arah "
        f"{result.claim.direction} pada {fmt_percent(result.share)} undian parameter.",
        _spread(result, outcome),
        _seen(result),
        _failing(result, outcome),
    ]
    if result.depends_on:
        names = ", ".join(CONDITIONS.get(name, STRENGTH).label for name in result.depends_on)
        lines.append(f"Yang paling menentukan: {names}.")
    return tuple(line for line in lines if line)


def _spread(result: ClaimResult, outcome: Outcome) -> str:
    assert result.size is not None
    parts = (result.size.sd_parameters, result.size.sd_runs)
    science, luck = (_amount(x, outcome, signed=False) for x in parts)
    return f"Simpangan karena parameter belum pasti {science}, karena nasib satu undian {luck}."


def _seen(result: ClaimResult) -> str:
    from simkinerja.simulate.outcomes import outcomes

    if not result.claim.one_world:
        return (
            "Kantor hanya menjalani satu dari dua dunia yang dibandingkan, jadi catatannya sendiri tidak "
            "dapat memperlihatkan selisihnya."
        )
    if result.record is None or result.seen is None:
        return "Kantor tidak mencatat hasil ini, jadi tidak dapat melihatnya dalam catatannya sendiri."
    record = _RECORD.get(result.record) or outcomes()[result.record].label
    return (
        f"Peluang kantor melihatnya dalam catatannya sendiri ({record}; sebelum lawan sesudah, satu dunia, "
        f"uji dua sisi 5%): {fmt_percent(result.seen)}; tanpa sebabnya pun "
        f"{fmt_percent(result.seen_without)}."
    )


def _failing(result: ClaimResult, outcome: Outcome) -> str:
    failed = result.failing
    n = sum(cell.fails for cell in result.cells)
    if failed is not None:
        size = _amount(failed.median, outcome)
        return (
            f"Gugur pada {n} dari {len(result.cells)} sel kisi, misalnya {told(failed.conditions)} (pengaruh "
            f"{size} {_unit(outcome)}, bertahan {fmt_percent(failed.share)})."
        )
    lowest = min(
        result.cells, key=lambda cell: (cell.share, cell.median * (-1, 1)[result.claim.direction == "naik"])
    )
    return (
        f"Tidak ada dari {len(result.cells)} sel kisi yang menggugurkannya: pada sel terlemah "
        f"({told(lowest.conditions)}) pengaruhnya masih {_amount(lowest.median, outcome)} "
        f"{_unit(outcome)}, di atas yang terkecil, dan klaim bertahan pada {fmt_percent(lowest.share)} "
        "undian."
    )


def klaim_json(report: ClaimReport) -> dict[str, Any]:
    """Return the report as data for JSON.

    Parameters
    ----------
    report : ClaimReport
    """
    return {
        "kota": report.city,
        "label": report.label,
        "sintetis": True,
        "pengaturan": {
            "pegawai": report.n_officers,
            "undian": report.draws,
            "undian_kisi": report.grid_draws,
            "benih": report.seed,
            "batas_bertahan": HOLDS,
            "batas_gugur": FAILS,
            "batas_terlihat": SEEN,
        },
        "klaim": [_claim_json(one) for one in report.results],
    }


def _claim_json(result: ClaimResult) -> dict[str, Any]:
    claim = result.claim
    out: dict[str, Any] = {
        "kode": claim.code,
        "klaim": claim.claim,
        "sumber": {"berkas": claim.source.file, "kalimat": list(claim.source.at)},
        "putusan": result.verdict,
        "putusan_kata": result.words,
        "keterangan": list(klaim_sentences(result)),
    }
    if result.size is None:
        return out | {"alasan": claim.outside}
    outcome, size = _outcome(result), result.size
    return out | {
        "sebab": list(claim.cause),
        "pembanding": list(claim.compare_with),
        "hasil": {"nama": outcome.name, "label": outcome.label, "satuan": outcome.unit, "pada": claim.to},
        "arah": claim.direction,
        "bulan": claim.months,
        "pengaruh_terkecil": result.smallest,
        "bagian_undian": result.share,
        "besar": {
            "median": size.median,
            "p05": size.low,
            "p95": size.high,
            "simpangan_parameter": size.sd_parameters,
            "simpangan_undian": size.sd_runs,
        },
        "catatan": {
            "hasil": result.record,
            "peluang_terlihat": result.seen,
            "peluang_terlihat_tanpa_sebab": result.seen_without,
        },
        "syarat": dict(claim.conditions),
        "penentu": list(result.depends_on),
        "kisi": [_cell_json(cell) for cell in result.cells],
        "gugur_pada": None if result.failing is None else dict(result.failing.conditions),
    }


def _cell_json(cell: Cell) -> dict[str, Any]:
    return {
        "syarat": dict(cell.conditions),
        "syarat_kata": told(cell.conditions),
        "bagian_undian": cell.share if isfinite(cell.share) else None,
        "median": cell.median if isfinite(cell.median) else None,
        "gugur": cell.fails,
        "sesuai_dokumen": cell.open,
    }


_STYLE: Final = """
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1rem;font:16px/1.45 system-ui,sans-serif}
body{color:#1b1b1b;background:#fff}h1{font-size:1.35rem}h2{font-size:1.05rem;margin:1.2rem 0 .3rem}
.made{background:#b00020;color:#fff;padding:.4rem .7rem}
.word{font-weight:700}.small{font-size:.85rem;color:#4a4a4a}.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{border-bottom:1px solid #d9d9d9;padding:.3rem .4rem;text-align:left;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.gugur{background:#fdecea}
@page{size:A4;margin:12mm}@media print{body{font-size:9pt;max-width:none}section{break-inside:avoid}}
"""


def klaim_html(report: ClaimReport) -> str:
    """Return the report as one page: no script, no request.

    Parameters
    ----------
    report : ClaimReport
    """
    title = f"Klaim dokumen {report.label}"
    head = "<meta charset='utf-8'><meta name='viewport' content='width=device-width, initial-scale=1'>"
    rule = "default-src 'none'; style-src 'unsafe-inline'"
    head += f'<meta http-equiv="Content-Security-Policy" content="{rule}"><title>{escape(title)}</title>'
    method = (
        f"{fmt_number(report.n_officers, 0)} pegawai sintetis, {report.draws} undian parameter setiap klaim, "
        f"{report.grid_draws} setiap sel kisi, benih {report.seed}. Bertahan: sekurangnya "
        f"{fmt_percent(HOLDS)} undian; gugur: di bawah {fmt_percent(FAILS)}."
    )
    body = [f"<p class='made'>{escape(SYNTHETIC)}</p>", f"<h1>{escape(title)}</h1>",
            f"<p>{escape(klaim_counts(report))}</p>", f"<p class='small'>{escape(method)}</p>",
            _summary(report), *(_section(one) for one in report.results)]  # fmt: skip
    page = f"<head>{head}<style>{_STYLE}</style></head><body><main>{''.join(body)}</main></body>"
    return f"<!doctype html><html lang='id'>{page}</html>"


def _summary(report: ClaimReport) -> str:
    rows = []
    for one in report.results:
        share = NONE if one.size is None else fmt_percent(one.share)
        seen = NONE if one.seen is None else f"{fmt_percent(one.seen)} / {fmt_percent(one.seen_without)}"
        cells = f"<td class='n'>{share}</td><td class='n'>{seen}</td><td>{escape(one.words)}</td>"
        rows.append(f"<tr><td>{escape(one.claim.claim)}</td>{cells}</tr>")
    header = (
        "<tr><th scope='col'>Klaim</th><th scope='col' class='n'>Bertahan</th>"
        "<th scope='col' class='n'>Terlihat / tanpa sebab</th><th scope='col'>Putusan</th></tr>"
    )
    return (
        f"<div class='wide' tabindex='0' role='region' aria-label='Ringkasan'><table>{header}{''.join(rows)}"
        "</table></div>"
    )


def _section(result: ClaimResult) -> str:
    claim = result.claim
    lines = "".join(f"<p>{escape(text)}</p>" for text in klaim_sentences(result))
    grid = _grid(result) if result.cells else ""
    note = f"<p class='small'>Catatan: {escape(claim.note)}.</p>" if claim.note else ""
    return (
        f"<section><h2>{escape(claim.claim)}</h2><p class='word'>{escape(result.words.capitalize())}</p>"
        f"<p class='small'>{escape(claim.code)}; {escape(str(claim.source))}</p>{lines}{note}{grid}</section>"
    )


def _grid(result: ClaimResult) -> str:
    outcome = _outcome(result)
    rows = []
    for cell in result.cells:
        mark = " class='gugur'" if cell.fails else ""
        said = "gugur" if cell.fails else "bertahan" if cell.share >= HOLDS else "belum tentu"
        numbers = (
            f"<td class='n'>{_amount(cell.median, outcome)}</td><td class='n'>{fmt_percent(cell.share)}</td>"
        )
        rows.append(f"<tr{mark}><td>{escape(told(cell.conditions))}</td>{numbers}<td>{said}</td></tr>")
    header = (
        f"<tr><th scope='col'>Syarat</th><th scope='col' class='n'>Pengaruh ({escape(_unit(outcome))})</th>"
        "<th scope='col' class='n'>Bertahan</th><th scope='col'>Sel</th></tr>"
    )
    label = escape(f"Kisi syarat {result.claim.code}", quote=True)
    table = f"<table>{header}{''.join(rows)}</table>"
    return f"<div class='wide' tabindex='0' role='region' aria-label='{label}'>{table}</div>"
