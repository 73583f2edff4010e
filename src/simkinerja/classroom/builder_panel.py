"""Lesson 02: the panel in which a scheme is built, checked, saved and loaded.

Few controls stand on the page: one list chooses the indicator, the boxes below it edit that one. A saved file
reaches the reader as a link that holds the bytes; nothing is written on the machine that serves the page.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final

import ipywidgets

from simkinerja.classroom.narrow import BESIDE, STICK, image_block, said
from simkinerja.classroom.scheme_builder import (
    MOST_BYTES,
    Built,
    band_shares,
    build,
    evidence_hours,
    fields_of,
    read_upload,
    with_band,
    with_field,
    with_indicator,
    without_indicator,
)
from simkinerja.errors import InputError
from simkinerja.report.fmt import fmt_number, fmt_percent

if TYPE_CHECKING:
    from simkinerja.schemes.model import Scheme

__all__ = ["SchemeBuilder", "built_blocks", "built_lines", "download_links", "panel_scheme_builder"]

_TEXT: Final = "line-height:1.45;max-width:42rem"
_MOST_SHOWN: Final = 12
_SEVERE: Final = {"penting": "#8f1d1d", "perlu dilihat": "#b84a00", "catatan": "#0072b2"}
_METHODS: Final = (
    ("capaian dibanding sasaran", "target"),
    ("angka apa adanya", "none"),
    ("terhadap terendah dan tertinggi", "min_max"),
    ("nilai baku terhadap rata-rata", "z"),
    ("peringkat di antara pegawai", "rank"),
    ("antara dua patokan", "goalpost"),
    ("kategori", "category"),
)
_WAYS: Final = (
    ("rata-rata berbobot", "weighted_mean"),
    ("rata-rata geometrik", "geometric"),
    ("yang terendah menentukan", "non_compensatory"),
    ("kuadran dua rating", "quadrant"),
)
_MIME: Final = {
    "yaml": "application/yaml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download_links(scheme: Scheme) -> str:
    """Links that save the scheme as YAML and as Excel from the page.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> download_links(load_scheme("seimbang")).count("download=")
    2
    """
    from simkinerja.schemes import scheme_bytes

    links = []
    for kind, name in (("yaml", "YAML"), ("xlsx", "Excel")):
        data = b64encode(scheme_bytes(scheme, kind)).decode("ascii")
        target = f"data:{_MIME[kind]};base64,{data}"
        links.append(f'<a download="{escape(scheme.code)}.{kind}" href="{target}">Unduh skema ({name})</a>')
    return f'<p style="{_TEXT}">{" &nbsp; ".join(links)}</p>'


def built_lines(result: Built) -> list[str]:
    """The answer in two lines: what is wrong, or what the scheme does."""
    title = result.scheme.title
    if result.faults:
        return [f"{title}: belum dapat dipakai", f"{len(result.faults)} kesalahan perlu diperbaiki dulu."]
    shares = band_shares(result.score)
    if not len(shares):
        return [f"{title}: {len(result.advice)} nasihat", "Skema ini belum punya tingkatan."]
    most = shares.loc[shares.bagian.idxmax()]
    hours = fmt_number(evidence_hours(result.scheme), 0)
    return [
        f"{title}: {len(result.advice)} nasihat",
        f"{fmt_percent(most.bagian)} pegawai mendapat {most.tingkatan}; bukti {hours} jam setahun seorang.",
    ]


def _list(title: str, items: Sequence[tuple[str, str]]) -> str:
    """Sentences with their severity, as a list."""
    if not items:
        return ""
    rows = []
    for severity, sentence in items[:_MOST_SHOWN]:
        colour = _SEVERE.get(severity, "#4a4a4a")
        head = f'<b style="color:{colour}">{escape(severity.capitalize())}:</b> ' if severity else ""
        rows.append(f'<li style="margin:.25rem 0">{head}{escape(sentence)}</li>')
    more = len(items) - _MOST_SHOWN
    if more > 0:
        rows.append(f"<li>dan {more} lagi</li>")
    style = "margin:.2rem 0 .6rem;padding-left:1.2rem"
    return f'<div style="{_TEXT}"><b>{escape(title)}</b><ul style="{style}">{"".join(rows)}</ul></div>'


def built_blocks(result: Built) -> list[str]:
    """Faults or advice, real weights, bands, and how the score goes with the truth."""
    from simkinerja.report.svg_score import svg_bands, svg_weights

    if result.faults:
        return [_list("Perbaiki dulu", [("", text) for text in result.faults])]
    blocks = [_list("Nasihat", result.advice)]
    if result.weights is not None:
        table = result.weights.fillna(0.0)
        said_of, real = table.nominal.tolist(), table.effective.tolist()
        title = "Bobot tertulis dan bobot nyata"
        blocks.append(svg_weights(table.label.tolist(), said_of, real, title))
    shares = band_shares(result.score)
    if len(shares):
        title = f"Sebaran {fmt_number(result.score.n, 0)} pegawai sintetis"
        blocks.append(svg_bands(shares.tingkatan.tolist(), shares.bagian.tolist(), None, title))
    if result.truth == result.truth:
        told = (
            f"Korelasi nilai dengan kinerja sebenarnya: {fmt_number(result.truth, 2)} (0 tidak berkaitan, 1 "
            "sejalan sempurna). Di kantor angka ini tidak pernah diketahui; catatan di sini pun dibuat "
            "sebelum ada alasan untuk membesar-besarkannya."
        )
        blocks.append(f'<p style="{_TEXT}">{escape(told)}</p>')
    return [block for block in blocks if block]


def _wide(**keys: Any) -> Any:
    return ipywidgets.Layout(width="98%", max_width="26rem", **keys)


def _dropdown(label: str, options: Sequence[tuple[str, Any]], value: Any) -> Any:
    style = {"description_width": "initial"}
    return ipywidgets.Dropdown(
        options=list(options), value=value, description=label, style=style, layout=_wide(), tooltip=label
    )


def _number(label: str, low: float, high: float, step: float) -> Any:
    style = {"description_width": "initial"}
    return ipywidgets.BoundedFloatText(
        value=low, min=low, max=high, step=step, description=label, style=style, layout=_wide(), tooltip=label
    )


def _heading(text: str) -> Any:
    return ipywidgets.HTML(f'<b style="font-size:1rem">{escape(text)}</b>')


class SchemeBuilder(ipywidgets.VBox):  # type: ignore[misc]
    """A scheme being built; :attr:`scheme` is what the controls show.

    Parameters
    ----------
    table : DataFrame
        One row an officer: on whom the scheme is tried.
    scheme : Scheme
        To begin with.
    starts : sequence of (str, Scheme)
        Schemes to begin from, by name.

    Examples
    --------
    >>> from simkinerja.classroom.case_table import load_case
    >>> from simkinerja.classroom.scheme_catalogue import neighbour_draft
    >>> panel = SchemeBuilder(load_case("bandung").head(200), neighbour_draft(), [])
    >>> panel.boxes["weight"].value = 10.0
    >>> panel.scheme.indicators[0].weight
    10.0
    """

    def __init__(self, table: Any, scheme: Scheme, starts: Sequence[tuple[str, Scheme]]) -> None:
        from simkinerja.classroom.scheme_catalogue import catalogue

        self._table, self.scheme, self._filling = table, scheme, False
        self._starts = dict(starts)
        self._catalogue = {one.code: one for one in catalogue()}
        self.result: Built | None = None
        self.error: Exception | None = None
        self._words, self._picture, self._files = (ipywidgets.HTML() for _ in range(3))
        controls = self._make_controls()
        self._fill()
        self.refresh()
        controls.layout.flex, self._picture.layout.flex = BESIDE
        controls.layout.min_width = self._picture.layout.min_width = "0"
        self._words.add_class("sk-tetap")
        head = ipywidgets.HTML('<div style="font-weight:600;font-size:1.05rem">Bengkel skema</div>')
        across = ipywidgets.Layout(
            display="flex", flex_flow="row wrap", overflow="visible", grid_gap="0 1.2rem"
        )
        body = ipywidgets.Box([controls, self._picture], layout=across)
        super().__init__([head, self._words, body])
        self.add_class("sk-panel")
        self._static = self._static_html()

    def _make_controls(self) -> Any:
        names = [("(yang sedang dibuka)", ""), *((name, name) for name in self._starts)]
        self.start = _dropdown("Mulai dari", names, "")
        self.upload = ipywidgets.FileUpload(
            accept=".yaml,.yml,.xlsx",
            description="Muat berkas skema",
            layout=_wide(),
            tooltip="YAML atau Excel, paling besar 1 MB; hanya dibaca, tidak disimpan",
        )
        self.which = _dropdown("Indikator", [("-", "")], "")
        self.boxes: dict[str, Any] = {
            "inside": ipywidgets.Checkbox(description="Dipakai dalam skema", indent=False, layout=_wide()),
            "weight": _number("Bobot", 0, 1000, 1),
            "target": _number("Sasaran", -1e6, 1e6, 1),
            "direction": _dropdown(
                "Makin baik bila", (("makin tinggi", "naik"), ("makin rendah", "turun")), "naik"
            ),
            "method": _dropdown("Menjadi poin lewat", _METHODS, "target"),
            "minutes": _number("Menit bukti sebulan", 0, 10_000, 10),
            "audit": _number("Peluang diperiksa (%)", 0, 100, 5),
        }
        self.way = _dropdown("Digabung dengan", _WAYS, "weighted_mean")
        self.cap = _number("Poin paling tinggi", 1, 1000, 5)
        self.borders = ipywidgets.VBox([])
        self.save = ipywidgets.Button(
            description="Siapkan berkas", tooltip="Membuat tautan unduhan YAML dan Excel", layout=_wide()
        )
        self._observe()
        parts = [_heading("1. Berkas"), self.start, self.upload, _heading("2. Indikator"), self.which]
        parts += [*self.boxes.values(), _heading("3. Aturan"), self.way, self.cap, self.borders]
        return ipywidgets.VBox([*parts, _heading("4. Simpan"), self.save, self._files])

    def _observe(self) -> None:
        self.start.observe(lambda change: self._begin(change["new"]), names="value")
        self.upload.observe(lambda _: self._load(), names="value")
        self.which.observe(lambda _: self._guard(self._fill), names="value")
        for key, box in self.boxes.items():
            box.observe(lambda change, key=key: self._edit(key, change["new"]), names="value")
        self.way.observe(lambda change: self._rules(aggregate=change["new"]), names="value")
        self.cap.observe(lambda change: self._rules(cap=change["new"]), names="value")
        self.save.on_click(lambda _: self._offer())

    def _guard(self, step: Any, *values: Any) -> None:
        """Run a step unless the boxes are being filled; what fails becomes a sentence."""
        if self._filling:
            return
        try:
            step(*values)
            self.error = None
        except Exception as error:  # whatever it is, the reader must see it
            self._tell(error)

    def _begin(self, name: str) -> None:
        if name in self._starts:
            self._guard(self.put, self._starts[name])

    def _load(self) -> None:
        def read() -> None:
            if not self.upload.value:
                return
            one = self.upload.value[-1]
            size = int(one["size"])
            content = bytes(one["content"]) if size <= MOST_BYTES else b"\x00" * (MOST_BYTES + 1)
            self.put(read_upload(str(one["name"]), content))

        self._guard(read)

    def put(self, scheme: Scheme) -> None:
        """Put another scheme on the bench."""
        self.scheme = scheme
        self._fill()
        self.refresh()

    def _edit(self, key: str, value: Any) -> None:
        def change() -> None:
            code = self.which.value
            if key == "inside":
                self.scheme = (
                    with_indicator(self.scheme, self._catalogue[code])
                    if value
                    else without_indicator(self.scheme, code)
                )
            else:
                self.scheme = with_field(self.scheme, code, **{key: value / 100 if key == "audit" else value})
            self._fill()
            self.refresh()

        self._guard(change)

    def _rules(self, **changes: Any) -> None:
        def change() -> None:
            rules = self.scheme.rules
            if "aggregate" in changes:
                rule = rules.aggregate.model_copy(update={"method": changes["aggregate"]})
                rules = rules.model_copy(update={"aggregate": rule})
            else:
                points = rules.normalise.model_copy(update={"cap": float(changes["cap"])})
                rules = rules.model_copy(update={"normalise": points})
            self.scheme = self.scheme.model_copy(update={"rules": rules})
            self.refresh()

        self._guard(change)

    def _move_border(self, code: str, value: float) -> None:
        def change() -> None:
            self.scheme = with_band(self.scheme, code, value)
            self.refresh()

        self._guard(change)

    def _fill(self) -> None:
        """Show the scheme in the controls."""
        self._filling = True
        try:
            self._fill_list()
            self._fill_boxes()
            self.way.value = self.scheme.rules.aggregate.method
            self.cap.value = self.scheme.rules.normalise.cap
            self._fill_borders()
        finally:
            self._filling = False

    def _leaves(self) -> list[Any]:
        from simkinerja.schemes.tree import tree_of

        return [self.scheme.indicators[j] for j in tree_of(self.scheme).leaves]

    def _fill_list(self) -> None:
        inside = self._leaves()
        codes = {one.code for one in self.scheme.indicators}
        options = [(f"✓ {one.label} (bobot {fmt_number(one.weight, 0)})", one.code) for one in inside]
        options += [
            (f"– {one.label} (belum dipakai)", code)
            for code, one in self._catalogue.items()
            if code not in codes
        ]
        if tuple(options) != tuple(self.which.options):
            kept = self.which.value
            self.which.options = options
            known = [code for _, code in options]
            self.which.value = kept if kept in known else known[0]

    def _fill_boxes(self) -> None:
        code = self.which.value
        inside = {one.code: one for one in self._leaves()}
        self.boxes["inside"].value = code in inside
        one = inside.get(code) or self._catalogue[code]
        values = fields_of(one, self.scheme)
        for key, value in values.items():
            box = self.boxes[key]
            box.disabled = code not in inside
            box.value = 100 * value if key == "audit" else 0.0 if value is None else value
        self.boxes["target"].disabled = code not in inside or values["method"] != "target"

    def _fill_borders(self) -> None:
        bands = [band for band in self.scheme.rules.bands if band.lower is not None]
        if [getattr(box, "code", "") for box in self.borders.children] != [band.code for band in bands]:
            rows = []
            for band in bands:
                box = _number(f"Batas bawah {band.label}", -1000, 1000, 1)
                box.code = band.code
                box.observe(
                    lambda change, code=band.code: self._move_border(code, change["new"]), names="value"
                )
                rows.append(box)
            self.borders.children = rows
        for box, band in zip(self.borders.children, bands, strict=True):
            box.value = band.lower

    def _offer(self) -> None:
        def make() -> None:
            self._files.value = download_links(self.scheme)

        self._guard(make)

    def _tell(self, error: Exception) -> None:
        from simkinerja.classroom.panel import sentence_of

        self.error = error
        if isinstance(error, InputError):
            items = [("", p.sentence) for p in error.problems]
            self._words.value = said(["Belum berhasil", "Skema di bengkel tidak berubah."], "alert")
            self._picture.value = STICK + _list("Yang perlu diperbaiki", items)
        else:
            self._words.value = said([sentence_of(error)], "alert")

    def refresh(self) -> None:
        """Check the scheme anew and draw."""
        self.result = build(self.scheme, self._table)
        self._words.value = said(built_lines(self.result), "alert" if self.result.faults else "status")
        self._blocks = built_blocks(self.result)
        self._picture.value = STICK + "".join(self._blocks)
        self._files.value = ""

    def _static_html(self) -> str:
        words = self._words.value.replace(' aria-live="polite"', "")
        return f"<div><b>Bengkel skema</b>{words}{''.join(image_block(b) for b in self._blocks)}</div>"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        return {**bundle, "text/plain": "Panel: Bengkel skema", "text/html": self._static}


def panel_scheme_builder(table: Any, scheme: Scheme) -> SchemeBuilder:
    """Panel of lesson 02: build a scheme, see advice at once, save it, load a neighbour's.

    Parameters
    ----------
    table : DataFrame
        One row an officer.
    scheme : Scheme
        What lies on the bench at first.
    """
    from simkinerja.classroom.scheme_catalogue import empty_scheme
    from simkinerja.schemes import load_scheme, shipped_schemes

    shipped = [load_scheme(code) for code in shipped_schemes()]
    starts = [(scheme.title, scheme), ("Skema baru", empty_scheme())]
    return SchemeBuilder(table, scheme, [*starts, *((one.title, one) for one in shipped)])
