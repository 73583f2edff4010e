"""Advice on a scheme, one rule a function: what a colleague would point out, with its figures.

All limits are the project's choice (assumed) and stand in :data:`LIMITS`, so that a sentence can say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from simkinerja.evaluate.advice import KINDS, LIMITS, SEVERITIES, Advice, numeral, percent
from simkinerja.evaluate.scheme_figures import FEWEST_PAIRS, Figures
from simkinerja.schemes.model import CHANNELS
from simkinerja.schemes.normalise import RELATIVE

if TYPE_CHECKING:
    from simkinerja.schemes.model import Indicator, Normalise

__all__ = ["KINDS", "LIMITS", "SEVERITIES", "Advice", "advice_on"]

_RATED: Final = frozenset({"rating_realtime", "rating_periodic"})


def advice_on(figures: Figures) -> tuple[Advice, ...]:
    """Return all advice on a scheme, gravest first."""
    from simkinerja.evaluate.scheme_slips import SLIP_RULES

    found = [one for rule in (*_RULES, *SLIP_RULES) for one in rule(figures)]
    return tuple(sorted(found, key=lambda one: list(SEVERITIES).index(one.severity)))


def _leaves(f: Figures) -> Iterator[tuple[int, Indicator]]:
    """Leaves that weigh anything."""
    yield from ((j, f.scheme.indicators[j]) for j in f.tree.leaves if f.nominal[j] > 0)


def _rule(f: Figures, one: Indicator) -> Normalise:
    return one.normalise or f.scheme.rules.normalise


def _measurable(f: Figures) -> Iterator[Advice]:
    for _, one in _leaves(f):
        if one.code in f.measured:
            continue
        if one.evidence is None:
            yield Advice(
                "not_measurable",
                (one.code,),
                f"'{one.label}' tidak terukur: tidak ada kolom catatan untuknya dan tidak disebut buktinya. "
                "Sebutkan kolom ('measure') atau buktinya, atau keluarkan indikator ini.",
                severity="penting",
            )
        else:
            yield Advice(
                "not_in_records",
                (one.code,),
                f"{f.where}, tidak ada kolom untuk '{one.label}', sehingga indikator ini tidak ikut dihitung "
                "di pemeriksaan ini. Pastikan tabel kantor memuatnya.",
                severity="catatan",
            )
    for problem in f.problems:
        yield Advice("not_computable", (), f"{f.where}: {problem.sentence}", severity="perlu_dilihat")


def _named(ones: list[Indicator]) -> str:
    """Labels in a row, quoted: 'A', 'B' dan 'C'."""
    words = [f"'{one.label}'" for one in ones]
    return " dan ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _target(f: Figures) -> Iterator[Advice]:
    without: dict[bool, list[Indicator]] = {True: [], False: []}
    for _, one in _leaves(f):
        method = _rule(f, one).method
        if one.target is None and (method in RELATIVE or method == "none"):
            without[method in RELATIVE].append(one)
    for relative, ones in without.items():
        if ones:
            yield Advice(
                "no_target",
                tuple(one.code for one in ones),
                f"{_named(ones)} tidak punya sasaran, sehingga pegawai tidak tahu angka berapa yang harus "
                "dicapai. Tulis sasarannya, sekurangnya sebagai acuan.",
                {"n": float(len(ones))},
                "perlu_dilihat" if relative else "catatan",
            )


def _same_column(f: Figures) -> Iterator[Advice]:
    by_measure: dict[str, list[Indicator]] = {}
    for _, one in _leaves(f):
        if one.measure is not None:
            by_measure.setdefault(one.measure, []).append(one)
    for measure, ones in by_measure.items():
        if len(ones) > 1:
            yield Advice(
                "double_counting",
                tuple(one.code for one in ones),
                f"{_named(ones)} membaca kolom yang sama ({measure}), sehingga satu hal dihitung "
                f"{len(ones)} kali. Gabungkan, atau ganti ukurannya.",
                {"n": float(len(ones))},
                "penting",
            )


def _together(f: Figures) -> Iterator[Advice]:
    """Clusters of indicators that rise and fall together, each reported once."""
    ones = dict(_leaves(f))
    pairs = [
        (a, b)
        for a in ones
        for b in ones
        if a < b and f.correlation[a, b] >= LIMITS["correlation"] and not _one_column(ones[a], ones[b])
    ]
    clusters: list[set[int]] = []
    for pair in pairs:
        touching = [cluster for cluster in clusters if cluster & set(pair)]
        clusters = [c for c in clusters if c not in touching] + [set(pair).union(*touching)]
    for cluster in clusters:
        inside = [float(f.correlation[pair]) for pair in pairs if set(pair) <= cluster]
        members = [ones[j] for j in sorted(cluster)]
        yield Advice(
            "double_counting",
            tuple(one.code for one in members),
            f"{f.where}, {_named(members)} hampir selalu naik turun bersama (korelasi peringkat sampai "
            f"{numeral(max(inside), 2)}; batas {numeral(LIMITS['correlation'])}), sehingga satu hal "
            "dihitung lebih "
            "dari sekali. Pilih salah satu, atau kurangi bobotnya.",
            {"correlation": max(inside), "lowest": min(inside)},
        )


def _one_column(a: Indicator, b: Indicator) -> bool:
    return a.measure is not None and a.measure == b.measure


def _padded(f: Figures) -> Iterator[Advice]:
    automatic = f.scheme.consequence.automatic and f.scheme.consequence.kind != "record"
    for j, one in _leaves(f):
        if one.inflation is None or one.inflation < LIMITS["inflation"]:
            continue
        audit = one.audit or 0.0
        told = {"inflation": one.inflation, "audit": audit, "weight": float(f.nominal[j])}
        chance = f"peluang diperiksa {percent(audit)}" if one.audit else "tidak pernah diperiksa"
        if audit < LIMITS["audit_never"]:
            yield Advice(
                "easy_to_inflate",
                (one.code,),
                f"'{one.label}' mudah diisi lebih besar daripada yang dikerjakan "
                f"({numeral(one.inflation, 2)} dari 1) "
                f"dan {chance}. Periksa ulang sebagian secara acak; pemeriksaan ulang 20% menekan laporan "
                "palsu.",
                told,
                "penting",
            )
        if automatic and audit < LIMITS["audit_deters"]:
            yield Advice(
                "automatic_on_padded",
                (one.code,),
                f"Akibat skema ini berjalan otomatis, sedangkan '{one.label}' (bobot "
                f"{percent(f.nominal[j])}) mudah "
                f"dibesar-besarkan dan {chance}. Batas keras tanpa pemeriksaan cenderung membuat angka naik "
                "di "
                "laporan, bukan di lapangan.",
                told,
                "penting",
            )


def _cost(f: Figures) -> Iterator[Advice]:
    scope = np.where(np.isnan(f.in_scope), 1.0, f.in_scope)
    each = np.nan_to_num(f.hours) * scope
    hours = float(each.sum())
    if hours > LIMITS["hours"]:
        worst = int(np.argmax(each))
        yield Advice(
            "costly_evidence",
            (f.scheme.indicators[worst].code,),
            f"Menyiapkan bukti memakan {numeral(hours)} jam per pegawai setahun (batas "
            f"{numeral(LIMITS['hours'])}), "
            f"atau {numeral(hours * f.n_total, 0)} jam setahun untuk {numeral(f.n_total, 0)} pegawai; "
            "terbanyak untuk "
            f"'{f.scheme.indicators[worst].label}'. Pakai catatan yang sudah ada, atau kurangi buktinya.",
            {"hours_per_officer": hours, "hours_total": hours * f.n_total},
        )


def _weights(f: Figures) -> Iterator[Advice]:
    if f.n < FEWEST_PAIRS or f.scheme.rules.aggregate.method == "quadrant":
        return
    for j, one in _leaves(f):
        printed, real = float(f.applied[j]), float(f.effective[j])
        if np.isnan(printed) or np.isnan(real):
            continue
        low, high = sorted((printed, real))
        if high - low >= LIMITS["weight_gap"] and high >= LIMITS["weight_factor"] * low:
            more = "lebih besar" if real > printed else "lebih kecil"
            yield Advice(
                "weights_differ",
                (one.code,),
                f"{f.where}, '{one.label}' berbobot {percent(printed)}, tetapi pengaruhnya pada perbedaan "
                "nilai "
                f"antarpegawai {more}: {percent(real)} (efek utama, Paruolo, Saisana & Saltelli 2013). "
                "Sebabnya "
                "sebaran angka dan hubungannya dengan indikator lain; ubah cara menilainya atau bobotnya.",
                {"weight": printed, "effective": real, "main_effect": float(f.main_effect[j])},
            )


def _spread(f: Figures) -> Iterator[Advice]:
    if f.score is None:
        return
    for k, j in enumerate(f.at):
        points = f.score.points.values[:, k]
        points = np.round(points[~np.isnan(points)], 1)
        if len(points) < FEWEST_PAIRS:
            continue
        values, times = np.unique(points, return_counts=True)
        share = float(times.max()) / len(points)
        if share >= LIMITS["same_points"]:
            one = f.scheme.indicators[j]
            yield Advice(
                "hardly_varies",
                (one.code,),
                f"{f.where}, {percent(share)} pegawai mendapat poin yang sama "
                f"({numeral(values[times.argmax()])}) untuk "
                f"'{one.label}', sehingga indikator ini hampir tidak membedakan siapa pun. Naikkan "
                "sasarannya, atau "
                "pakai ukuran lain.",
                {"share": share},
            )


def _relative(f: Figures) -> Iterator[Advice]:
    if f.score is None:
        return
    for k, j in enumerate(f.at):
        one = f.scheme.indicators[j]
        n = int(f.score.points.used[:, k].sum())
        if _rule(f, one).method in RELATIVE and not f.tree.children[j] and 0 < n < LIMITS["group"]:
            yield Advice(
                "relative_small_group",
                (one.code,),
                f"{f.where}, '{one.label}' menilai pegawai dengan membandingkannya dengan {n - 1} pegawai "
                "lain saja; "
                f"dalam kelompok di bawah {numeral(LIMITS['group'])} orang, nilai berubah karena satu orang "
                "datang "
                "atau pergi. Pakai sasaran tetap.",
                {"n": float(n)},
            )


def _bands(f: Figures) -> Iterator[Advice]:
    if f.score is None or not f.scheme.rules.bands:
        return
    index = f.score.bands.index[f.score.bands.index >= 0]
    if len(index) < FEWEST_PAIRS:
        return
    bands = f.scheme.rules.bands
    shares = np.bincount(index, minlength=len(bands)) / len(index)
    most = int(shares.argmax())
    if shares[most] >= LIMITS["one_band"]:
        yield Advice(
            "one_band",
            (),
            f"{f.where}, {percent(shares[most])} pegawai jatuh di '{bands[most].label}'. Predikat itu "
            "hampir tidak "
            "membedakan, dan akibat yang digantungkan padanya tidak menggerakkan siapa pun. Tinjau batas "
            "tingkatan.",
            {"share": float(shares[most])},
            "penting",
        )
    empty = [bands[i].label for i in range(len(bands)) if shares[i] == 0]
    if empty:
        names = ", ".join(f"'{label}'" for label in empty)
        yield Advice(
            "band_unreached",
            (),
            f"{f.where}, tidak seorang pun dari {numeral(len(index), 0)} pegawai mencapai {names}. Periksa "
            "apakah "
            "batasnya memang dimaksudkan begitu.",
            {"n_bands": float(len(empty))},
            "catatan",
        )


def _channels(f: Figures) -> Iterator[Advice]:
    from simkinerja.population.ratings import RatingModel

    weights: dict[str, float] = {}
    codes: dict[str, list[str]] = {}
    for j, one in _leaves(f):
        channel: str | None = "atasan" if one.channel in _RATED else one.channel
        if channel is not None:
            weights[channel] = weights.get(channel, 0.0) + float(f.nominal[j])
            codes.setdefault(channel, []).append(one.code)
    for channel, weight in weights.items():
        if channel == "atasan" and weight >= LIMITS["rater_weight"]:
            rater = RatingModel.published().rater
            yield Advice(
                "one_rater",
                tuple(codes[channel]),
                f"{percent(weight)} bobot bertumpu pada penilaian satu atasan. Menurut Scullen, Mount & "
                "Goff (2000), "
                f"{percent(rater)} ragam penilaian semacam itu berasal dari penilainya, bukan dari yang "
                "dinilai. "
                "Tambahkan penilai lain atau catatan kerja.",
                {"weight": weight, "rater_share": rater},
                "penting",
            )
        elif channel != "atasan" and weight >= LIMITS["channel_weight"]:
            yield Advice(
                "one_channel",
                tuple(codes[channel]),
                f"{percent(weight)} bobot datang dari satu saluran ({CHANNELS[channel]}); kesalahan "
                "saluran itu menjadi "
                "kesalahan seluruh nilai. Tambahkan sumber lain.",
                {"weight": weight},
            )


def _scope(f: Figures) -> Iterator[Advice]:
    if f.score is None or "agency" not in f.score.raw.officers:
        return
    leaves = [k for k, j in enumerate(f.at) if not f.tree.children[j] and f.nominal[j] > 0]
    inside = f.score.raw.in_scope[:, leaves].any(axis=1)
    agency = f.score.raw.officers["agency"].astype("str")
    covered = inside & agency.notna().to_numpy()
    names = sorted(set(agency.dropna()) - set(agency[covered]))
    if names:
        listed = ", ".join(names[:4]) + (f", dan {len(names) - 4} lainnya" if len(names) > 4 else "")
        yield Advice(
            "scope_gap",
            (),
            f"{f.where}, cakupan skema tidak memberi satu indikator pun kepada {len(names)} perangkat daerah "
            f"({percent(float((~inside).mean()))} pegawai): {listed}. Mereka tidak dinilai; siapkan skema "
            "untuk mereka.",
            {"n_agencies": float(len(names)), "share": float((~inside).mean())},
        )


def _unsure(f: Figures) -> Iterator[Advice]:
    if f.certainty is None or f.n < FEWEST_PAIRS or np.isnan(f.certainty.share_sure):
        return
    share = 1.0 - f.certainty.share_sure
    if share >= LIMITS["unsure"]:
        yield Advice(
            "unsure",
            (),
            f"{f.where}, predikat {percent(share)} pegawai belum dapat dipastikan: peluang predikatnya di "
            "bawah "
            f"{percent(f.certainty.threshold)} karena galat ukur. Naikkan keandalan (penilai lebih banyak, "
            "periode lebih "
            "panjang), atau kurangi banyaknya tingkatan.",
            {"share": share},
            "penting",
        )


def _care(f: Figures) -> Iterator[Advice]:
    told = [(j, one.dimension) for j, one in _leaves(f) if one.dimension]
    weight = sum(float(f.nominal[j]) for j, _ in told)
    if weight < 0.5:
        return
    care = sum(float(f.nominal[j]) * dimension.get("care", 0.0) for j, dimension in told) / weight
    if care < LIMITS["care"]:
        yield Advice(
            "no_care",
            (),
            f"Hampir tidak ada yang mengukur mutu dan kesungguhan melayani ({percent(care)} bobot). Yang "
            "tidak diukur "
            "cenderung ditinggalkan ketika nilai berakibat. Tambahkan indikator mutu.",
            {"care": care},
        )


_RULES: Final = (
    _measurable,
    _target,
    _same_column,
    _together,
    _padded,
    _cost,
    _weights,
    _spread,
    _relative,
    _bands,
    _channels,
    _scope,
    _unsure,
    _care,
)
