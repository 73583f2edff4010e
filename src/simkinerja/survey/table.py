"""What a survey file has become: checked answers of respondents, or a checked table of NRR."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

__all__ = ["NrrReport", "NrrRow", "Printed", "Survey"]


@dataclass(frozen=True, slots=True)
class Printed:
    """An index or letter that the office printed in its own file.

    Parameters
    ----------
    ikm : Fraction or None
        Printed index, 25-100.
    digits : int
        Decimals it was printed with.
    letter : str or None
        Printed quality letter A-D.
    row : int or None
        1-based row; ``None`` where it stands in a title row.
    label : str
        What it belongs to (a service, a period); empty for the whole file.
    """

    ikm: Fraction | None
    digits: int = 2
    letter: str | None = None
    row: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """Answers of respondents, one row each.

    Parameters
    ----------
    file : str
        File name without folder.
    frame : DataFrame, n rows
        One Int8 column a question (1-4, missing = no answer), named by element (``waktu``; a second question
        of the same element is ``waktu.2``); ``layanan``, ``periode``, ``jenis_kelamin``, ``umur``,
        ``pendidikan``, ``pekerjaan`` (str, missing where the file has no such column); ``lembar`` and
        ``baris``, the place in the file.
    questions : mapping of str to tuple of str
        Columns of every element that was asked, in the order of U1..U9.
    headers : mapping of str to str
        Header in the file of each column of ``frame``.
    services, periods : tuple of str
        Labels in order of first mention, and of time.
    title : tuple of str
        Title rows above the table.
    printed : tuple of Printed
        What the office printed below or above its answers.
    dropped : tuple of str
        Identity columns left out at reading.
    notes : tuple of str
        Indonesian sentences on every decision that was taken.
    synthetic : bool
        The file says of itself that its answers are made up.
    """

    file: str
    frame: pd.DataFrame
    questions: Mapping[str, tuple[str, ...]]
    headers: Mapping[str, str]
    services: tuple[str, ...]
    periods: tuple[str, ...]
    title: tuple[str, ...] = ()
    printed: tuple[Printed, ...] = ()
    dropped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    synthetic: bool = False

    @property
    def n(self) -> int:
        """Number of respondents with at least one answer."""
        return len(self.frame)

    @property
    def elements(self) -> tuple[str, ...]:
        """Keys of the elements asked."""
        return tuple(self.questions)

    def sums(self) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
        """Sum and number of the answers of every respondent by element, two arrays (n, elements)."""
        import numpy as np

        total = np.zeros((self.n, len(self.questions)), dtype=np.int16)
        count = np.zeros_like(total)
        for j, names in enumerate(self.questions.values()):
            for name in names:
                column = self.frame[name]
                total[:, j] += column.fillna(0).to_numpy(dtype=np.int16)
                count[:, j] += column.notna().to_numpy(dtype=np.int16)
        return total, count

    def labels(self, kind: str) -> Any:
        """Labels of a grouping column (``layanan``, ``periode``), an object array, missing = None."""
        column = self.frame[kind].astype("object")
        return column.where(column.notna(), None).to_numpy()


@dataclass(frozen=True, slots=True)
class NrrRow:
    """The NRR of all elements of one service or period.

    Parameters
    ----------
    label : str
        Name of the service or period; empty where the table has only one.
    kind : str
        ``layanan`` or ``periode``.
    n : int or None
        Respondents, if the table says.
    nrr : mapping of str to Fraction
        NRR by element, on the scale 1-4.
    half_step : Fraction
        Half the last printed decimal of the NRR, on the scale 1-4: how far rounding alone can lead.
    printed : Printed or None
    row : int
        1-based first row of this part.
    """

    label: str
    kind: str
    n: int | None
    nrr: Mapping[str, Fraction]
    half_step: Fraction
    printed: Printed | None
    row: int


@dataclass(frozen=True, slots=True)
class NrrReport:
    """A table of NRR instead of answers.

    Parameters
    ----------
    file : str
    rows : tuple of NrrRow
        At least one.
    scale : str
        ``"1-4"`` or ``"0-100"``, as found in the file.
    title, dropped, notes
        As in :class:`Survey`.
    printed : Printed or None
        Index printed for the whole file.
    letters : tuple of (element, printed letter, letter by rule, row)
        Printed letters of single elements that do not follow from their NRR.
    synthetic : bool
        The file says of itself that its numbers are made up.
    """

    file: str
    rows: tuple[NrrRow, ...]
    scale: str
    title: tuple[str, ...] = ()
    printed: Printed | None = None
    letters: tuple[tuple[str, str, str, int], ...] = ()
    dropped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    synthetic: bool = False

    @property
    def elements(self) -> tuple[str, ...]:
        """Keys of the elements in the table."""
        return tuple(self.rows[0].nrr)
