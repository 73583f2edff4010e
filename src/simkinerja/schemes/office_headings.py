"""L3: which column of an office's table is which indicator, attribute or result already recorded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from simkinerja.files.headers import plain

if TYPE_CHECKING:
    from simkinerja.schemes.model import Indicator, Scheme

__all__ = ["ATTRIBUTES", "Heading", "headings_of", "is_points", "may_be_percent"]

ATTRIBUTES: Final[Mapping[str, re.Pattern[str]]] = {
    key: re.compile(rf"^(?:{words})$")
    for key, words in {
        "sex": r"jenis kelamin|kelamin|j k|jk|l p|lp|gender|sex",
        "age": r"usia|umur|age|usia pegawai|umur pegawai|usia tahun|umur tahun",
        "golongan": r"(?:pangkat )?gol(?:ongan)?(?: ruang)?(?: terakhir)?|golru",
        "jenjang": r"jenjang(?: jabatan| jf| jabatan fungsional)?",
        "job_type": r"jenis jabatan|job type",
        "jabatan": r"(?:nama )?jabatan(?: saat ini| terakhir)?",
        "agency": r"opd|skpd|(?:nama )?(?:perangkat daerah|opd|skpd|dinas|instansi)|"
        r"organisasi perangkat daerah|agency|unit organisasi induk",
        "unit": r"(?:nama )?(?:unit|unit kerja|bidang|bagian|seksi|subbag|sub bagian|subbagian|sub unit)|"
        r"unit organisasi|unit kerja bagian|bidang bagian|bagian bidang",
        "status": r"status(?: pegawai| kepegawaian| asn)?|jenis (?:asn|pegawai|kepegawaian)|pns pppk|asn",
        "tpp_base_idr": r"(?:besaran |pagu |nilai |basic |jumlah )?(?:tpp|tukin|tunjangan kinerja)"
        r"(?: dasar| pokok| per bulan| sebulan| bulanan| penuh| rp)*|tpp base idr",
    }.items()
}
"""Attributes of officers by the name they get in the table, and the headings that mean them."""

_RECORDED: Final = re.compile(
    r"^predikat(?: kinerja| skp| akhir| pegawai| penilaian| evaluasi| tahunan| ditetapkan| final| hasil)*$"
)
_RECORDED_TOTAL: Final = re.compile(
    r"^(?:nilai|skor|poin|jumlah nilai|total)(?: akhir| total| kinerja| kinerja akhir| nilai| keseluruhan"
    r"| skor)+(?: pegawai)?$|^total$"
)
_NUMBER: Final = re.compile(r"^(?:no|nomor|no urut|nomor urut|nmr|urut)$")
_SYNTHETIC: Final = frozenset({"sintetis", "data sintetis", "synthetic"})
_MONTH: Final = re.compile(r"^(?:bulan|month|periode|triwulan|semester)(?: penilaian| ke)?$")

_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NUMBERING: Final = re.compile(
    r"(?i)^\s*(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-hA-H]|[ivxIVX]{1,4})[.)]\s*|\d{1,2}\s+-\s+|"
    r"(?:ik[iku]?|ind|indikator|kinerja|kpi)\s*-?\s*\d{1,2}\s*[.:)-]?\s+)"
)
_PERIOD: Final = re.compile(
    r"\s+(?:(?:per|tiap|setiap|dalam) (?:bulan|tahun)|sebulan|setahun|(?:bulan|tahun|triwulan|tw|semester)"
    r"(?: \w{1,9})?(?: \d{4})?|\d{4})$"
)
_LEAD: Final = re.compile(
    r"^(?:nilai|skor|rating|angka|hasil|capaian|realisasi|jumlah|banyaknya|banyak|rata rata|rerata|"
    r"persentase|persen|tingkat|indeks|total)\s+(?=\w)"
)
_ACTUAL: Final = re.compile(r"^(?:realisasi|capaian|hasil|aktual|kondisi|angka riil|riil)$")
_BESIDE: Final = re.compile(
    r"^(?:target|sasaran|bobot|satuan|keterangan|ket|bukti|bukti dukung|nilai|skor|poin|kategori|selisih|"
    r"persen|persentase|capaian persen|nilai tertimbang|standar)$"
)
_POINTS: Final = re.compile(r"\b0\s*(?:-|\u2013|sampai|s\.?d\.?)\s*1[02]0\b")
_PLANNED: Final = re.compile(r"^(?:target|sasaran|bobot|standar|satuan|selisih|keterangan)(?: .*)?$")
_BESIDE_LEAD: Final = re.compile(
    r"^(?:target|sasaran|bobot|satuan|keterangan|bukti dukung|bukti|selisih|persentase capaian|"
    r"persen capaian|skor|poin)\s+(?=\w)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What one column is.

    Parameters
    ----------
    kind : str
        ``indicator``, ``attribute``, ``recorded`` (a predikat already given), ``recorded_total``, ``beside``
        (target, weight or points of an indicator, which the scheme knows itself), ``number``, ``month``,
        ``synthetic``, ``other``.
    keys : tuple of str
        Codes of indicators (one measure may serve several), or the name of the attribute.
    rank : int
        How close the heading is; of several columns for one indicator the closest is meant.
    """

    kind: str
    keys: tuple[str, ...] = ()
    rank: int = 0


