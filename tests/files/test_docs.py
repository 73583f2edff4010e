"""The table of reason codes in docs/berkas.md is made from the sentences and from what the tests expect.

python tests/files/test_docs.py      writes the table anew
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

from simkinerja.sentences import SENTENCES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "berkas.md"
START, END = "<!-- kode: awal -->\n", "<!-- kode: akhir -->\n"
PLACES = {"sheet": "lembar", "row": "baris", "column": "kolom", "byte": "bita", "field": "isian"}


def used_codes() -> list[str]:
    """Codes of the sentences that the room ``files`` raises, in the order of the sentences."""
    source = "".join(
        p.read_text(encoding="utf-8") for p in sorted((ROOT / "src/simkinerja/files").glob("*.py"))
    )
    return [code for code in SENTENCES if f'"{code}"' in source]


def corpus() -> list[dict[str, str]]:
    with (ROOT / "tests" / "damaged" / "expected.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def code_table() -> str:
    rows = corpus()
    lines = ["| kode | tempat yang disebut | kalimat | contoh |", "|---|---|---|---|"]
    for code in used_codes():
        mine = [row for row in rows if row["code"] == code]
        places = [label for key, label in PLACES.items() if any(row[key] for row in mine)]
        sentence = re.sub(r"\{(\w+)\}", "…", SENTENCES[code]).replace("|", "\\|")
        example = f"`{mine[0]['file']}`" if mine else ""
        lines.append(f"| `{code}` | {', '.join(places) or 'berkas'} | {sentence} | {example} |")
    return "\n".join(lines) + "\n"


def test_the_table_is_that_of_the_sentences() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert text.split(START)[1].split(END)[0] == code_table()


NOT_IN_CORPUS = {
    "file_missing": "test_tables",
    "file_folder": "test_tables",
    "file_unreadable": "test_tables",
    "file_too_slow": "test_workbook",
    "file_memory": "test_workbook",
    "table_columns": "test_workbook",
    "output_unwritable": "test_atomic",
    "alias_missing": "test_identity",
    "alias_identity": "test_identity",
    "yaml_unknown_key": "test_yaml",
    "yaml_missing_key": "test_yaml",
    "yaml_value": "test_yaml",
}


def test_every_code_is_raised_by_a_file_or_by_a_test() -> None:
    inside = {row["code"] for row in corpus()}
    for code in used_codes():
        if code not in inside:
            test = ROOT / "tests" / "files" / f"{NOT_IN_CORPUS[code]}.py"
            assert f'"{code}"' in test.read_text(encoding="utf-8"), code


def main() -> None:
    text = DOCS.read_text(encoding="utf-8")
    head, rest = text.split(START)
    DOCS.write_text(head + START + code_table() + END + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
