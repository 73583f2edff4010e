"""L3: a scheme as data: indicators, rules of computation, bands and what hangs on the result.

One frozen pydantic model serves the YAML file, the Excel sheet and the JSON Schema for editors, so that the
three cannot disagree. What a single field may hold is checked here; what the fields must be to one another
(a parent that exists, bands that neither overlap nor leave a hole) is checked by
:func:`simkinerja.schemes.problems.scheme_problems`, which names everything at once.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

__all__ = [
    "CHANNELS",
    "DIMENSIONS",
    "Aggregate",
    "Band",
    "Category",
    "Consequence",
    "Evidence",
    "Indicator",
    "LegalBasis",
    "Normalise",
    "PayBase",
    "Rules",
    "Scheme",
]

DIMENSIONS: Final = ("presence", "throughput", "care", "improvement", "helping")
"""What work consists of in the simulation; an indicator sees shares of these."""

CHANNELS: Final = {
    "ekinerja": "e-Kinerja, laporan sendiri",
    "rating_realtime": "penilaian seketika oleh atasan",
    "rating_periodic": "penilaian berkala oleh atasan",
    "supervision": "pengawasan langsung",
    "observation": "pengamatan lapangan",
    "peer_rating": "umpan balik rekan",
    "subordinate_rating": "umpan balik bawahan",
    "skm": "survei kepuasan masyarakat",
    "citizen_app": "aplikasi umpan balik warga",
    "complaint_log": "catatan pengaduan",
    "administrative": "catatan administrasi",
    "questionnaire": "kuesioner pegawai",
}
"""Where a record comes from, and the words that readers see."""

_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_EDGES: Final = " \t\r\n\u00a0\u200b\ufeff"


def _one_line(text: str) -> str:
    """Blanks run together and edges off, so that a cell of a sheet and a line of YAML hold the same text."""
    found = " ".join(text.split()).strip(_EDGES)
    return _printable(found)


def _lines(text: str) -> str:
    """Every line by itself; the breaks between them stay."""
    return _printable("\n".join(" ".join(line.split()) for line in text.splitlines()).strip(_EDGES))


def _printable(text: str) -> str:
    if not text:
        raise ValueError("teks yang tidak kosong")
    if _UNPRINTABLE.search(text):
        raise ValueError("teks tanpa karakter kendali")
    return text


def _no_flag(value: Any) -> Any:
    if isinstance(value, bool):  # pydantic would read true as 1
        raise ValueError("bilangan")
    return value


_NUMBER: Final = BeforeValidator(_no_flag)
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Label = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_one_line)]
Column = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_one_line)]
Text = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_lines)]
Real = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False), _NUMBER]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False), _NUMBER]
Percent = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False), _NUMBER]
Rupiah = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False), _NUMBER]
Direction = Literal["naik", "turun"]
Status = Literal["law", "circular", "local", "assumed"]
NormaliseMethod = Literal["target", "goalpost", "min_max", "z", "rank", "category", "none"]
AggregateMethod = Literal["weighted_mean", "geometric", "non_compensatory", "quadrant"]
MonthRule = Literal["mean", "sum", "last", "min", "max"]
Channel = Literal[
    "ekinerja",
    "rating_realtime",
    "rating_periodic",
    "supervision",
    "observation",
    "peer_rating",
    "subordinate_rating",
    "skm",
    "citizen_app",
    "complaint_log",
    "administrative",
    "questionnaire",
]
Dimension = Literal["presence", "throughput", "care", "improvement", "helping"]
_Values = Annotated[tuple[Label, ...], Field(min_length=1, max_length=100)]
_OfIndicator = Literal[
    "weight", "target", "normalise", "reliability", "dimension", "inflation", "audit", "evidence"
]
_OfRules = Literal["normalise", "aggregate", "cuts", "missing", "bands"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LegalBasis(_Strict):
    """Who says so: law, circular, a local rule, or an assumption.

    Examples
    --------
    >>> LegalBasis(status="law", source="PermenPANRB 6/2022", article="Pasal 9").status
    'law'
    """

    status: Status
    source: Label
    article: Label | None = None
    note: Text | None = None


class Evidence(_Strict):
    """What proves the figure, and what the proof costs.

    ``minutes`` is the officer's own time for one month of evidence; ``items`` lists what the evidence
    must show (for behaviour, the sentences of the regulation).
    """

    what: Label
    minutes: Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False), _NUMBER] | None = None
    items: Annotated[tuple[Label, ...], Field(max_length=60)] = ()


class Category(_Strict):
    """One step of a category scale: a word, its points, and the lowest raw number that reaches it."""

    label: Label
    points: Real
    lower: Real | None = None


class Normalise(_Strict):
    """How a raw figure becomes points.

    Parameters
    ----------
    method : str
        ``target``: share of the target reached, in percent. ``goalpost``: 0 at ``low``, 100 at ``high``.
        ``min_max``, ``z`` (50 + 10 z), ``rank``: against the others of the same table. ``category``: by
        ``categories``. ``none``: the raw figure already is points.
    cap, floor : float
        Points never leave these; percent of ``target`` above 100 counts up to ``cap``.
    low, high : float
        Goalposts in the raw unit; for an indicator that should fall, ``high`` still is the larger number.
    categories : tuple of Category
        For ``category``.
    """

    method: NormaliseMethod = "target"
    cap: Real = 100.0
    floor: Real = 0.0
    low: Real | None = None
    high: Real | None = None
    categories: Annotated[tuple[Category, ...], Field(max_length=60)] = ()


class Indicator(_Strict):
    """One indicator, or a group of them (no ``measure`` of its own, but children).

    Parameters
    ----------
    code, label : str
    unit : str
        Unit of the raw figure, as readers see it.
    level : int
        1 at the top; may be left out, for ``parent`` says it.
    parent : str
        Code of the group; none at the top.
    direction : {"naik", "turun"}
        Whether more is better.
    weight : float
        Among its siblings; any scale.
    target : float
        In the raw unit.
    normalise : Normalise
        Instead of the scheme's.
    measure : str
        Column of the records.
    months : {"mean", "sum", "last", "min", "max"}
        How the months of a period become one figure.
    lowest, highest, step : float
        Range and grain of the raw figure, where it has them (a share: 0, 1; a count: step 1).
    channel, dimension, reliability, inflation, audit
        How the figure comes about: needed by a simulation only. ``dimension`` holds shares that sum to 1,
        ``reliability`` 0-1, ``inflation`` how easily it is claimed without being done (0-1), ``audit`` the
        chance that a claim is checked (0-1).
    scope : mapping of column to values
        Whom it is about; others read *di luar cakupan*.
    evidence : Evidence
    basis : LegalBasis
        Of every number of this indicator, unless ``basis_of`` names another for one field.
    """

    code: Code
    label: Label
    unit: Label | None = None
    level: Annotated[int, Field(ge=1, le=9)] | None = None
    parent: Code | None = None
    direction: Direction = "naik"
    weight: Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False), _NUMBER] = 1.0
    target: Real | None = None
    normalise: Normalise | None = None
    measure: Column | None = None
    months: MonthRule = "mean"
    lowest: Real | None = None
    highest: Real | None = None
    step: Annotated[float, Field(gt=0, le=1e12, allow_inf_nan=False), _NUMBER] | None = None
    channel: Channel | None = None
    dimension: Annotated[dict[Dimension, Share], Field(min_length=1)] | None = None
    reliability: Share | None = None
    inflation: Share | None = None
    audit: Share | None = None
    scope: Annotated[dict[Column, _Values], Field(min_length=1, max_length=10)] | None = None
    evidence: Evidence | None = None
    basis: LegalBasis | None = None
    basis_of: Annotated[dict[_OfIndicator, LegalBasis], Field(min_length=1)] | None = None
    note: Text | None = None


class Band(_Strict):
    """One band of the total: from ``lower`` (included) to the next band; the lowest has no ``lower``.

    ``upper`` may be printed as regulations do; it is only checked. ``predikat`` links to one of the
    five predicates of PermenPANRB 6/2022 (angka kredit, distribution pattern), ``pay`` is the percentage of
    the contingent pay. ``basis`` where this band's numbers are somebody else's than the others'.
    """

    code: Code
    label: Label
    lower: Real | None = None
    upper: Real | None = None
    predikat: Literal["sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang"] | None = None
    pay: Percent | None = None
    basis: LegalBasis | None = None


class Aggregate(_Strict):
    """How points become one result.

    Parameters
    ----------
    method : str
        ``weighted_mean``; ``geometric`` (weighted); ``non_compensatory`` (the lowest decides); ``quadrant``
        (rating hasil kerja x rating perilaku kerja, PermenPANRB 6/2022 p. 99).
    results, behaviour : str
        For ``quadrant``: codes of the two top groups.
    meets, above : float
        For ``quadrant``: points from which a group *sesuai* and *di atas ekspektasi*. The regulation gives no
        number; these are the scheme's own.
    within : str
        How the points inside a group come together: for ``quadrant`` (weighted mean by default), and for
        ``geometric`` and ``non_compensatory`` (as at the top by default). The Human Development Index takes
        the mean of two indices of schooling, then the geometric mean of three dimensions.
    """

    method: AggregateMethod = "weighted_mean"
    results: Code | None = None
    behaviour: Code | None = None
    meets: Real | None = None
    above: Real | None = None
    within: Literal["weighted_mean", "geometric", "non_compensatory"] | None = None

    @property
    def inside(self) -> Literal["weighted_mean", "geometric", "non_compensatory"]:
        """How the points inside a group come together, also where ``within`` does not say so."""
        if self.method == "quadrant" or self.method == "weighted_mean":
            return self.within or "weighted_mean"
        return self.within or self.method


class Rules(_Strict):
    """Rules of computation; ``digits`` are for printing only, after ranking and banding.

    ``missing``: ``reweight`` leaves a missing figure out and shares its weight among its siblings;
    ``stop`` refuses the table. A missing figure never counts as zero. With ``reweight`` an officer with
    less than ``coverage`` of the weight in scope is not rated.
    """

    normalise: Normalise = Normalise()
    aggregate: Aggregate = Aggregate()
    missing: Literal["reweight", "stop"] = "reweight"
    coverage: Share = 0.0
    digits: Annotated[int, Field(ge=0, le=6)] = 2
    bands: Annotated[tuple[Band, ...], Field(max_length=60)] = ()
    basis: LegalBasis | None = None
    basis_of: Annotated[dict[_OfRules, LegalBasis], Field(min_length=1)] | None = None


class PayBase(_Strict):
    """Contingent pay of a month in rupiah: a column of the table, else by the values of an attribute."""

    column: Column = "tpp_base_idr"
    by: Column | None = None
    values: Annotated[dict[Label, Rupiah], Field(max_length=100)] = {}
    other: Rupiah | None = None


class Consequence(_Strict):
    """What hangs on the result.

    Parameters
    ----------
    kind : {"tpp", "career", "record"}
    share : float
        Share of the TPP that follows the result; the rest is paid in any case.
    automatic : bool
        Follows without anyone's decision.
    payment : {"proportional", "band"}
        By points (percent, up to ``cap``) or by the band's ``pay``.
    base : PayBase
    """

    kind: Literal["tpp", "career", "record"] = "record"
    share: Share = 0.0
    automatic: bool = False
    payment: Literal["proportional", "band"] = "proportional"
    cap: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False), _NUMBER] = 100.0
    base: PayBase | None = None
    basis: LegalBasis | None = None


class Scheme(_Strict):
    """A scheme: what is measured, how it is computed, and what hangs on it.

    Examples
    --------
    >>> scheme = Scheme(code="contoh", title="Contoh", indicators=(
    ...     Indicator(code="kehadiran", label="Kehadiran", target=21, measure="days_present"),))
    >>> scheme.indicator("kehadiran").target
    21.0
    """

    format: Literal["simkinerja-skema-1"] = "simkinerja-skema-1"
    code: Code
    title: Label
    note: Text | None = None
    basis: LegalBasis | None = None
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1, max_length=200)]
    rules: Rules = Rules()
    consequence: Consequence = Consequence()

    def indicator(self, code: str) -> Indicator:
        """Return one indicator by its code.

        Raises
        ------
        KeyError
            If the scheme has none of this code.
        """
        return next(one for one in self.indicators if one.code == code)

    def says_who(self, owner: Indicator | Rules | None, field: str) -> LegalBasis | None:
        """Return the legal basis of a number: its own, its owner's, else the scheme's."""
        if owner is not None:
            own: LegalBasis | None = dict(owner.basis_of or {}).get(field)  # type: ignore[call-overload]
            if own or owner.basis:
                return own or owner.basis
        return self.basis