def headings_of(headers: Sequence[str], scheme: Scheme) -> tuple[Heading, ...]:
    """Say what each column is by its heading.

    Parameters
    ----------
    headers : sequence of str
    scheme : Scheme

    Returns
    -------
    tuple of Heading
        In the order of the headers.

    Examples
    --------
    >>> from simkinerja.schemes.model import Indicator, Scheme
    >>> scheme = Scheme(code="a", title="A", indicators=(
    ...     Indicator(code="berkas", label="Berkas selesai", unit="buah", target=30),))
    >>> found = headings_of(["No", "1. BERKAS SELESAI (buah)", "Target berkas selesai", "L/P"], scheme)
    >>> [(one.kind, one.keys) for one in found]
    [('number', ()), ('indicator', ('berkas',)), ('beside', ('berkas',)), ('attribute', ('sex',))]
    """
    names = _names(scheme)
    wanted = {plain(key): key for one in scheme.indicators for key in one.scope or {}}
    base = scheme.consequence.base
    wanted |= {plain(key): key for key in ((base.column, base.by) if base else ()) if key}
    return tuple(_heading(text, names, wanted, scheme) for text in headers)


@dataclass(frozen=True, slots=True)
class _Names:
    """Indicator codes by the words that name them; ``loose`` without leading words, where still unique."""

    exact: Mapping[str, tuple[str, ...]]
    bare: Mapping[str, tuple[str, ...]]
    loose: Mapping[str, tuple[str, ...]]
    rated: frozenset[str]


def _names(scheme: Scheme) -> _Names:
    exact: dict[str, tuple[str, ...]] = {}
    for one in scheme.indicators:
        for text in (one.code, one.label):
            exact.setdefault(plain(text), (one.code,))
    for words, codes in _axes(scheme).items():
        exact.setdefault(words, codes)
    by_measure: dict[str, tuple[str, ...]] = {}
    for one in scheme.indicators:
        if one.measure:
            words = plain(one.measure)
            by_measure[words] = (*by_measure.get(words, ()), one.code)
    exact = {**by_measure, **exact}
    bare = _unique({_bare(one.label): one.code for one in scheme.indicators}, scheme, _bare)
    loose = _unique({_loose(one.label): one.code for one in scheme.indicators}, scheme, _loose)
    rule = scheme.rules.aggregate
    rated = {rule.results or "", rule.behaviour or ""} if rule.method == "quadrant" else set()
    return _Names(exact, bare, loose, frozenset(rated))


