"""Lessons 02 and 03: steps of a score, smallest changes and deadlines as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simkinerja.report.fmt import fmt_date, fmt_number, fmt_percent

if TYPE_CHECKING:
    from simkinerja.classroom.show import Page
    from simkinerja.schemes.model import Scheme
    from simkinerja.scoring.stages import Score

__all__ = [
    "certain_percent",
    "changes_table",
    "contributions_table",
    "evidence_table",
    "objection_table",
    "score_table",
    "show_rule",
    "steps_table",
]


def score_table(table: Any, scheme: Scheme) -> Score:
    """Score a table of one row an officer: raw figures, then every stage.

    Examples
    --------
    >>> from simkinerja.classroom.case_table import load_case
    >>> from simkinerja.schemes import load_scheme
    >>> score_table(load_case("salatiga").head(3), load_scheme("tpp_60_40")).labels
    ('Sedang', 'Sedang', 'Sedang')
    """
    from simkinerja.scoring import raw_of, score_raw

    done: Score = score_raw(raw_of(table, scheme), scheme)
    return done


def steps_table(score: Score, officer: int) -> Any:
    """The ladder of an officer as the library explains it, one row a figure.

    Returns
    -------
    pandas DataFrame
        Columns ``indikator``, ``tercatat``, ``poin``, ``bobot``, ``sumbangan``; the last row is the total.

    Examples
    --------
    >>> from simkinerja.classroom.case_table import load_case
    >>> from simkinerja.schemes import load_scheme
    >>> done = score_table(load_case("salatiga"), load_scheme("tpp_60_40"))
    >>> steps_table(done, int(done.raw.officers.officer_id[0])).indikator.tolist()
    ['Nilai kinerja (SKP) bulanan', 'Kehadiran', 'Nilai']
    """
    import pandas as pd

    from simkinerja.scoring.explain import explain

    found = explain(score, officer)
    rows = [
        (one.label, one.raw, one.points, fmt_percent(one.weight), one.contribution) for one in found.figures
    ]
    rows.append(("Nilai", None, None, "", found.total.total))
    return pd.DataFrame(rows, columns=["indikator", "tercatat", "poin", "bobot", "sumbangan"])


def changes_table(score: Score, officer: int) -> Any:
    """The smallest change of each figure that moves the band, up and down, others as they are.

    Returns
    -------
    pandas DataFrame
        Columns ``indikator``, ``sekarang``, ``menjadi``, ``tingkatan``; empty if no single figure can.

    Examples
    --------
    >>> from simkinerja.classroom.case_table import load_case
    >>> from simkinerja.schemes import load_scheme
    >>> done = score_table(load_case("salatiga"), load_scheme("tpp_60_40"))
    >>> changes_table(done, int(done.raw.officers.officer_id[0])).tingkatan.tolist()
    ['Tinggi', 'Rendah', 'Rendah']
    """
    import pandas as pd

    from simkinerja.scoring import smallest_changes

    rows = [
        (
            one.label,
            *(fmt_number(x, 2 if one.before <= 1 else 1) for x in (one.before, one.after)),
            one.band_after,
        )
        for one in smallest_changes(score, officer)
    ]
    return pd.DataFrame(rows, columns=["indikator", "sekarang", "menjadi", "tingkatan"])


def certain_percent(score: Score) -> int:
    """Percent of the rated officers whose band is certain under measurement error.

    Examples
    --------
    >>> from simkinerja.classroom.case_table import load_case
    >>> from simkinerja.schemes import load_scheme
    >>> 40 < certain_percent(score_table(load_case("salatiga"), load_scheme("tpp_60_40"))) < 70
    True
    """
    from simkinerja.evaluate import certainty

    share: float = certainty(score).share_sure
    return round(100 * share)


def objection_table(received: str) -> Any:
    """Last days to object and to decide, with their legal basis.

    Parameters
    ----------
    received : str
        Day on which the evaluation document was received, ISO 8601.

    Returns
    -------
    pandas DataFrame
        Columns ``langkah``, ``hari kerja``, ``paling lambat``, ``dasar``.

    Examples
    --------
    >>> objection_table("2026-02-02")["paling lambat"].tolist()
    ['24 Februari 2026', '5 Maret 2026']
    """
    import pandas as pd

    from simkinerja.classroom.case_table import STATUS
    from simkinerja.rules.deadlines import objection_deadlines
    from simkinerja.rules.registry import get_rule

    rule = get_rule("keberatan.tenggat")
    steps, status = rule.values["steps"], STATUS[rule.status]
    rows = [
        (
            steps[d.step]["label"],
            d.days,
            fmt_date(d.due),
            f"{rule.basis} hlm. {steps[d.step]['page']} ({status})",
        )
        for d in objection_deadlines(received)
    ]
    return pd.DataFrame(rows, columns=["langkah", "hari kerja", "paling lambat", "dasar"])


def contributions_table(score: Score) -> Any:
    """What every indicator adds to the total of each officer: weight times points.

    Returns
    -------
    pandas DataFrame
        ``officer_id``, one column an indicator (its label), ``Nilai``; one row an officer.

    Examples
    --------
    >>> from simkinerja.classroom.case_table import load_case
    >>> from simkinerja.schemes import load_scheme
    >>> table = contributions_table(score_table(load_case("salatiga"), load_scheme("tpp_60_40")))
    >>> bool((table.iloc[:, 1:-1].sum(axis=1) - table["Nilai"]).abs().max() < 1e-9)
    True
    """
    import pandas as pd

    from simkinerja.schemes.tree import tree_of

    leaves = tree_of(score.scheme).leaves
    out = pd.DataFrame({"officer_id": score.raw.officers["officer_id"].to_numpy()})
    added = None if score.contributions is None else score.contributions.values
    for j in leaves:
        out[score.scheme.indicators[j].label] = float("nan") if added is None else added[:, j]
    out["Nilai"] = score.total.values
    return out


def evidence_table(scheme: Scheme) -> Any:
    """What proves each figure, its minutes a month, and the chance that somebody checks.

    Returns
    -------
    pandas DataFrame
        Columns ``indikator``, ``bukti``, ``menit sebulan``, ``peluang diperiksa``.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> evidence_table(load_scheme("menit_aktivitas"))["menit sebulan"].tolist()
    [210.0]
    """
    import pandas as pd

    rows = [
        (one.label, one.evidence.what, one.evidence.minutes, fmt_percent(one.audit))
        for one in scheme.indicators
        if one.evidence
    ]
    return pd.DataFrame(rows, columns=["indikator", "bukti", "menit sebulan", "peluang diperiksa"])


def show_rule(table: Any, caption: str, digits: int = 2) -> Page:
    """Show a table of rules or choices: as :func:`simkinerja.classroom.show.show`, but nothing synthetic.

    Examples
    --------
    >>> from simkinerja.schemes import load_scheme
    >>> show_rule(evidence_table(load_scheme("menit_aktivitas")), "Bukti")
    Bukti, 1 baris
    """
    from simkinerja.classroom.show import Page, show

    page, mark = show(table, caption, digits), " (data sintetis)"
    return Page(page.html.replace(mark, ""), page.text.replace(mark, ""))
