"""The personal sheet as one HTML page: no script, no request, readable at 360 px and on one page of A4."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from simkinerja.report.nilai_content import MADE_UP
from simkinerja.report.rapor_picture import ladder_picture, picture_svg
from simkinerja.scoring.stages import PROPOSAL

if TYPE_CHECKING:
    from simkinerja.report.rapor_content import RaporContent

__all__ = ["rapor_html"]

_STYLE: Final = """
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0 auto;max-width:46rem;padding:1rem;font:16px/1.45 system-ui,sans-serif;color:#1b1b1b}
body{background:#fff}h1{font-size:1.35rem;margin:0}h2{font-size:1.05rem;margin:1.1rem 0 .3rem}
p{margin:.25rem 0}.who{color:#4a4a4a}.band{font-size:1.5rem;font-weight:700}
.box{border:1px solid #9db2c6;border-radius:.4rem;padding:.7rem .9rem;margin:.7rem 0;background:#f4f8fb}
.made{background:#b00020;color:#fff;font-weight:700;padding:.35rem .6rem}
svg{width:100%;max-width:34rem;height:auto;display:block}
table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid #d9d9d9;padding:.3rem .4rem;text-align:right;vertical-align:top}
th:first-child,td:first-child,th:nth-child(3),td:nth-child(3){text-align:left}
ul{margin:.2rem 0;padding-left:1.2rem}.small{font-size:.85rem;color:#4a4a4a}
@media screen and (max-width:40rem){
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{display:block;border-bottom:1px solid #9db2c6;padding:.35rem 0}
td{display:flex;justify-content:space-between;gap:1rem;border:0;padding:.1rem 0;text-align:right!important}
td:first-child{font-weight:600;text-align:left!important}
td:not(:first-child)::before{content:attr(data-name);color:#4a4a4a;text-align:left}td:empty{display:none}}
@page{size:A4;margin:11mm}
@media print{body{font-size:9pt;line-height:1.28;padding:0;max-width:none}h1{font-size:14pt}
h2{font-size:10.5pt;margin:.45rem 0 .15rem}.box{margin:.35rem 0;padding:.35rem .6rem}svg{max-width:112mm}
.band{font-size:14pt}
.made{background:none;color:#b00020;border:2px solid #b00020}
.small{font-size:7.5pt}th,td{padding:.12rem .3rem}}
"""


def rapor_html(content: RaporContent) -> str:
    """Return the sheet as a page.

    Parameters
    ----------
    content : RaporContent
    """
    parts = [
        f"<p class='made'>{escape(MADE_UP)}</p>" if content.synthetic else "",
        "<h1>Rapor kinerja</h1>",
        f"<p class='who'>{escape(_about(content))}</p>",
        _result(content),
        _figures(content),
    ]
    if content.ladder is not None:
        picture = ladder_picture(content.ladder, 100.0, narrow=True)
        parts += [f"<h2>{escape(ladder_title(content))}</h2>", picture_svg(picture)]
    for title, lines in sections(content):
        parts.append(f"<h2>{escape(title)}</h2>{_list(lines)}")
    parts.append(f"<p class='small'>{escape(' '.join(content.basis))}</p>")
    body = "".join(parts)
    head = "<meta charset='utf-8'><meta name='viewport' content='width=device-width, initial-scale=1'>"
    rule = "default-src 'none'; style-src 'unsafe-inline'"
    guard = f'<meta http-equiv="Content-Security-Policy" content="{rule}">'
    title = f"<title>Rapor kinerja: {escape(content.who)}</title>"
    page = f"{head}{guard}{title}<style>{_STYLE}</style>"
    return f"<!doctype html><html lang='id'><head>{page}</head><body><main>{body}</main></body></html>"


def _about(content: RaporContent) -> str:
    told = [content.who, content.unit, f"skema {content.scheme}", f"masa {content.period}"]
    return " · ".join(text for text in told if text)


def _result(content: RaporContent) -> str:
    if content.why_not:
        return f"<div class='box'><p>{escape(content.why_not)}</p></div>"
    total = f"<p>Nilai {escape(content.total)}</p>" if content.total != "–" else ""
    return (
        f"<div class='box'><p class='band'>{escape(content.band)}</p>"
        f"<p>{escape(PROPOSAL.capitalize())}.</p>{total}<p>{escape(content.certainty)}</p></div>"
    )


def _figures(content: RaporContent) -> str:
    if not content.figures:
        return ""
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in content.header)
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td data-name='{escape(name, quote=True)}'>{escape(text)}</td>"
            for name, text in zip(content.header, row, strict=True)
        )
        + "</tr>"
        for row in content.figures
    )
    return f"<h2>Angka Anda</h2><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _list(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def ladder_title(content: RaporContent) -> str:
    """Return what the picture shows."""
    kind = content.ladder.kind if content.ladder else ""
    return {
        "sum": "Dari setiap indikator ke nilai (sumbangannya menjumlah tepat)",
        "shapley": "Dari rekan pada umumnya ke nilai Anda (bagian Shapley)",
        "quadrant": "Kuadran kinerja",
    }.get(kind, "")


def sections(content: RaporContent) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the lists below the picture, those that say something."""
    found = (
        ("Apa yang akan mengubahnya", content.changes),
        ("Akibatnya", content.consequences),
        ("Bila Anda tidak setuju", content.objection),
    )
    return tuple((title, lines) for title, lines in found if lines)
