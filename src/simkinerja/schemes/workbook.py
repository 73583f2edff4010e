"""L3: a scheme as a workbook: one sheet to edit, one that explains it and holds the lists to choose from."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from simkinerja.errors import InputError, Place, problem
from simkinerja.schemes.cells import cell_value
from simkinerja.schemes.layout import BANDS, INDICATORS, TOP, Slot
from simkinerja.schemes.sheet import GUIDE, SHEET
from simkinerja.schemes.words import CHOICES

if TYPE_CHECKING:
    from simkinerja.schemes.model import Scheme

__all__ = ["workbook_bytes"]

_CELL: Final = 32_767
_MADE: Final = datetime(2024, 1, 1)  # the same scheme gives the same bytes
_SPARE: Final = 60  # rows below a table that still offer the lists
_WIDTHS: Final = {"label": 34, "note": 44, "what": 34, "items": 44, "measure": 20, "scope": 26, "source": 30}
_COLUMNS: Final = (30, 44, *(max(16, _WIDTHS.get(slot.path[-1], 0)) for slot in INDICATORS[2:]))
_MOST_LINES: Final = 12
_GUIDE_TEXT: Final = (
    "Lembar ini hanya penjelasan; yang dibaca simkinerja adalah lembar 'Skema'.",
    "Isi tiga bagian: keterangan skema di atas, daftar predikat, lalu daftar indikator. Baris boleh ditambah "
    "atau dihapus; kolom boleh dipindah. Isian yang tidak diperlukan dikosongkan.",
    "Bilangan boleh memakai koma desimal. Isian dengan beberapa baris dipisah Alt+Enter.",
    "Periksa hasilnya dengan: simkinerja skema periksa BERKAS.xlsx",
)


def workbook_bytes(scheme: Scheme) -> bytes:
    """Return the workbook of a scheme.

    Raises
    ------
    InputError
        ``scheme_cell_long``: a text longer than a cell of Excel holds (32,767 signs).

    Examples
    --------
    >>> from simkinerja.schemes.read import load_scheme
    >>> workbook_bytes(load_scheme("seimbang"))[:2]
    b'PK'
    """
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": scheme.title, "created": _MADE})
        writer = _Writer(book, scheme)
        writer.write()
    if writer.long:
        raise InputError([problem("scheme_cell_long", Place(field=key)) for key in writer.long])
    return stream.getvalue()


class _Writer:
    """The open workbook, its formats, and the keys of texts that did not fit."""

    def __init__(self, book: Any, scheme: Scheme) -> None:
        self.data: dict[str, Any] = scheme.model_dump(mode="python")
        self.long: list[str] = []
        self.sheet, self.guide = book.add_worksheet(SHEET), book.add_worksheet(GUIDE)
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.section = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E78"})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDEBF7", "border": 1}
        )
        self.cell = book.add_format({"text_wrap": True, "valign": "top", "align": "left", "border": 1})
        self.name = book.add_format({"valign": "top", "bg_color": "#F2F2F2", "border": 1})
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.lists: dict[str, str] = {}

    def write(self) -> None:
        self._guide()
        row = self._top()
        row = self._table("PREDIKAT", BANDS, self.data["rules"]["bands"], row + 1)
        self._table("INDIKATOR", INDICATORS, self.data["indicators"], row + 1)
        for j, width in enumerate(_COLUMNS):
            self.sheet.set_column(j, j, width)
        for sheet in (self.sheet, self.guide):
            sheet.set_landscape()
            sheet.set_paper(9)
        self.guide.fit_to_pages(1, 0)
        self.guide.print_area(0, 0, self.guide.dim_rowmax, 2)

    def _top(self) -> int:
        self.sheet.write_string(0, 0, "SKEMA", self.section)
        for i, slot in enumerate(TOP, start=1):
            self.sheet.write_string(i, 0, slot.heading, self.name)
            self._height(i, [(1, self._value(i, 1, slot, _inside(self.data, slot.path)))])
            self._offer(slot, i, i, 1)
        return len(TOP) + 1

    def _table(self, word: str, slots: tuple[Slot, ...], rows: Any, top: int) -> int:
        self.sheet.write_string(top, 0, word, self.section)
        for j, slot in enumerate(slots):
            self.sheet.write_string(top + 1, j, slot.heading, self.head)
        self._height(top + 1, [(j, slot.heading) for j, slot in enumerate(slots)])
        for i, row in enumerate(rows, start=top + 2):
            cells = [(j, self._value(i, j, slot, _inside(row, slot.path))) for j, slot in enumerate(slots)]
            self._height(i, cells)
        last = top + 1 + max(len(rows), 1)
        spare = _SPARE if word == "INDIKATOR" else 0
        for j, slot in enumerate(slots):
            self._offer(slot, top + 2, last + spare, j)
        return last + 1

    def _height(self, i: int, cells: list[tuple[int, str]]) -> None:
        """Make a row as high as its longest text: not every program does so by itself."""
        lines = [sum(1 + len(line) // (_COLUMNS[j] - 1) for line in text.split("\n")) for j, text in cells]
        self.sheet.set_row(i, 15 * min(max(lines), _MOST_LINES))

    def _value(self, i: int, j: int, slot: Slot, value: Any) -> str:
        """Write a cell and return its text."""
        made = cell_value(value, slot)
        if made is None:
            self.sheet.write_blank(i, j, None, self.cell)
        elif isinstance(made, str):
            if len(made) > _CELL:
                self.long.append(slot.heading)
            self.sheet.write_string(i, j, made[:_CELL], self.cell)
        else:
            self.sheet.write_number(i, j, made, self.cell)
        return str(made or "")

    def _offer(self, slot: Slot, first: int, last: int, j: int) -> None:
        """Give cells their list to choose from and the meaning of the field, shown when one is chosen."""
        rule: dict[str, Any] = {"validate": "any"}
        if slot.kind == "choice" and slot.choices in self.lists:
            rule = {"validate": "list", "source": self.lists[slot.choices], "error_type": "warning"}
        elif slot.kind == "flag":
            rule = {"validate": "list", "source": ["ya", "tidak"], "error_type": "warning"}
        rule |= {"input_title": slot.heading[:32], "input_message": slot.about[:255]}
        self.sheet.data_validation(first, j, last, j, rule)

    def _guide(self) -> None:
        sheet, row = self.guide, 0
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 32)
        sheet.set_column(2, 2, 90)
        sheet.write_string(row, 0, "Cara mengisi skema", self.title)
        for text in _GUIDE_TEXT:
            row += 1
            sheet.merge_range(row, 0, row, 2, text, self.plain)
            sheet.set_row(row, 32)
        for word, slots in (("SKEMA", TOP), ("PREDIKAT", BANDS), ("INDIKATOR", INDICATORS)):
            row += 2
            sheet.write_string(row, 0, word, self.section)
            for j, text in enumerate(("Isian", "Kunci YAML", "Arti")):
                sheet.write_string(row + 1, j, text, self.head)
            row += 1
            for slot in slots:
                row += 1
                about = f"{slot.about} Wajib diisi." if slot.required else slot.about
                for j, text in enumerate((slot.heading, slot.key, about)):
                    sheet.write_string(row, j, text, self.cell)
        self._lists()

    def _lists(self) -> None:
        """Write the lists beside the explanations; Excel takes no long list inside a rule."""
        for k, (name, words) in enumerate(CHOICES.items(), start=4):
            column = _letter(k)
            self.guide.set_column(k, k, 26)
            self.guide.write_string(0, k, f"Pilihan: {name}", self.head)
            for i, word in enumerate(words.values(), start=1):
                self.guide.write_string(i, k, word, self.cell)
            self.lists[name] = f"={GUIDE}!${column}$2:${column}${len(words) + 1}"


def _letter(position: int) -> str:
    from simkinerja.files.grid import column_letter

    return column_letter(position)


def _inside(data: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        data = None if data is None else data[step]
    return data
