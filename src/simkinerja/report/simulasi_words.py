"""L7: the words of a simulation's report: amounts, verdicts on an effect, what a programme is."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from simkinerja.report.fmt import NONE, fmt_idr, fmt_number, fmt_percent

if TYPE_CHECKING:
    from simkinerja.simulate.compare import Effect
    from simkinerja.simulate.interventions import Intervention
    from simkinerja.simulate.outcomes import Outcome

__all__ = [
    "SURE",
    "SYNTHETIC",
    "change",
    "has_a_better_side",
    "interval",
    "level",
    "multiple",
    "plain",
    "programme_words",
    "unit_of",
    "verdict",
]

SYNTHETIC: Final = (
    "DATA SINTETIS: orang, unit, dan catatannya buatan komputer. Yang diuji sebuah model, bukan kantor nyata."
)
SURE: Final[Mapping[str, str]] = {
    "law": "peraturan",
    "published": "terbitan",
    "computed": "dihitung dari sumber",
    "assumed": "diasumsikan",
}
"""How sure a number is, in words."""
_TINY: Final = 1e-9
_FINE: Final = 5e-3  # what two decimals would round to nothing
_PARTLY: Final = "0-1"


def level(x: float, outcome: Outcome) -> str:
    """Write the level of an outcome.

    Examples
    --------
    >>> from simkinerja.simulate.outcomes import outcomes
    >>> level(0.6167, outcomes()["on_time_share"]), level(1179.4, outcomes()["wait_days"])
    ('61,7%', '1.179,40')
    """
    if outcome.scale == "rupiah":
        return fmt_idr(x)
    if outcome.scale == "share" and outcome.unit != _PARTLY:
        return fmt_percent(x, 1)
    return fmt_number(x, 3 if outcome.scale == "share" else 2)


def change(x: float, outcome: Outcome, *, signed: bool = True) -> str:
    """Write a difference of an outcome, in the unit of :func:`unit_of`, without that unit.

    Examples
    --------
    >>> from simkinerja.simulate.outcomes import outcomes
    >>> change(0.0027, outcomes()["on_time_share"]), change(-1.5e6, outcomes()["cost_idr"])
    ('+0,27', '-Rp1.500.000')
    """
    if outcome.scale == "rupiah":
        return f"+{fmt_idr(x)}" if signed and x >= 0.5 else fmt_idr(x)
    if outcome.scale == "share" and outcome.unit != _PARTLY:
        return fmt_number(100.0 * x, 2, signed=signed)
    fine = outcome.scale == "share" or 0.0 < abs(x) < _FINE
    return fmt_number(x, 3 if fine else 2, signed=signed)


def unit_of(outcome: Outcome) -> str:
    """Return the unit of a difference; rupiah carry their own sign."""
    if outcome.scale == "share" and outcome.unit != _PARTLY:
        return "poin persen"
    if outcome.unit == _PARTLY:
        return "(skala 0-1)"
    return outcome.unit.removeprefix("rupiah ") if outcome.scale == "rupiah" else outcome.unit


def interval(effect: Effect) -> str:
    """Write the 95 % interval of a difference; *tanpa ragam* where all runs (or the only one) agree."""
    if not isfinite(effect.difference):
        return NONE
    if effect.ci_low == effect.ci_high:
        return "tanpa ragam"
    return f"{change(effect.ci_low, effect.outcome)} s.d. {change(effect.ci_high, effect.outcome)}"


def multiple(effect: Effect) -> float:
    """Return a difference as a multiple of the smallest that matters; positive is better.

    For an outcome without a better side, positive is more.
    """
    sign = -1.0 if effect.outcome.direction == "turun" else 1.0
    return sign * effect.difference / effect.outcome.smallest_effect


def verdict(effect: Effect) -> str:
    """Say in a few words what became of an outcome.

    Returns
    -------
    str
        ``membaik``, ``memburuk`` (``naik``, ``turun`` where neither is better), each also with ``, kecil``;
        ``tetap``; ``belum pasti``; an en dash without data.
    """
    if not isfinite(effect.difference):
        return NONE
    least = effect.outcome.smallest_effect
    if max(abs(effect.ci_low), abs(effect.ci_high)) <= _TINY * max(1.0, least):
        return "tetap"
    if effect.ci_low <= 0.0 <= effect.ci_high:
        small = max(abs(effect.ci_low), abs(effect.ci_high)) < least
        return "tetap" if small else "belum pasti"
    better = multiple(effect) > 0.0
    if has_a_better_side(effect.outcome):
        said = "membaik" if better else "memburuk"
    else:
        said = "naik" if effect.difference > 0.0 else "turun"
    return said if abs(effect.difference) >= least else f"{said}, kecil"


def has_a_better_side(outcome: Outcome) -> bool:
    """Money spent is neither good nor bad in itself, nor is what a unit writes of itself."""
    spent = outcome.group == "biaya" and outcome.name != "leakage"
    return outcome.direction != "netral" and not spent and not outcome.name.startswith("recorded_")


_VALUES: Final[Mapping[str, str]] = {
    "developmental": "membina",
    "neutral": "netral",
    "controlling": "mengawasi",
    "one_way": "satu arah",
    "participatory": "partisipatif",
    "recognition": "pengakuan",
    "money": "uang",
    "technical": "teknis",
    "interpersonal": "antarpribadi",
    "agency": "perangkat daerah",
    "unit": "unit",
    "city": "kota",
    "officer": "pegawai",
    "score": "nilai kinerja",
    "rating": "penilaian atasan",
    "on_time_share": "tepat waktu",
    "compliance": "kepatuhan e-Kinerja",
    "unit.on_time_share": "tepat waktu unit",
    "unit.ikm": "IKM unit",
    "unit.complaints": "pengaduan unit",
    "unit.backlog_days": "tunggakan unit",
    "unit.wait_days": "lama antre unit",
    "presence": "kehadiran",
    "throughput": "banyaknya pekerjaan",
    "care": "ketelitian",
    "improvement": "perbaikan",
    "helping": "membantu rekan",
    "scheme": "menurut skema",
    "linear": "menurut catatan",
}
_NAMED: Final = frozenset({"kind", "to", "start", "months", "every", "when", "label", "topic", "name"})
_IN_LABEL: Final = frozenset({"skill", "field", "form", "of", "means", "mode"})


def plain(value: Any) -> str:
    """Write a value of a scenario as a reader expects it."""
    if isinstance(value, int | float):
        return fmt_number(value, 0 if float(value).is_integer() else 2)
    if isinstance(value, Mapping):
        told = [f"{_VALUES.get(str(k), str(k))} {plain(v)}" for k, v in value.items() if v]
        return ", ".join(told) or "tidak ada"
    return _VALUES.get(str(value), str(value))


def programme_words(one: Intervention) -> str:
    """Say what a programme is, for whom, and when.

    Examples
    --------
    >>> from simkinerja.simulate.interventions import Training
    >>> programme_words(Training(topic="communication", start=3, every=12))
    'Pelatihan komunikasi: semua pegawai; bulan ke-4, setiap 12 bulan; dukungan 0,40; jam pelajaran 20.'
    """
    from simkinerja.simulate.scenario_words import CHANNEL, COMMON, OWN, kind_label

    parts = [_target(one.to), _time(one), *_settings(one, {**COMMON, **OWN[one.kind]})]
    channel = getattr(one, "channel", None)
    if channel is not None:
        parts += _settings(channel, CHANNEL)
    return f"{one.label or kind_label(one)}: {'; '.join(parts)}."


def _settings(thing: Any, words: Mapping[str, tuple[str, str]]) -> list[str]:
    """Fields that say how much, each with its Indonesian name; those at rest are left out."""
    told = []
    for name in sorted(set(words) - _NAMED - _IN_LABEL - {"channel"}, key=lambda n: words[n][0]):
        value = getattr(thing, name, None)
        if value is None or (name == "strength" and value == 1.0) or (name == "needs_based" and not value):
            continue
        called = words[name][0].lower()
        if isinstance(value, bool):
            told.append(called if value else f"tidak {called}")
        else:
            told.append(f"{called} {fmt_idr(value) if 'idr' in name else plain(value)}")
    return told


def _time(one: Intervention) -> str:
    first = one.start + 1
    if one.when is not None:
        delay = f", {one.start} bulan kemudian" if one.start else ""
        opened = f"bila {_rule(one.when)}{delay}"
    else:
        opened = f"bulan ke-{first}"
    if one.every is not None:
        return f"{opened}, setiap {one.every} bulan"
    if one.span is None:
        return f"mulai {opened} sampai akhir" if one.when is None else f"{opened}, sampai akhir"
    return opened if one.span == 1 else f"{opened}, selama {one.span} bulan"


def _rule(rule: Any) -> str:
    figure = {"ikm": "IKM", "complaints": "pengaduan", "backlog_days": "tunggakan", "wait_days": "lama antre"}
    name = figure.get(rule.figure, _VALUES.get(rule.figure, rule.figure))
    value = fmt_number(rule.value, 0 if float(rule.value).is_integer() else 2)
    during = f" selama {rule.months} bulan" if rule.months > 1 else ""
    return f"{name} tercatat unit {rule.sign} {value}{during}"


def _target(target: Any) -> str:
    """Who takes part."""
    if hasattr(target, "all_of"):
        return " yang juga ".join(_target(part) for part in target.all_of)
    for name, word in (("lowest", "terendah"), ("highest", "tertinggi")):
        if hasattr(target, name):
            share = fmt_percent(getattr(target, name))
            where = "sekota" if target.within == "city" else f"di setiap {_VALUES[target.within]}"
            return f"{share} {word} menurut {_VALUES[target.by]} {where}"
    if hasattr(target, "random_share"):
        return f"{fmt_percent(target.random_share)} {_VALUES[target.of]} secara acak"
    for name, word in (("agency", "pegawai"), ("unit", "unit"), ("service", "layanan"), ("job", "jabatan")):
        if hasattr(target, name):
            return f"{word} {getattr(target, name)}"
    return "semua pegawai"
