"""Lines of the dossier that have an exact answer: raters, quotas, diffusion, and a survey without faults."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simkinerja.evaluate.validation.line import EXACT, Knobs, Line, Obtained, around
from simkinerja.evaluate.validation.tables import table

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from simkinerja.population.ratings import RatingModel

    FloatArray = npt.NDArray[np.float64]

__all__ = ["exact_lines"]

_PEOPLE = 60_000
_RATEES = 170_000
_ROUNDED = "pembulatan angka harapan"
_OWN_RATERS = "kanal penilaian tahunan program ini (rate_overall)"


def exact_lines() -> tuple[Line, ...]:
    """Return the exact lines without a queue."""
    return (
        _bass(),
        _spearman_brown(),
        _several_raters(),
        _top_formula(),
        _top_by_raters(),
        _top_by_dimension(),
        _no_styles(),
    )


def _bass() -> Line:
    data = table("exact")["bass"]
    peak = data["peak"]

    def run(knobs: Knobs) -> list[float]:
        from simkinerja.simulate.closed_forms import bass_peak, bass_share

        q = data["q"] * knobs.strength("peniruan (q)")
        return [*map(float, bass_share(data["times"], data["p"], q)), *bass_peak(data["p"], q)]

    return Line(
        code="bass-rumus",
        group="exact",
        what="Difusi Bass: bagian pengguna, dan puncaknya",
        source="Bass 1969; p 0,03 dan q 0,38 rerata Sultan, Farley dan Lehmann 1990",
        **around([*data["shares"], peak["time"], peak["share"], peak["rate"]], 0.00005),
        labels=(*(f"t = {t}" for t in data["times"]), "waktu puncak", "bagian saat itu", "laju saat itu"),
        reason=_ROUNDED,
        basis=EXACT,
        setup="p 0,03, q 0,38; rumus",
        run=run,
        mechanism="peniruan (q)",
        digits=4,
    )


def _spearman_brown() -> Line:
    rows = table("exact")["spearman_brown"]
    pairs = [(row["reliability"], k) for row in rows for k in row["raters"]]

    def run(knobs: Knobs) -> list[float]:
        from simkinerja.simulate.closed_forms import spearman_brown

        return [spearman_brown(rel * knobs.strength("reliabilitas satu penilai"), k) for rel, k in pairs]

    return Line(
        code="spearman-brown-rumus",
        group="exact",
        what="Reliabilitas rerata beberapa penilai menurut rumus",
        source="Spearman 1910, Brown 1910",
        **around([x for row in rows for x in row["expected"]], 0.00051),
        labels=tuple(f"reliabilitas {rel:.2f}, {k} penilai".replace(".", ",") for rel, k in pairs),
        reason=_ROUNDED,
        basis=EXACT,
        setup="rumus",
        run=run,
        mechanism="reliabilitas satu penilai",
    )


def _several_raters() -> Line:
    row = table("exact")["spearman_brown"][0]

    def run(knobs: Knobs) -> list[Obtained]:
        import numpy as np

        from simkinerja.population.ratings import RatingModel
        from simkinerja.simulate.closed_forms import spearman_brown
        from simkinerja.streams import Streams

        one = row["reliability"] * knobs.strength("reliabilitas satu penilai")
        model = replace(RatingModel.published(), reliability=one)
        most = max(row["raters"])
        sums = np.zeros((2, _PEOPLE))
        found = {}
        for k in range(most):
            for panel in range(2):
                sums[panel] += _rated(Streams(knobs.seed), _PEOPLE, panel * most + k, 2 * most, model)[1]
            found[k + 1] = float(np.asarray(np.corrcoef(sums))[0, 1])
        errors = {k: (1 - spearman_brown(one, k) ** 2) / np.sqrt(_PEOPLE) for k in found}
        return [Obtained(found[k], float(errors[k])) for k in row["raters"]]

    return Line(
        code="spearman-brown-penilai",
        group="exact",
        what="Reliabilitas rerata beberapa penilai: korelasi dua panel",
        source="rumus Spearman-Brown dengan reliabilitas 0,52",
        **around(row["expected"], 0.016),
        labels=tuple(f"{k} penilai" for k in row["raters"]),
        reason="lima galat Monte-Carlo",
        basis=EXACT,
        setup=f"{_OWN_RATERS}, reliabilitas 0,52, 60.000 pegawai, dua panel penilai yang berbeda",
        run=run,
        mechanism="reliabilitas satu penilai",
    )


def _rated(
    streams: Any, people: int, rater: int, raters: int, model: RatingModel
) -> tuple[FloatArray, FloatArray]:
    """True practice and the overall rating by rater number ``rater`` of each person's own raters."""
    import numpy as np

    from simkinerja.population.ratings import rate_overall

    ratee = np.arange(people)
    practice = streams.normal("validation.practice", people)
    return practice, rate_overall(streams, practice, ratee, ratee * raters + rater, model=model)


def _top_formula() -> Line:
    pairs, expected, labels = _quota_cells()

    def run(knobs: Knobs) -> list[float]:
        from simkinerja.simulate.closed_forms import share_truly_top

        return [share_truly_top(q, rel * knobs.strength("reliabilitas")) for q, rel in pairs]

    return Line(
        code="kuota-rumus",
        group="exact",
        what="Bagian yang dinilai teratas dan memang teratas, dengan kuota: rumus",
        source="normal dwivariat, r = akar reliabilitas",
        **around(expected, 0.0005),
        labels=labels,
        reason=_ROUNDED,
        basis=EXACT,
        setup="rumus (Owen 1956)",
        run=run,
        mechanism="reliabilitas",
    )


