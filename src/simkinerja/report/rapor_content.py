"""What a personal sheet (*rapor*) says; PDF and HTML only set it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simkinerja.errors import UsageError, nearest, problem
from simkinerja.files.show import shown
from simkinerja.report.fmt import NONE, fmt_idr, fmt_number, fmt_percent
from simkinerja.report.nilai_content import target_text
from simkinerja.report.terminal import chance_text
from simkinerja.rules.registry import STATUSES, get_rule
from simkinerja.schemes.normalise import RELATIVE
from simkinerja.schemes.tree import tree_of
from simkinerja.schemes.words import CHOICES
from simkinerja.scoring.stages import PROPOSAL

if TYPE_CHECKING:
    from simkinerja.evaluate.office_result import OfficeResult
    from simkinerja.schemes.model import Indicator, Scheme
    from simkinerja.scoring.shapley import Shapley
    from simkinerja.scoring.smallest import SmallestChange

__all__ = ["Ladder", "RaporContent", "Step", "find_person", "names_a_person", "rapor_content"]

_LONGEST_ROW: Final = 9
_IDENTITY: Final = re.compile(r"\d(?:[\s.\-']?\d){14,19}")
_MOST_ROWS: Final = 12
_UPWARD: Final = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder: from ``start`` to ``end`` in points of the total (levels in a quadrant)."""

    label: str
    start: float
    end: float

    @property
    def change(self) -> float:
        """What this rung adds."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Ladder:
    """How the total comes about.

    Parameters
    ----------
    kind : {"sum", "shapley", "quadrant"}
        Contributions that add up exactly; Shapley shares from the median colleague; or two ratings.
    steps : tuple of Step
    total : float
    borders : tuple of (lower, label)
        Of the bands, for sums.
    ratings : (int, int) or None
        Positions of the ratings of hasil and perilaku kerja in a quadrant (0 above .. 2 below).
    """

    kind: str
    steps: tuple[Step, ...]
    total: float
    borders: tuple[tuple[float, str], ...]
    ratings: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class RaporContent:
    """All of one sheet.

    Parameters
    ----------
    who, scheme, unit, period : str
    synthetic : bool
    band, total : str
        The proposed predikat and the printed total; an en dash where there is none.
    certainty : str
        How sure the predikat is, as a sentence.
    figures : tuple of rows
        Indicator, figure, held against, points, weight, contribution.
    ladder : Ladder or None
    changes, consequences, objection, basis : tuple of str
    why_not : str or None
        Why there is no total.
    """

    who: str
    scheme: str
    unit: str
    period: str
    synthetic: bool
    band: str
    total: str
    certainty: str
    header: tuple[str, ...]
    figures: tuple[tuple[str, ...], ...]
    ladder: Ladder | None
    changes: tuple[str, ...]
    consequences: tuple[str, ...]
    objection: tuple[str, ...]
    basis: tuple[str, ...]
    why_not: str | None


def names_a_person(text: str) -> bool:
    """Tell whether a text looks like a NIP or NIK, with or without blanks.

    Examples
    --------
    >>> names_a_person("19860402 201001 1 003"), names_a_person("17"), names_a_person("P-017")
    (True, False, False)
    """
    return bool(_IDENTITY.fullmatch(text.strip().strip("'")))


def find_person(result: OfficeResult, person: str) -> int:
    """Return the 0-based position of an officer named by row, ``SHEET:ROW`` or alias.

    Raises
    ------
    UsageError
        ``nilai_person_number`` for a NIP or NIK, ``nilai_person_unknown``, ``nilai_person_several``.
    """
    office = result.office
    if names_a_person(person):
        raise UsageError([problem("nilai_person_number")])
    wanted = " ".join(person.split()).casefold()
    by_alias = [
        k for k, alias in enumerate(office.alias) if alias and " ".join(alias.split()).casefold() == wanted
    ]
    if by_alias:
        return by_alias[0]
    sheet, _, row = wanted.rpartition(":")
    row = row.removeprefix("baris ").strip()
    found = [
        k
        for k in range(office.n)
        if row.isdecimal()
        and len(row) <= _LONGEST_ROW
        and office.rows[k] == int(row)
        and sheet in ("", (office.sheets[k] or "").casefold())
    ]
    if len(found) == 1:
        return found[0]
    if found:
        sheets = [str(office.sheets[k]) for k in found]
        told = ", ".join(f"'{name}'" for name in sheets)
        example = f"{sheets[0]}:{row}"
        raise UsageError([problem("nilai_person_several", got=row, sheets=told, example=example)])
    aliases = [alias for alias in office.alias if alias]
    known = f"baris pegawai {min(office.rows)} sampai {max(office.rows)}"
    known += ", alias menurut kolom --alias" if aliases else ", tanpa kolom alias (--alias)"
    hint = nearest(person, aliases)
    raise UsageError([problem("nilai_person_unknown", got=shown(person), known=known, hint=hint)])


def rapor_content(result: OfficeResult, position: int, unit: str | None = None) -> RaporContent:
    """Put together the sheet of one officer.

    Parameters
    ----------
    result : OfficeResult
    position : int
        0-based, see :func:`find_person`.
    unit : str, optional
        Name of the office.
    """
    from simkinerja.report.content import unit_in_title

    office, done, scheme = result.office, result.score, result.score.scheme
    place = f"baris {office.rows[position]}"
    if len(set(office.sheets)) > 1:
        place = f"lembar {office.sheets[position]}, {place}"
    alias = office.alias[position]
    total = float(done.total.values[position])
    rated = not np.isnan(total)
    quadrant = scheme.rules.aggregate.method == "quadrant"
    return RaporContent(
        who=f"{alias} ({place})" if alias else place.capitalize(),
        scheme=scheme.title,
        unit=unit or unit_in_title(office.title) or "",
        period=f"{result.settings.months} bulan",
        synthetic=office.synthetic,
        band=done.labels[position] or ("Hasil penilaian" if rated and not scheme.rules.bands else NONE),
        total=NONE if quadrant else fmt_number(total, scheme.rules.digits),
        certainty=_certainty(result, position),
        header=_header(result),
        figures=_figures(result, position),
        ladder=_ladder(result, position) if rated else None,
        changes=_changes(result, position),
        consequences=_consequences(result, position),
        objection=_objection(),
        basis=_basis(result, position),
        why_not=None if rated else _why_not(result, position),
    )


def _why_not(result: OfficeResult, k: int) -> str:
    leaves = list(tree_of(result.score.scheme).leaves)
    if not result.score.raw.in_scope[k, leaves].any():
        return "Tidak dinilai: semua indikator skema ini di luar cakupan jabatan Anda. Ini bukan nilai nol."
    coverage = fmt_percent(result.score.total.coverage[k])
    wanted = fmt_percent(result.score.scheme.rules.coverage)
    return (
        f"Tidak dinilai: data yang terisi baru {coverage} dari bobot, sedangkan skema meminta "
        f"sedikitnya {wanted}. Ini bukan nilai nol."
    )


def _certainty(result: OfficeResult, k: int) -> str:
    found, i = result.certainty, int(result.score.bands.index[k])
    if found is None or i < 0:
        return ""
    if np.isnan(found.chance_given[k]):
        return "Belum dapat dipastikan: pegawai dalam tabel terlalu sedikit untuk menaksir galat ukurnya."
    labels = [band.label for band in result.score.scheme.rules.bands]
    chances = sorted(zip(found.chance[k].tolist(), labels, strict=True), reverse=True)
    told = ", ".join(f"{label} {chance_text(chance)}" for chance, label in chances[:3] if chance >= 0.005)
    head = "Cukup pasti" if found.sure[k] else "Belum dapat dipastikan, karena dekat batas predikat"
    return f"{head}. Peluang dengan memperhitungkan galat ukur: {told}."


def _header(result: OfficeResult) -> tuple[str, ...]:
    share = ("Sumbangan",) if result.score.contributions is not None else ()
    return ("Indikator", "Angka", "Dinilai dengan", "Poin", "Bobot", *share)


def _figures(result: OfficeResult, k: int) -> tuple[tuple[str, ...], ...]:
    """Figures that count, heaviest first where there are too many; then what is missing or out of scope."""
    done, scheme = result.score, result.score.scheme
    used = [int(j) for j in np.flatnonzero(done.points.used[k])]
    kept = sorted(sorted(used, key=lambda j: -done.weights.values[k, j])[:_MOST_ROWS])
    rows = []
    for j in kept:
        one = scheme.indicators[j]
        group = bool(tree_of(scheme).children[j])
        raw = float(done.raw.values[k, j])
        figure = _word(one, scheme, raw) or _figure_text(raw, None if group else one.unit)
        # in a quadrant the two ratings meet in a table; they have no weights
        axis = done.ratings is not None and tree_of(scheme).parent[j] < 0
        weight = NONE if axis else fmt_percent(done.weights.values[k, j], 1)
        share = (fmt_number(done.contributions.values[k, j], 2),) if done.contributions is not None else ()
        held = "diberikan langsung" if group else target_text(one, scheme)
        rows.append((one.label, figure, held, fmt_number(done.points.values[k, j], 1), weight, *share))
    if len(kept) < len(used):
        blank = ("",) * (len(_header(result)) - 1)
        rows.append((f"dan {len(used) - len(kept)} indikator lain yang lebih ringan", *blank))
    return (*rows, *_absent(result, k))


def _word(one: Indicator, scheme: Scheme, figure: float) -> str | None:
    """The word of a category scale that a figure stands for."""
    rule = one.normalise or scheme.rules.normalise
    if rule.method != "category":
        return None
    figures = {(s.points if s.lower is None else s.lower): s.label for s in rule.categories}
    return figures.get(figure)


def _figure_text(x: float, unit: str | None) -> str:
    digits = 0 if x == round(x) else 2
    short = re.sub(r"\s*\(.*\)", "", unit or "")
    return f"{fmt_number(x, digits)} {short}".strip() if len(short) <= 12 else fmt_number(x, digits)


def _absent(result: OfficeResult, k: int) -> list[tuple[str, ...]]:
    """Leaves without a figure: outside the scope, or nothing recorded."""
    done, scheme = result.score, result.score.scheme
    tree, width = tree_of(scheme), len(_header(result))
    columns = {code for code, _, _ in result.office.columns}
    out: dict[str, None] = {}
    empty: dict[str, None] = {}
    for j in tree.leaves:
        if done.points.used[k, j] or _covered(result, k, j):
            continue
        inside = bool(done.raw.in_scope[k, j])
        at = j
        while scheme.indicators[at].code not in columns and tree.parent[at] >= 0:
            at = tree.parent[at]  # the table gives the group as a whole
        (empty if inside else out)[scheme.indicators[at].label] = None
    rows = []
    gap = "tidak ada data; bobotnya dibagi" if done.points.used[k].any() else "tidak ada data"
    for names, why in ((list(empty), gap), (list(out), "di luar cakupan")):
        if names:
            told = ", ".join(names[:4]) + (f", dan {len(names) - 4} lagi" if len(names) > 4 else "")
            rows.append((told, why, *("",) * (width - 2)))
    return rows


def _covered(result: OfficeResult, k: int, j: int) -> bool:
    tree = tree_of(result.score.scheme)
    above = tree.parent[j]
    while above >= 0:
        if result.score.points.used[k, above]:
            return True
        above = tree.parent[above]
    return False


def _ladder(result: OfficeResult, k: int) -> Ladder:
    done, scheme = result.score, result.score.scheme
    total = float(done.total.values[k])
    if done.ratings is not None:
        pair = (int(done.ratings.results[k]), int(done.ratings.behaviour[k]))
        return Ladder("quadrant", (), total, (), pair)
    borders = tuple(
        sorted((float(band.lower), band.label) for band in scheme.rules.bands if band.lower is not None)
    )
    if done.contributions is not None:
        parts = [
            (scheme.indicators[j].label, float(done.contributions.values[k, j]))
            for j in np.flatnonzero(done.points.used[k]).tolist()
        ]
        return Ladder("sum", _stacked(0.0, parts), total, borders)
    from simkinerja.scoring.shapley import shapley_shares

    found: Shapley = shapley_shares(done, done.raw.officers["officer_id"].iloc[k])
    parts = [(one.label, one.share) for one in found.shares]
    return Ladder("shapley", _stacked(found.reference, parts), total, borders)


def _stacked(start: float, parts: list[tuple[str, float]]) -> tuple[Step, ...]:
    """Rungs one after the other; the lightest of many together."""
    if len(parts) > _MOST_ROWS:
        order = sorted(range(len(parts)), key=lambda i: -abs(parts[i][1]))
        kept = sorted(order[: _MOST_ROWS - 1])
        rest = sum(parts[i][1] for i in order[_MOST_ROWS - 1 :])
        parts = [*(parts[i] for i in kept), ("Indikator lainnya", rest)]
    out = []
    for label, share in parts:
        out.append(Step(label, start, start + share))
        start += share
    return tuple(out)


def _changes(result: OfficeResult, k: int) -> tuple[str, ...]:
    """The easiest ways up, and the nearest way down."""
    from simkinerja.scoring.smallest import smallest_changes

    done = result.score
    if done.bands.index[k] < 0:
        return ()
    found = sorted(smallest_changes(done, done.raw.officers["officer_id"].iloc[k]), key=lambda one: one.share)
    up = [_sentence(one, done.scheme) for one in found if one.up][:_UPWARD]
    down = [_sentence(one, done.scheme) for one in found if not one.up][:1]
    if not up and not down:
        return ("Tidak ada satu angka pun yang sendirian dapat mengubah predikat ini.",)
    if not up:
        best = result.score.scheme.rules.bands[int(done.bands.index[k])].predikat == "sangat_baik"
        told = (
            "Predikat ini sudah yang tertinggi."
            if best
            else "Tidak ada satu angka pun yang sendirian dapat menaikkannya."
        )
        return (told, *down)
    return (*up, *down)


def _sentence(change: SmallestChange, scheme: Scheme) -> str:
    """The change in words; of a rating the words, not the points behind them."""
    one = scheme.indicator(change.code)
    before, after = _word(one, scheme, change.before), _word(one, scheme, change.after)
    if before is None or after is None:
        return change.sentence
    return (
        f"Bila '{one.label}' menjadi {after} (kini {before}) dan yang lain tetap, usulan predikat berubah "
        f"dari {change.band_before} menjadi {change.band_after}."
    )


def _consequences(result: OfficeResult, k: int) -> tuple[str, ...]:
    """Angka kredit and rupiah, with the status of what they rest on."""
    done, scheme, months = result.score, result.score.scheme, result.settings.months
    lines = []
    credit = float(done.paid.credit[k])
    if not np.isnan(credit):
        rule = get_rule("angka_kredit.konversi")
        level = str(done.raw.officers["jenjang"].iloc[k])
        lines.append(
            f"Angka kredit {months} bulan sebagai {level}: {fmt_number(credit, 2)} ({rule.basis}, status "
            f"{rule.status_label}; bila predikat ini ditetapkan)."
        )
    amount, rule_of = float(done.paid.idr[k]), scheme.consequence
    status = rule_of.basis or scheme.basis
    told = f"status {STATUSES[status.status]}, {status.source}" if status else "status tidak disebut"
    if not np.isnan(amount):
        share = fmt_percent(rule_of.share)
        lines.append(f"TPP {months} bulan: {fmt_idr(amount)}; {share} mengikuti hasil penilaian ({told}).")
    elif rule_of.kind == "tpp":
        lines.append(f"TPP tidak dihitung: dasar TPP tidak ada dalam tabel ({told}).")
    else:
        lines.append(f"Akibat menurut skema: {CHOICES['kind'][rule_of.kind]} ({told}).")
    return tuple(lines)


def _objection() -> tuple[str, ...]:
    rule = get_rule("keberatan.tenggat")
    steps = rule.values["steps"]
    first, second = steps["keberatan"], steps["keputusan"]
    return (
        f"Anda berhak mengajukan keberatan kepada {rule.values['objection_to']} paling lama {first['days']} "
        f"hari kerja sejak {first['since']}. Keputusannya (menguatkan atau mengubah) paling lama "
        f"{second['days']} hari kerja sejak {second['since']}.",
        f"Dasar: {rule.basis}, {rule.article} (status {rule.status_label}). Sebagian hasil bersifat "
        "final, misalnya bila penilai terlambat dan digantikan atasannya (Lampiran, hlm. 90).",
        "Sertakan angka yang menurut Anda keliru beserta buktinya; angka yang dipakai ada di tabel di atas.",
    )


def _status(what: str, status: str) -> str:
    return f"{what} berstatus {status}" if status else f"status {what.lower()} tidak disebut di skema"


def _basis(result: OfficeResult, k: int) -> tuple[str, ...]:
    scheme = result.score.scheme
    used = [scheme.indicators[j] for j in np.flatnonzero(result.score.points.used[k])]
    told = sorted({STATUSES[basis.status] for one in used if (basis := scheme.says_who(one, "weight"))})
    bands = scheme.says_who(scheme.rules, "bands")
    told_bands = f"{STATUSES[bands.status]} ({bands.source})" if bands else ""
    lines = [
        f"{_status('Bobot indikator', ', '.join(told))}"
        + (f"; {_status('batas predikat', told_bands)}" if scheme.rules.bands else "")
        + ".",
        f"Predikat di lembar ini: {PROPOSAL}.",
    ]
    if any((one.normalise or scheme.rules.normalise).method in RELATIVE for one in used):
        lines.append(
            "Poin dibandingkan dengan pegawai lain di tabel yang sama; bila angkanya berubah, poin ini ikut."
        )
    if result.certainty is not None:
        lines.append(
            f"Galat ukur: {result.certainty.n_draws} undian, benih {result.certainty.seed}; predikat disebut "
            f"pasti bila peluangnya paling sedikit {fmt_percent(result.certainty.threshold)} (asumsi)."
        )
    return tuple(lines)