def _axes(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """What offices call the two ratings of the quadrant."""
    rule = scheme.rules.aggregate
    if rule.method != "quadrant" or not rule.results or not rule.behaviour:
        return {}
    results = (
        "rating hasil kerja",
        "hasil kerja",
        "rating hk",
        "hk",
        "rating hasil",
        "penilaian hasil kerja",
    )
    behaviour = ("rating perilaku kerja", "perilaku kerja", "rating pk", "pk", "rating perilaku", "perilaku",
                 "penilaian perilaku kerja", "perilaku kerja pegawai")  # fmt: skip
    out: dict[str, tuple[str, ...]] = {}
    for words, code in ((results, rule.results), (behaviour, rule.behaviour)):
        for word in words:
            out[word] = (code,)
    return out


def _unique(found: dict[str, str], scheme: Scheme, key: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    """Only words that lead to one indicator."""
    words = [key(one.label) for one in scheme.indicators]
    out: dict[str, tuple[str, ...]] = {}
    for text, code in found.items():
        if text and words.count(text) == 1:
            out[text] = (code,)
    return out


def _bare(text: str) -> str:
    """Words without brackets, numbering and the period at the end."""
    words = plain(_NUMBERING.sub("", _BRACKETS.sub(" ", text)))
    return _PERIOD.sub("", words)


def _loose(text: str) -> str:
    return _LEAD.sub("", _LEAD.sub("", _bare(text)))


def _indicator(text: str, names: _Names) -> Heading | None:
    for rank, (words, known) in enumerate((
        (plain(text), names.exact),
        (_bare(text), names.exact),
        (_bare(text), names.bare),
        (_loose(text), names.exact),
        (_loose(text), names.loose),
    )):  # fmt: skip
        if words in known:
            return Heading("indicator", known[words], rank)
    return None


def _heading(text: str, names: _Names, wanted: Mapping[str, str], scheme: Scheme) -> Heading:
    found = None if " / " in text else _indicator(text, names)
    if found is None or found.rank > 2:
        found = _part(text, names) or found or _indicator(text, names)
    if found is not None and found.kind == "indicator":
        return _percent_beside(text, found, scheme)
    return found or _about(text, wanted)


def _part(text: str, names: _Names) -> Heading | None:
    """A heading of two levels (*Berkas selesai / Realisasi*), or with the level in front."""
    above, sign, last = text.rpartition(" / ")
    words = _bare(last)
    if sign and _PLANNED.match(_bare(above)) and (owner := _indicator(last, names)):
        return Heading("beside", owner.keys)  # a block *Target* beside a block *Realisasi*
    if sign and (owner := _indicator(above, names) or _part(above, names)):
        if (_ACTUAL.match(words) and "%" not in last) or (words == "rating" and owner.keys[0] in names.rated):
            return Heading("indicator", owner.keys, owner.rank)
        if _BESIDE.match(words) or not words:
            return Heading("beside", owner.keys)
        if _ACTUAL.match(words):
            return Heading("indicator", owner.keys, owner.rank + 5)
    if sign and (own := _indicator(last, names)):
        return own
    beside = _BESIDE_LEAD.match(_bare(text))
    if beside and (owner := _indicator(_bare(text)[beside.end() :], names)):
        return Heading("beside", owner.keys)
    return None


def _percent_beside(text: str, found: Heading, scheme: Scheme) -> Heading:
    """A column *(%)* of an indicator in another unit holds the share of the target: not the figure itself."""
    inside = " ".join(_BRACKETS.findall(text))
    one = scheme.indicator(found.keys[0])
    if "%" in one.label or ("%" not in text and "persen" not in inside.casefold()):
        return found
    return found if may_be_percent(one) else Heading("beside", found.keys)


def may_be_percent(one: Indicator) -> bool:
    """Tell whether figures of an indicator may be written in percent: a share, a percentage, or points."""
    unit = plain(one.unit or "")
    percent = "%" in (one.unit or "") or "persen" in unit.split() or "bagian" in unit.split()
    return percent or one.highest in (1.0, 100.0, 120.0) or not unit or is_points(one)


def is_points(one: Indicator) -> bool:
    """Tell whether an indicator's unit says points of a hundred: *nilai 0-100*, *poin 0-120*."""
    return bool(_POINTS.search(one.unit or ""))


def _about(text: str, wanted: Mapping[str, str]) -> Heading:
    words = _bare(text)
    if words in wanted:
        return Heading("attribute", (wanted[words],))
    for key, pattern in ATTRIBUTES.items():
        if pattern.match(words) or (key == "sex" and pattern.match(plain(text))):
            return Heading("attribute", (key,))
    kinds = (
        ("number", _NUMBER),
        ("recorded", _RECORDED),
        ("recorded_total", _RECORDED_TOTAL),
        ("month", _MONTH),
    )
    kind = next((name for name, pattern in kinds if pattern.match(words)), "other")
    return Heading("synthetic" if words in _SYNTHETIC else kind)
