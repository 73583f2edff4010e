"""L2: does a printed SKM index follow from the elements printed beside it?

Printed elements are rounded, so each stands for an interval; the index that they allow is an interval too.
The print follows if it meets that interval under the exact weight 1/N. Otherwise the weights that offices
print instead (for nine elements 0.111 and 0.11) and rounding half-way are tried as explanations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from simkinerja.rules.checks import Number, exact, pairs, refuse, shown, whole
from simkinerja.rules.registry import get_rule
from simkinerja.rules.rounding import round_half_up
from simkinerja.rules.skm import letter, round_index

__all__ = ["PrintCheck", "Recomputed", "check_printed", "decimals_of"]

_MOST_DIGITS: Final = 12
_MOST_ELEMENTS: Final = 100


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The index under one weight: exact value from the elements as printed, and what their rounding allows.

    ``explains`` tells whether the printed index, itself rounded, meets ``[low, high]``.
    """

    weight: str
    value: Fraction
    low: Fraction
    high: Fraction
    explains: bool


@dataclass(frozen=True, slots=True)
class PrintCheck:
    """What became of a printed index.

    Examples
    --------
    >>> from simkinerja.rules.skm import ELEMENTS
    >>> check = check_printed(dict.fromkeys(ELEMENTS, "4"), "99.00")
    >>> check.follows, check.explained_by, check.cause
    (False, ('0,11',), 'bobot_dibulatkan')
    """

    printed: Fraction
    digits: int
    recomputed: tuple[Recomputed, ...]
    halfway_digits: int | None
    printed_letter: str | None
    right_letter: str

    @property
    def follows(self) -> bool:
        """Whether the print follows from its elements by the rule (weight 1/N)."""
        return self.recomputed[0].explains

    @property
    def explained_by(self) -> tuple[str, ...]:
        """Weights under which the print follows from its elements."""
        return tuple(row.weight for row in self.recomputed if row.explains)

    @property
    def cause(self) -> str:
        """``sesuai``, ``bobot_dibulatkan``, ``pembulatan_antara`` or ``tidak_terjelaskan``."""
        if self.follows:
            return "sesuai"
        if self.explained_by:
            return "bobot_dibulatkan"
        return "tidak_terjelaskan" if self.halfway_digits is None else "pembulatan_antara"

    @property
    def letter_follows(self) -> bool | None:
        """Whether the printed letter is that of the index recomputed by the rule; None if none is printed."""
        return None if self.printed_letter is None else self.printed_letter == self.right_letter

    @property
    def sentence(self) -> str:
        """The finding in Indonesian."""
        printed = shown(round_half_up(self.printed, self.digits))
        right = shown(round_index(self.recomputed[0].value))
        head = f"IKM tercetak {printed}"
        tail = {
            "sesuai": "sesuai dengan nilai unsurnya.",
            "bobot_dibulatkan": (
                f"tidak mengikuti bobot tepat 1/N (seharusnya {right}); angka itu muncul bila bobot "
                f"dibulatkan menjadi {' atau '.join(self.explained_by)}."
            ),
            "pembulatan_antara": (
                f"tidak sama dengan hasil hitung ulang {right}; angka itu muncul bila nilai rata-rata "
                f"dibulatkan ke {self.halfway_digits} desimal sebelum dikalikan 25."
            ),
            "tidak_terjelaskan": (
                f"tidak dapat diturunkan dari nilai unsurnya (hasil hitung ulang {right}), juga bila "
                "pembulatan nilai unsur dan bobot diperhitungkan. Periksa kembali sumbernya."
            ),
        }
        return f"{head} {tail[self.cause]}"


