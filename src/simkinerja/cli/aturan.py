"""The command ``simkinerja aturan``: the rules with their source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from simkinerja.rules.registry import Rule

_NARROWEST = 60
_WIDE = 110  # columns from which the legal basis fits beside the title


def aturan(
    kode: Annotated[
        str | None,
        typer.Argument(help="Kode aturan (skm.mutu) atau kelompoknya (skm). Tanpa kode: seluruh daftar."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Cetak sebagai JSON.")] = False,
) -> None:
    """Menampilkan aturan beserta nilai, pasal, status, masa berlaku, dan sumbernya."""
    found, detail = _find(kode)
    if json:
        _print_json(found, one=detail and len(found) == 1)
        return
    from rich.console import Console

    console = Console(highlight=False, markup=False, soft_wrap=False)
    console.width = max(console.width, _NARROWEST)
    if detail:
        for rule in found:
            _print_detail(console, rule)
    else:
        _print_list(console, found)


def _find(kode: str | None) -> tuple[list[Rule], bool]:
    """The rules asked for, and whether one code was named (all its versions, newest first)."""
    from simkinerja.rules.registry import get_rule, load_rules

    rules = load_rules()
    if kode is None:
        return list(rules), False
    kode = kode.strip().lower()  # codes are lower case; nobody must know that
    group = [rule for rule in rules if rule.code.split(".")[0] == kode]
    if group:
        return group, False
    code = get_rule(kode).code
    versions = [rule for rule in rules if rule.code == code]
    return sorted(versions, key=lambda rule: rule.starts, reverse=True), True


def _print_json(rules: list[Rule], one: bool) -> None:
    import json
    import sys

    shape = rules[0].as_dict() if one else [rule.as_dict() for rule in rules]
    text = json.dumps(shape, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write((text + "\n").encode()) if hasattr(sys.stdout, "buffer") else print(text)


def _print_list(console: Console, rules: list[Rule]) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column("Kode", no_wrap=True)
    table.add_column("Isi", overflow="fold", ratio=1)
    wide = console.width >= _WIDE
    if wide:
        table.add_column("Dasar", overflow="fold", ratio=1)
    table.add_column("Status", no_wrap=True)
    table.add_column("Berlaku", no_wrap=True)
    for rule in rules:
        until = rule.in_force_to[:4] or "kini"
        basis = [rule.basis] if wide else []
        years = f"{rule.in_force_from[:4]}-{until}"
        table.add_row(rule.code, rule.title, *basis, rule.status_label, years)
    console.print(table)
    console.print("Rincian satu aturan: simkinerja aturan KODE")


def _print_detail(console: Console, rule: Rule) -> None:
    from simkinerja.rules.document import in_force, value_lines
    from simkinerja.rules.registry import SEEN

    console.print(f"{rule.code}: {rule.title}", style="bold")
    facts = {
        "Dasar": rule.basis,
        "Pasal": rule.article,
        "Status": rule.status_label,
        "Berlaku": in_force(rule),
        "Dilihat": SEEN[rule.seen],
        "Sumber": rule.source,
        "Catatan": rule.note,
    }
    for name, text in facts.items():
        if text:
            _print_hanging(console, f"  {name:<8} ", text)
    console.print("  Nilai")
    for line in value_lines(rule.values):
        text = line.lstrip()
        pad = " " * (4 + len(line) - len(text))
        mark = "- " if text.startswith("- ") else ""
        _print_hanging(console, pad + mark, text.removeprefix(mark))
    console.print()


def _print_hanging(console: Console, head: str, text: str) -> None:
    """Print a paragraph behind a head; its further lines stand under the first."""
    import textwrap

    lines = textwrap.wrap(text, max(console.width - len(head), 20), break_on_hyphens=False) or [""]
    for i, line in enumerate(lines):
        console.print((head if i == 0 else " " * len(head)) + line, soft_wrap=True)
