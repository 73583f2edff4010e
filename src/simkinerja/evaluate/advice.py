"""A piece of advice: what it can be about, how grave it is, and its numbers in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from simkinerja.rules.checks import shown

__all__ = ["KINDS", "LIMITS", "SEVERITIES", "Advice", "numeral", "percent"]

SEVERITIES: Final[Mapping[str, str]] = MappingProxyType(
    {"penting": "penting", "perlu_dilihat": "perlu dilihat", "catatan": "catatan"}
)
"""Gravest first, with the words that readers see."""

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "not_measurable": "tidak terukur",
        "not_in_records": "tidak ada dalam catatan",
        "not_computable": "tidak dapat dihitung",
        "no_target": "tanpa sasaran",
        "double_counting": "dihitung dua kali",
        "easy_to_inflate": "mudah dibesar-besarkan",
        "automatic_on_padded": "akibat otomatis atas angka yang mudah dibesar-besarkan",
        "costly_evidence": "bukti mahal",
        "weights_differ": "bobot tidak bekerja seperti tertulis",
        "hardly_varies": "hampir tidak membedakan",
        "relative_small_group": "dibandingkan dalam kelompok kecil",
        "one_band": "hampir semua di satu tingkatan",
        "band_unreachable": "tingkatan di atas nilai tertinggi",
        "weight_tiny": "bobot hampir nol",
        "weights_sum": "bobot tidak berjumlah seratus",
        "target_far": "sasaran jauh dari kenyataan",
        "no_pay": "tidak ada rupiah yang berubah",
        "band_unreached": "tingkatan yang tidak dicapai siapa pun",
        "one_rater": "bertumpu pada satu penilai",
        "one_channel": "bertumpu pada satu saluran",
        "scope_gap": "ada yang tidak tercakup",
        "unsure": "belum dapat dipastikan",
        "no_care": "mutu tidak diukur",
    }
)
"""What advice can be about, in the words that readers see."""

LIMITS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "correlation": 0.8,
        "inflation": 0.5,
        "audit_never": 0.05,
        "audit_deters": 0.2,
        "hours": 60.0,
        "weight_factor": 2.0,
        "weight_gap": 0.1,
        "same_points": 0.9,
        "group": 30.0,
        "one_band": 0.85,
        "rater_weight": 0.8,
        "channel_weight": 0.9,
        "unsure": 0.5,
        "care": 0.05,
        "tiny_weight": 0.01,
        "sum_off": 0.2,
        "far_target": 20.0,
    }
)
"""Limits from which advice is given; all assumed."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice.

    Parameters
    ----------
    kind : str
        A key of :data:`KINDS`.
    codes : tuple of str
        Indicators it is about; empty for the whole scheme.
    sentence : str
        Indonesian: what is seen, and what one could do.
    figures : mapping of str to float
        The numbers in the sentence.
    severity : str
        A key of :data:`SEVERITIES`.
    """

    kind: str
    codes: tuple[str, ...]
    sentence: str
    figures: Mapping[str, float] = field(default_factory=dict)
    severity: str = "perlu_dilihat"


def percent(share: float, digits: int = 0) -> str:
    """Return a share as per cent with a decimal comma.

    Examples
    --------
    >>> percent(0.125), percent(0.125, 1)
    ('12%', '12,5%')
    """
    number = round(100.0 * share, digits)
    return f"{shown(int(number) if digits == 0 else number)}%"


def numeral(x: float, digits: int = 1) -> str:
    """Return a number with a decimal comma and dots between thousands.

    Examples
    --------
    >>> numeral(6000.0), numeral(76.61, 2)
    ('6.000', '76,61')
    """
    number = round(float(x), digits)
    return f"{int(number):,}".replace(",", ".") if number == int(number) else shown(number)