def _quota_cells(most: float = 1.0) -> tuple[list[tuple[float, float]], list[float], tuple[str, ...]]:
    """Quota and reliability, what is expected, and the label of each; up to a highest reliability."""
    data = table("exact")["top"]
    cells = [
        (q, rel, x)
        for q, row in data["quota"].items()
        for rel, x in zip(data["reliability"], row, strict=True)
        if rel <= most
    ]
    pairs, expected = [(q, rel) for q, rel, _ in cells], [x for *_, x in cells]
    labels = tuple(f"kuota {100 * q:.0f} %, reliabilitas {rel:.2f}".replace(".", ",") for q, rel in pairs)
    return pairs, expected, labels


def _top_by_raters() -> Line:
    pairs, expected, labels = _quota_cells(most=0.80)

    def run(knobs: Knobs) -> list[Obtained]:
        from simkinerja.population.ratings import RatingModel
        from simkinerja.streams import Streams

        found = []
        for q, rel in pairs:
            model = replace(RatingModel.published(), reliability=rel * knobs.strength("reliabilitas"))
            truth, rating = _rated(Streams(knobs.seed), _RATEES, 0, 1, model)
            found.append(_truly_top(truth, rating, q))
        return found

    return Line(
        code="kuota-penilai",
        group="exact",
        what="Bagian yang dinilai teratas dan memang teratas, dengan kuota: penilai maya",
        source="rumus kuota di atas",
        **around(expected, 0.02),
        labels=labels,
        reason="sekurangnya lima galat Monte-Carlo",
        basis=EXACT,
        setup=f"{_OWN_RATERS}, 170.000 pegawai, satu penilai seorang; reliabilitas di bawah 0,86",
        run=run,
        mechanism="reliabilitas",
    )


def _truly_top(truth: FloatArray, rating: FloatArray, quota: float) -> Obtained:
    """Share of the best-rated who are among the truly best."""
    import numpy as np

    n = round(quota * len(truth))
    best = np.argpartition(-rating, n)[:n]
    edge = np.partition(truth, -n)[-n]
    share = float((truth[best] >= edge).mean())
    return Obtained(share, float(np.sqrt(share * (1 - share) / n)))


def _top_by_dimension() -> Line:
    quotas = (0.1, 0.2, 0.3)

    def expected() -> list[float]:
        from simkinerja.population.ratings import RatingModel
        from simkinerja.simulate.closed_forms import share_truly_top

        return [share_truly_top(q, RatingModel.published().ratee) for q in quotas]

    def run(knobs: Knobs) -> list[Obtained]:
        import numpy as np

        from simkinerja.population.ratings import RatingModel, rate_dimensions
        from simkinerja.streams import Streams

        published, ratee = RatingModel.published(), np.arange(_RATEES)
        kept = published.ratee * knobs.strength("bagian varians yang dinilai")
        model = replace(published, ratee=kept, error=published.error + published.ratee - kept)
        streams = Streams(knobs.seed)
        truth = np.column_stack([streams.normal(f"validation.truth/{k}", _RATEES) for k in range(4)])
        rated = rate_dimensions(streams, truth, ratee, ratee, model=model)
        return [_truly_top(truth[:, 1], rated[:, 1], q) for q in quotas]

    return Line(
        code="kuota-dimensi",
        group="exact",
        what="Bagian yang dinilai teratas pada satu dimensi dan memang teratas",
        source="rumus kuota, reliabilitas 0,23 (bagian varians yang dinilai, Scullen, Mount dan Goff 2000)",
        **around(expected(), 0.02),
        labels=tuple(f"kuota {100 * q:.0f} %" for q in quotas),
        reason="sekurangnya lima galat Monte-Carlo",
        basis=EXACT,
        setup="kanal penilaian per dimensi (rate_dimensions), 170.000 pegawai, masing-masing satu penilai",
        run=run,
        mechanism="bagian varians yang dinilai",
    )


def _no_styles() -> Line:
    return Line(
        code="gaya-mati",
        group="exact",
        what="Survei tanpa gaya, pemilihan, dan kehilangan: rerata jawaban dikurangi kebenaran (1-4)",
        source="catatan model bagian 5: gaya, seleksi, dan derau mati, rerata sama dengan kebenaran",
        **around([0.0, 0.0], 0.02),
        labels=("loket", "aplikasi"),
        reason="sekurangnya lima galat Monte-Carlo",
        basis=EXACT,
        setup="draw_feedback dengan Switches.off(), salatiga 500 pegawai, 30.000 jawaban tiap saluran",
        run=_survey_error,
        mechanism="gangguan dimatikan",
    )


def _survey_error(knobs: Knobs) -> list[Obtained]:
    """Mean answer less the unit's truth, by channel; half switched off leaves the switches at one half."""
    from dataclasses import fields

    from simkinerja.population.draw import draw_population
    from simkinerja.population.feedback import CHANNELS, Switches, draw_feedback
    from simkinerja.rules.skm import ELEMENTS

    left = 1.0 - knobs.strength("gangguan dimatikan")
    switches = Switches(**{field.name: left for field in fields(Switches)})
    people = draw_population("salatiga", knobs.seed, 500)
    units = int(people.units["service"].notna().sum())
    each = 30_000 // units
    voice = draw_feedback(people, knobs.seed, n_counter=each, n_invited=10 * each, switches=switches)
    truth = voice.truth.groupby("unit_id")["true_mean"].mean()
    answers = voice.responses[[*ELEMENTS]].astype("float64").mean(axis=1)
    off = answers - voice.responses["unit_id"].map(truth).astype("float64")
    found = []
    for channel in CHANNELS:
        mine = off[voice.responses["channel"] == channel]
        found.append(Obtained(float(mine.mean()), float(mine.std() / len(mine) ** 0.5)))
    return found
