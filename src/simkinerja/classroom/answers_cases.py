"""Checks of lesson 11: what kind a sentence is, how often a claim holds, which condition decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simkinerja.classroom.exercise import Slip, Verdict, check_number, check_pairs, check_word

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["check_deciding", "check_holding", "check_kinds"]

_WHY: Final = {
    "kausal": "kalimat ini menyebut sebab dan akibat yang dihitung model: apa yang berubah karena apa?",
    "bukan kausal": "kalimat ini hanya mengatakan apa yang ada, bukan apa yang diakibatkannya.",
    "di luar model": "ada sebab dan akibat, tetapi akibatnya tidak dihitung model ini.",
}


def check_kinds(answer: Any, sentences: pd.DataFrame) -> Verdict:
    """Lesson 11, exercise 1: which sentences say what causes what.

    Parameters
    ----------
    answer : dict of sentence number to kind
    sentences : table
        Of :func:`~simkinerja.classroom.cases_lesson.sentences_of`, with its column ``jenis``.

    Examples
    --------
    >>> import pandas as pd
    >>> check_kinds({"1.2": "kausal"}, pd.DataFrame({"nomor": ["1.2"], "jenis": ["bukan kausal"]})).ok
    False
    """
    right = dict(zip(sentences.nomor, sentences.jenis, strict=True))
    return check_pairs(answer, right, {number: _WHY[kind] for number, kind in right.items()})


def check_holding(answer: Any, draws: pd.DataFrame, smallest: float) -> Verdict:
    """Lesson 11, exercise 2: percent of the draws in which a claim of a rise holds.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"tanpa": [0.0] * 4, "dengan": [2.0, 0.5, 0.6, -0.1]})
    >>> check_holding(25, table, 1.0).ok, check_holding(75, table, 1.0).ok
    (True, False)
    """
    from simkinerja.classroom.cases_lesson import holding_percent
    from simkinerja.report.fmt import fmt_number

    right = holding_percent(draws, smallest)
    effects = draws.dengan - draws.tanpa
    slips = [
        Slip(right / 100.0, "Itu bagian; tulis dalam persen."),
        Slip(right * len(draws) / 100.0, "Itu banyaknya undian; yang ditanyakan persennya."),
        Slip(
            100.0 * float((effects > 0.0).mean()),
            f"Itu yang naik sedikit pun; yang berarti di atas {fmt_number(smallest, 1)}.",
        ),
        Slip(100.0 - right, "Itu yang gugur; yang ditanyakan yang bertahan."),
        Slip(
            100.0 * float((effects > 0.95 * smallest).mean()),
            "Jangan dibulatkan dulu: pengaruh yang hampir satu belum melebihi satu.",
        ),
        Slip(
            float(effects.mean()), "Itu rata-rata pengaruhnya; hitung berapa undian yang melebihi batasnya."
        ),
    ]
    praise = f"{fmt_number(right, 1)}%: pengaruhnya positif, tetapi jarang sebesar yang dianggap berarti."
    return check_number(answer, right, slips, praise=praise, within=0.1)


def check_deciding(answer: Any, city: str = "medan", claim: str = "semangat_disdik") -> Verdict:
    """Lesson 11, exercise 3: the condition on which a claim depends.

    Examples
    --------
    >>> check_deciding("tindak lanjut pimpinan").ok, check_deciding("nada").ok
    (True, False)
    """
    from simkinerja.classroom.cases_stored import stored_verdicts
    from simkinerja.evaluate.claims_conditions import CONDITIONS

    row = next(one for one in stored_verdicts() if (one["city"], one["claim"]) == (city, claim))
    right = CONDITIONS[row["depends_on"][0]].label
    slips = {
        CONDITIONS[
            "tone"
        ].label: "Rapat itu tidak punya nada yang diatur; lihat kendali yang tampak di panel.",
        CONDITIONS["consequence"].label: "Dari rapat tidak ada akibat bagi pegawai; lihat apa yang dibawa "
        "pulang dari rapat.",
        CONDITIONS["support"].label: "Tidak ada pelatihan dalam sebabnya.",
    }
    praise = "Rapat yang kendalanya tidak dibenahi tidak menyemangati siapa pun; dokumen tidak menyebutnya."
    return check_word(answer, right, slips, praise=praise)
