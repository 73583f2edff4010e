"""In a real kernel: a newcomer's slip is one Indonesian sentence; a fault of the library keeps its report."""

from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from simkinerja.classroom.build import _own_kernel

START = "from simkinerja import classroom as kelas\nkelas.plain_errors()"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Error output of each cell, by its source."""
    folder = tmp_path_factory.mktemp("sel")
    (folder / "rusak.py").write_text("def f():\n    return tak_ada\n", encoding="utf-8")
    sources = ["jawaban = B", "jawaban = 8 orang", "kelas.load_people('atlantis')", "1 / 0"]
    sources += ["import rusak; rusak.f()", "jawaban = nilai atasan"]
    cells = [nbformat.v4.new_code_cell(text) for text in [START, *sources]]
    book = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(
        book,
        kernel_manager_class=_own_kernel(),
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    assert book.cells[0].outputs == []
    found = {cell.source: cell.outputs for cell in book.cells[1:]}
    for outputs in found.values():
        assert [o.output_type for o in outputs] == ["error"], "said once, and still an error for a build"
    return {text: "\n".join(outputs[0].traceback) for text, outputs in found.items()}


def test_an_unknown_name_points_to_skipped_cells_and_to_quotation_marks(told: dict[str, Any]) -> None:
    text = told["jawaban = B"]
    assert "Nama B belum dikenal" in text
    assert 'perlu tanda kutip: "B"' in text
    assert "Traceback" not in text


def test_a_line_that_cannot_be_read_is_shown(told: dict[str, Any]) -> None:
    text = told["jawaban = 8 orang"]
    assert text.startswith("✖ Baris 1 tidak dapat dibaca komputer: jawaban = 8 orang")
    assert "SyntaxError" not in text


def test_words_without_quotation_marks_are_shown_with_them(told: dict[str, Any]) -> None:
    assert told["jawaban = nilai atasan"] == '✖ Kata-kata harus diapit tanda kutip: "nilai atasan".'


def test_our_own_refusals_are_their_sentences(told: dict[str, Any]) -> None:
    text = told["kelas.load_people('atlantis')"]
    assert "atlantis" in text
    assert "salatiga" in text
    assert "Traceback" not in text


def test_other_faults_keep_their_full_report(told: dict[str, Any]) -> None:
    assert "ZeroDivisionError" in told["1 / 0"]
    assert "rusak.py" in told["import rusak; rusak.f()"], "a name missing in a library is no reader's slip"


def test_outside_a_notebook_nothing_happens(capsys: pytest.CaptureFixture[str]) -> None:
    from simkinerja.classroom import plain_errors

    plain_errors()
    assert capsys.readouterr().out == ""
