"""L7: the report of a simulation as one HTML page: no script, no request, readable at 360 px and on A4."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from simkinerja.report.simulasi_content import Content, Grid, Part
from simkinerja.report.simulasi_svg import svg_marks, svg_months
from simkinerja.report.simulasi_words import SYNTHETIC

__all__ = ["simulasi_html"]

_STYLE: Final = """
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0 auto;max-width:64rem;padding:1rem;font:16px/1.5 system-ui,sans-serif;color:#1b1b1b}
body{background:#fff}h1{font-size:1.5rem;line-height:1.25;margin:.6rem 0}
h2{font-size:1.25rem;margin:2rem 0 .5rem;
border-top:2px solid #1f3a5f;padding-top:.6rem}h3{font-size:1.05rem;margin:1.3rem 0 .3rem}
p{margin:.35rem 0;max-width:46rem}ul{margin:.3rem 0;padding-left:1.2rem;max-width:46rem}li{margin:.2rem 0}
.made{background:#b00020;color:#fff;font-weight:700;padding:.4rem .7rem;max-width:none}
.box{border:1px solid #9db2c6;border-radius:.4rem;padding:.6rem .9rem;margin:.7rem 0;background:#f4f8fb}
.small{font-size:.85rem;color:#4a4a4a}nav ul{list-style:none;padding:0}nav a{color:#0b57a4}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(20rem,100%),1fr));gap:1rem}
.pictures{margin:.6rem 0}.pictures>svg:first-child{grid-row:span 2}
svg{width:100%;max-width:30rem;height:auto;display:block}
table{border-collapse:collapse;width:100%;font-size:.93rem;margin:.4rem 0}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{border-bottom:1px solid #d9d9d9;padding:.3rem .45rem;text-align:right;vertical-align:top;
font-variant-numeric:tabular-nums;overflow-wrap:break-word}
th{border-bottom:2px solid #9db2c6}th.w,td.w{text-align:left}
tr.good td:last-child{color:#00543a;font-weight:600}tr.bad td:last-child{color:#8c2d04;font-weight:600}
@media screen and (max-width:44rem){table{font-size:.84rem}th,td{padding:.25rem .3rem}
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards tr{display:block;border-bottom:1px solid #9db2c6;padding:.3rem 0}
.cards td{display:flex;justify-content:space-between;gap:1rem;border:0;padding:.05rem 0;text-align:right}
.cards td:first-child{font-weight:600;display:block;text-align:left}
.cards td:not(:first-child)::before{content:attr(data-name);color:#4a4a4a;text-align:left;flex:0 0 auto}}
@page{size:A4;margin:14mm}
@media print{body{font-size:9.5pt;line-height:1.35;padding:0;max-width:none}h1{font-size:16pt}
h2{font-size:12.5pt;break-after:avoid}h3,h4{font-size:10.5pt;break-after:avoid}
tr,svg,.box{break-inside:avoid}thead{display:table-header-group}
.pictures{grid-template-columns:1fr 1fr}.made{background:none;color:#b00020;border:2px solid #b00020}
svg{max-width:84mm}nav{display:none}table{font-size:8.5pt}.small{font-size:8pt}}
"""


def simulasi_html(content: Content) -> str:
    """Return the report as a page.

    Parameters
    ----------
    content : Content
    """
    body = [
        f"<p class='made'>{escape(SYNTHETIC)}</p>",
        f"<h1>{escape(content.title)}</h1>",
        _question(content),
        _nav(content),
    ]
    if content.beside is not None:
        body.append(f"<h2>{escape(content.beside.title)}</h2>{_table(content.beside)}")
    body += [_part(k, part) for k, part in enumerate(content.parts, 1)]
    body.append(f"<h2 id='batas'>Batas</h2>{_list(content.limits)}")
    body.append(f"<h2 id='berkas'>Berkas di folder ini</h2>{_list(content.files)}")
    body.append(f"<p class='made'>{escape(SYNTHETIC)}</p>")
    head = "<meta charset='utf-8'><meta name='viewport' content='width=device-width, initial-scale=1'>"
    rule = "default-src 'none'; style-src 'unsafe-inline'"
    head += f'<meta http-equiv="Content-Security-Policy" content="{rule}">'
    head += f"<title>{escape(content.title)}</title><style>{_STYLE}</style>"
    page = f"<head>{head}</head><body><main>{''.join(body)}</main></body>"
    return f"<!doctype html><html lang='id'>{page}</html>\n"


def _question(content: Content) -> str:
    first, *others = content.question
    told = "".join(f"<p>{escape(text)}</p>" for text in others)
    return f"<section><p><strong>{escape(first)}</strong></p>{told}</section>"


def _nav(content: Content) -> str:
    """Links to the scenarios; left out for a single one, and on paper."""
    if len(content.parts) < 2:
        return ""
    rows = "".join(
        f"<li><a href='#s{k}'>{escape(part.title)}</a></li>" for k, part in enumerate(content.parts, 1)
    )
    return f"<nav aria-label='Skenario'><ul>{rows}</ul></nav>"


def _part(number: int, part: Part) -> str:
    blocks = [
        f"<h2 id='s{number}'>{escape(part.title)}</h2>",
        f"<h3>Programnya</h3>{_list(part.asked)}",
        f"<h3>Jawaban singkat</h3><div class='box'>{_list(part.answer)}</div>",
        f"<div class='pictures'>{svg_marks(part.marks)}{_pictures(part)}</div>",
        "<p class='small'>Bidang kelabu: terlalu kecil untuk berarti. Garis: selang 95%. Yang digambar "
        "hasil yang paling bergerak; semuanya di tabel.</p>",
        "<h3>Apa yang berubah</h3>",
        *(f"<h4>{escape(grid.title)}</h4>{_table(grid, verdicts=True)}" for grid in part.effects),
        f"<h3>Siapa yang untung, siapa yang rugi</h3>{_lines(part.who)}{_table(part.gains)}",
        *(f"<h4>{escape(grid.title)}</h4>{_table(grid)}" for grid in part.groups),
    ]
    if part.agencies is not None:
        picture = "" if part.agency_marks is None else f"<div>{svg_marks(part.agency_marks)}</div>"
        blocks.append(f"<h3>Perangkat daerah</h3>{_table(part.agencies)}{picture}")
    costs = "" if part.costs is None else _table(part.costs)
    blocks.append(f"<h3>Uang dan jam kerja</h3>{costs}{_lines(part.money)}")
    blocks.append(f"<h3>Seberapa pasti</h3>{_lines(part.sure)}{_table(part.spread)}")
    assumed = "" if part.assumed is None else _table(part.assumed)
    blocks.append(f"<h3>Angka yang diasumsikan</h3>{_lines(part.assumed_text)}{assumed}")
    return f"<section class='part'>{''.join(blocks)}</section>"


def _pictures(part: Part) -> str:
    return "".join(svg_months(one) for one in part.months)


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in lines)


def _list(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in lines) + "</ul>"


def _table(grid: Grid, *, verdicts: bool = False) -> str:
    if not grid.rows:
        return ""
    last = (grid.header[-1],) if verdicts else ()
    words = {grid.header[0], *grid.words, *last}
    head = "".join(f"<th scope='col'{_kind(name in words)}>{escape(name)}</th>" for name in grid.header)
    rows = "".join(_row(grid, row, words, verdicts) for row in grid.rows)
    note = f"<p class='small'>{escape(grid.note)}</p>" if grid.note else ""
    caption, kind = f"<caption>{escape(grid.title)}</caption>", " class='cards'" if grid.wide else ""
    return f"<table{kind}>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{note}"


def _row(grid: Grid, row: Sequence[str], words: set[str], verdicts: bool) -> str:
    mark = {"membaik": " class='good'", "memburuk": " class='bad'"}.get(row[-1], "") if verdicts else ""
    cells = "".join(
        f"<td{_kind(name in words)} data-name='{escape(name, quote=True)}'><span>{escape(text)}</span></td>"
        for name, text in zip(grid.header, row, strict=True)
    )
    return f"<tr{mark}>{cells}</tr>"


def _kind(word: bool) -> str:
    return " class='w'" if word else ""