def check_printed(
    values: Mapping[str, Number],
    printed: Number,
    *,
    digits: int | None = None,
    printed_digits: int | None = None,
    printed_letter: str | None = None,
    n_elements: int | None = None,
) -> PrintCheck:
    """Recompute a printed index from its elements and say whether, and how, it follows.

    Parameters
    ----------
    values : mapping of str to number
        NRR of every element, 1-4, as printed: text keeps its decimals (``"3.200"``), a
        :class:`~fractions.Fraction` (from whole totals) is exact.
    printed : number
        The printed index, 25-100.
    digits : int, optional
        Decimals of the printed elements; without it the most decimals that any of them shows. Values
        without any decimals count as exact.
    printed_digits : int, optional
        Decimals of the printed index; without it those that it shows.
    printed_letter : str, optional
        The letter printed beside it, to be checked too.
    n_elements : int, optional
        Number of elements behind ``values``, where one mean stands for all of them.

    Returns
    -------
    PrintCheck
        ``recomputed`` holds the weights 1/N, then 1/N rounded to 3 and to 2 decimals.

    Raises
    ------
    UsageError
        If there is no element, or a value or the index is outside its range.

    Examples
    --------
    >>> from simkinerja.rules.skm import ELEMENTS
    >>> sumbar = "3.200 3.216 2.936 3.530 3.136 3.200 3.316 3.916 3.323".split()
    >>> check = check_printed(dict(zip(ELEMENTS, sumbar, strict=True)), "81.71")
    >>> check.cause, [float(round(row.value, 2)) for row in check.recomputed]
    ('tidak_terjelaskan', [82.7, 82.62, 81.88])
    """
    owner = "check_printed"
    if not pairs(values, "values", owner, "values={'waktu': '3.20'}"):
        refuse("values", owner, "memuat paling sedikit satu unsur", None, "values={'waktu': '3.20'}")
    index = exact(printed, "printed", owner, low=0, high=100, example="printed='82.70'")
    index_digits = decimals_of(printed)
    if printed_digits is not None:
        index_digits = _places(printed_digits, "printed_digits")
    n = len(values)
    if n_elements is not None:
        n = whole(n_elements, "n_elements", owner, low=1, high=_MOST_ELEMENTS, example="n_elements=9")
    shown_digits = max(map(decimals_of, values.values())) if digits is None else _places(digits, "digits")
    means = _mean_interval(values, shown_digits)
    rows = _recompute(means, n, index, index_digits)
    right = letter(rows[0].value)
    return PrintCheck(
        index, index_digits, rows, _halfway(values, means[1], index, index_digits), printed_letter, right
    )


def _places(value: int, name: str) -> int:
    return whole(value, name, "check_printed", high=_MOST_DIGITS, example=f"{name}=2")


def decimals_of(value: Number) -> int:
    """Return how many decimals a printed number shows; a fraction or a whole number shows none.

    Examples
    --------
    >>> decimals_of("3,200"), decimals_of(3.1), decimals_of(Fraction(105, 29))
    (3, 1, 0)
    """
    if isinstance(value, Fraction | int):
        return 0
    text = value.strip().replace(",", ".") if isinstance(value, str) else str(value)
    return len(text.partition(".")[2])


def _mean_interval(values: Mapping[str, Number], digits: int) -> tuple[Fraction, Fraction, Fraction]:
    """Lowest, printed and highest mean of the elements, given their rounding; never outside 1-4."""
    scale = get_rule("skm.unsur").values["scale"]
    low, high = scale["lowest"], scale["highest"]
    half = Fraction(1, 2 * 10**digits) if digits else Fraction(0)
    lows, mids, highs = [], [], []
    for key, value in values.items():
        middle = exact(value, key, "check_printed", low=low, high=high, example=f"{key}='3.20'")
        slack = Fraction(0) if isinstance(value, Fraction) else half
        lows.append(max(middle - slack, Fraction(low)))
        mids.append(middle)
        highs.append(min(middle + slack, Fraction(high)))
    n = len(mids)
    return sum(lows, Fraction(0)) / n, sum(mids, Fraction(0)) / n, sum(highs, Fraction(0)) / n


def _recompute(
    means: tuple[Fraction, Fraction, Fraction], n: int, printed: Fraction, digits: int
) -> tuple[Recomputed, ...]:
    rule = get_rule("skm.bobot").values
    weights = {"1/N": Fraction(1, n)}
    for places in rule["printed_weight_digits"]:
        rounded = round_half_up(Fraction(1, n), places)
        weights[shown(rounded)] = Fraction(rounded)
    half = Fraction(1, 2 * 10**digits)
    rows = []
    for name, weight in weights.items():
        low, value, high = (mean * n * weight * rule["conversion"] for mean in means)
        rows.append(Recomputed(name, value, low, high, low - half <= printed <= high + half))
    return tuple(rows)


def _halfway(values: Mapping[str, Number], mean: Fraction, printed: Fraction, digits: int) -> int | None:
    """Decimals to which the mean, or every element, was rounded before the conversion, if that explains."""
    factor = get_rule("skm.bobot").values["conversion"]
    for places in get_rule("skm.bobot").values["halfway_digits"]:
        elements = [Fraction(round_half_up(_plain(value), places)) for value in values.values()]
        for candidate in (Fraction(round_half_up(mean, places)), sum(elements, Fraction(0)) / len(elements)):
            if Fraction(round_half_up(candidate * factor, digits)) == printed:
                return int(places)
    return None


def _plain(value: Number) -> Fraction:
    return exact(value, "values", "check_printed", example="'3.20'")
