"""Make the damaged files, their sound neighbours and ``expected.csv``; the same bytes every time.

    python tests/damaged/build.py            writes files/, valid/ and expected.csv
    python tests/damaged/build.py --check    says whether what is there is what would be written

Files over a megabyte (a million rows, large bombs) are not written here: the tests make them in a
temporary folder from the same cases.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

import cases  # noqa: E402
import cases_more  # noqa: E402
from cases import Case  # noqa: E402

FIELDS = ["file", "reader", "made", "valid", "code", "sheet", "row", "column", "byte", "field"]


def all_cases() -> list[Case]:
    makers = (
        cases.truncated,
        cases.encoding,
        cases.formulas,
        cases.merged,
        cases.million,
        cases.duplicates,
        cases.bombs,
        cases_more.wrong_types,
        cases_more.hostile_yaml,
        cases_more.empty,
    )
    return [case for maker in makers for case in maker()]


def content(data: object) -> bytes:
    made = data() if callable(data) else data
    assert isinstance(made, bytes)
    return made


def expected(found: Iterable[Case]) -> str:
    """One line for every expected fault."""
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
    writer.writeheader()
    for case in found:
        for fault in case.faults:
            writer.writerow(
                {
                    "file": f"{case.kind}/{case.name}",
                    "reader": case.reader,
                    "made": "saat uji" if case.huge else "tersimpan",
                    "valid": f"{case.kind}/{case.valid[0]}",
                    "code": fault.code,
                    "sheet": fault.sheet,
                    "row": fault.row,
                    "column": fault.column,
                    "byte": fault.byte,
                    "field": fault.field,
                }
            )
    return out.getvalue()


def files(found: Iterable[Case]) -> dict[str, bytes]:
    """Every small file by its path below this folder."""
    made: dict[str, bytes] = {"expected.csv": expected(found := list(found)).encode()}
    for case in found:
        if not case.huge:
            made[f"files/{case.kind}/{case.name}"] = content(case.data)
        if not callable(case.valid[1]):
            made[f"valid/{case.kind}/{case.valid[0]}"] = case.valid[1]
    return made


def main() -> int:
    wanted = files(all_cases())
    if "--check" in sys.argv:
        wrong = [
            name
            for name, data in wanted.items()
            if not (HERE / name).exists() or (HERE / name).read_bytes() != data
        ]
        print("\n".join(wrong) or "sama")
        return bool(wrong)
    for name, data in wanted.items():
        (HERE / name).parent.mkdir(parents=True, exist_ok=True)
        (HERE / name).write_bytes(data)
    print(f"{len(wanted)} berkas, {sum(map(len, wanted.values())) / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
