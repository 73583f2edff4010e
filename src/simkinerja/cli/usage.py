"""Help pages and usage faults of the command line, in Indonesian.

typer speaks English only; what it raises is told apart by its name and attributes, so that nothing
private of it is imported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from typer.core import TyperCommand, TyperGroup

from simkinerja.errors import Problem, nearest, problem

__all__ = ["Command", "Group", "usage_problem"]

_WORDS: Final = (
    ("Usage:", "Pemakaian:"),
    ("[OPTIONS] COMMAND [ARGS]...", "PERINTAH [PILIHAN]"),
    ("[OPTIONS]", "[PILIHAN]"),
    ("Arguments:", "Masukan:"),
    ("Options:", "Pilihan:"),
    ("Commands:", "Perintah:"),
    ("Show this message and exit.", "Tampilkan bantuan ini."),
    ("[required]", "[wajib]"),
    ("[default:", "[bawaan:"),
    # as long as what they replace, so that the columns stay straight
    ("<str>", "<isi>"),
    ("<int>", "<n>  "),
    ("<float>", "<n>    "),
    ("<path>", "<nama>"),
)


def _translated(text: str) -> str:
    for english, indonesian in _WORDS:
        text = text.replace(english, indonesian)
    return text


class Command(TyperCommand):
    """A command whose help page is Indonesian."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return _translated(super().get_help(ctx))


class Group(TyperGroup):
    """The group of commands, its help page Indonesian."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return _translated(super().get_help(ctx))


def _given(arguments: Sequence[str], names: Sequence[str]) -> str:
    """Return what the user typed for an option, as far as it can be found."""
    for i, word in enumerate(arguments):
        option, sign, value = word.partition("=")
        if option in names:
            return value if sign else (arguments[i + 1] if i + 1 < len(arguments) else "")
    return ""


def _allowed(error: Any) -> str:
    low, high = getattr(error.param, "min", None), getattr(error.param, "max", None)
    kind = "bilangan bulat" if "integer" in str(error) or isinstance(low, int) else "bilangan"
    if low is not None and high is not None:
        return f"{kind} antara {low} dan {high}"
    if low is not None:
        return f"{kind} paling sedikit {low}"
    if high is not None:
        return f"{kind} paling banyak {high}"
    return f"{kind} dengan titik sebagai tanda desimal" if kind == "bilangan" else kind


def usage_problem(
    error: Any,
    arguments: Sequence[str],
    commands: Sequence[str],
    groups: Mapping[str, Sequence[str]] | None = None,
) -> Problem:
    """Turn a usage fault raised by typer into a problem with an Indonesian sentence.

    Parameters
    ----------
    error : TyperException
    arguments : sequence of str
        What stood behind ``simkinerja``.
    commands : sequence of str
        Names of all commands.
    groups : mapping of str to sequence of str, optional
        Names of the commands below a command.
    """
    command = next((word for word in arguments if word in commands), "")
    below = (groups or {}).get(command, ())
    rest = list(arguments[list(arguments).index(command) + 1 :]) if command else []
    part = next((word for word in rest if word in below), "")
    called = f"simkinerja {command} {part}".strip()
    kind = type(error).__name__
    if kind == "NoSuchOption":
        hint = "".join(f" Maksud Anda '{word}'?" for word in (error.possibilities or ())[:1])
        return problem("cli_option", got=error.option_name, called=called, hint=hint)
    if kind == "BadOptionUsage":
        return problem("cli_option_empty", got=error.option_name, called=called)
    if kind == "MissingParameter":
        return problem("cli_missing", name=error.param.opts[0], called=called)
    if kind == "BadParameter" and error.param is not None:
        names = error.param.opts
        got = _given(arguments, names)
        return problem("cli_value", name=names[0], allowed=_allowed(error), got=got, called=called)
    if not command or (below and not part):
        words, names = (rest, below) if command else (arguments, commands)
        got = next((word for word in words if not word.startswith("-")), "")
        return problem("cli_command", got=got, known=", ".join(names), hint=nearest(got, names))
    return problem("cli_extra", called=called)
