"""YAML in: safe, limited, with a line for every value; pydantic's errors become our sentences."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from simkinerja.errors import InputError, Place, Problem, problem
from simkinerja.files.content import content_of
from simkinerja.files.show import shown

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_NODES", "YamlDocument", "load_yaml", "own_yaml", "validated"]

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 32
MAX_NODES: Final = 200_000
Path_ = tuple[str | int, ...]
Model = TypeVar("Model", bound="BaseModel")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SCALARS: Final = {
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp")
}


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A YAML file as plain Python data, with the line of every key and list item.

    Parameters
    ----------
    data : dict, list or scalar
        Scalars are str, int, float, bool, None, date or datetime.
    file : str
        Name of the file, without its folder.
    lines : mapping of path to int
        1-based line of each path from the top, e.g. ``("units", 0, "label")``.

    Examples
    --------
    >>> YamlDocument({"a": 1}, "kota.yaml", {("a",): 1}).line_of(("a", "tidak ada"))
    1
    """

    data: Any
    file: str
    lines: Mapping[Path_, int] = field(default_factory=dict)

    def line_of(self, path: Path_) -> int | None:
        """Return the 1-based line of a path, or of its nearest known parent."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None


def own_yaml(text: str) -> Any:
    """Return the data of a YAML text that this package brought with it: nothing is checked.

    Examples
    --------
    >>> own_yaml("- {name: a, value: 1.5}")
    [{'name': 'a', 'value': 1.5}]
    """
    import yaml

    return yaml.load(text, Loader=_quickest(yaml))


def _quickest(yaml: Any) -> Any:
    """The safe loader: ten times faster where libyaml was built in."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(path: str | os.PathLike[str]) -> YamlDocument:
    r"""Read one YAML file: at most 1 MB, 32 levels and 200,000 values after aliases are opened.

    Only plain data is read: tags, merge keys, duplicate keys, infinite numbers, control characters and
    several documents are refused. Only ``true`` and ``false`` are booleans (``no`` stays a word) and
    ``08:30`` stays a text.

    Raises
    ------
    InputError
        Every fault that can be told apart, each with its line (or byte).

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "kota.yaml"
    ...     _ = file.write_text("kota: Salatiga\nunit:\n  - {label: Loket, jam: 08:30}\n")
    ...     document = load_yaml(file)
    >>> document.data
    {'kota': 'Salatiga', 'unit': [{'label': 'Loket', 'jam': '08:30'}]}
    >>> document.line_of(("unit", 0, "label"))
    3
    """
    file = Path(path)
    text = _decoded(content_of(file, MAX_BYTES), file.name)
    root = _composed(text, file.name)
    reader = _Reader(file.name)
    data = reader.value(root, (), 1)
    if reader.problems:
        raise InputError(sorted(reader.problems, key=lambda found: found.place.row or 0))
    return YamlDocument(data, file.name, reader.lines)


def validated(model: type[Model], document: YamlDocument, at: Path_ = ()) -> Model:
    """Run a pydantic model over a document (or the part of it at a path).

    Parameters
    ----------
    model : pydantic model class
        Give it ``extra="forbid"``: an unknown key is answered with the nearest known one.
    document : YamlDocument
    at : tuple of str or int
        Path of the part to validate; the whole document by default.

    Raises
    ------
    InputError
        ``yaml_unknown_key``, ``yaml_missing_key``, ``yaml_value``: all at once, with line and field.
    """
    from simkinerja.files.yaml_models import explained

    return explained(model, document, at)


def _decoded(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise InputError([problem("yaml_encoding", Place(file=name, row=row, byte=error.start))]) from error
    found = [
        problem(
            "yaml_control",
            Place(
                file=name, row=text.count("\n", 0, hit.start()) + 1, byte=len(text[: hit.start()].encode())
            ),
            got=ord(hit.group()),
        )
        for hit, _ in zip(_CONTROL.finditer(text), range(20), strict=False)
    ]
    if found:
        raise InputError(found)
    return text.removeprefix("\ufeff")


def _composed(text: str, name: str) -> Any:
    """Check depth on the flat stream of events, then build the node graph (which recurses)."""
    import yaml

    loading = _quickest(yaml)
    try:
        _check_events(yaml.parse(text, Loader=loading), name)
        loader = loading(text)
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        raise InputError([_syntax(error, name)]) from error
    except (ValueError, RecursionError, OverflowError) as error:  # e.g. an escape beyond Unicode
        raise InputError(
            [problem("yaml_syntax", Place(file=name), cause="ada nilai yang tidak sah")]
        ) from error
    if root is None:
        raise InputError([problem("yaml_empty", Place(file=name))])
    return root


def _check_events(events: Iterator[Any], name: str) -> None:
    import yaml

    depth = documents = 0
    anchors: set[str] = set()
    found: list[Problem] = []
    for event in events:
        row = event.start_mark.line + 1
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise InputError(
                    [*found, problem("yaml_depth", Place(file=name, row=row), allowed=MAX_DEPTH)]
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                found.append(problem("yaml_documents", Place(file=name, row=row)))
        elif isinstance(event, yaml.AliasEvent) and event.anchor not in anchors:
            found.append(problem("yaml_alias", Place(file=name, row=row), got=str(event.anchor)[:40]))
        if isinstance(event, yaml.NodeEvent) and event.anchor and not isinstance(event, yaml.AliasEvent):
            anchors.add(event.anchor)
    if found:
        raise InputError(found)


_CAUSES: Final = {
    "could not find expected ':'": "titik dua (:) setelah kunci tidak ditemukan",
    "mapping values are not allowed": "titik dua (:) tidak pada tempatnya",
    "cannot start any token": "ada tab atau tanda (@ `) yang tidak boleh mengawali nilai",
    "found unexpected end of stream": "tanda kutip tidak ditutup",
    "expected <block end>": "indentasi tidak lurus dengan baris di atasnya",
    "expected ',' or ']'": "kurung siku tidak ditutup",
    "expected ',' or '}'": "kurung kurawal tidak ditutup",
    "found duplicate anchor": "jangkar (&) yang sama dipakai dua kali",
    "unknown escape character": "tanda \\ di dalam kutip ganda tidak dikenal",
}


def _syntax(error: Any, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}"
    cause = next(
        (ours for theirs, ours in _CAUSES.items() if theirs in said), "bagian ini tidak dapat dibaca"
    )
    row = mark.line + 1 if mark is not None else None
    return problem("yaml_syntax", Place(file=name, row=row), cause=cause)


class _Reader:
    """Turns nodes into data; collects faults and lines; counts values with aliases opened."""

    def __init__(self, name: str) -> None:
        import yaml

        self.name = name
        self.problems: list[Problem] = []
        self.lines: dict[Path_, int] = {}
        self.count = 0
        self._open: list[int] = []
        self._said: set[tuple[str, int]] = set()
        self._yaml = yaml
        self._constructor = yaml.SafeLoader("")

    def value(self, node: Any, path: Path_, row: int) -> Any:
        self.count += 1
        self.lines.setdefault(path, row)
        if self.count > MAX_NODES:
            self._stop("yaml_nodes", node, allowed=f"{MAX_NODES:,}".replace(",", "."))
        if id(node) in self._open:
            self._stop("yaml_recursive", node, got="nama")
        if len(path) > MAX_DEPTH:
            self._stop("yaml_depth", node, allowed=MAX_DEPTH)
        self._open.append(id(node))
        try:
            if isinstance(node, self._yaml.MappingNode):
                return self._mapping(node, path)
            if isinstance(node, self._yaml.SequenceNode):
                self._plain(node, "tag:yaml.org,2002:seq")
                return [self.value(item, (*path, i), _row(item)) for i, item in enumerate(node.value)]
            return self._scalar(node)
        finally:
            self._open.pop()

    def _mapping(self, node: Any, path: Path_) -> dict[str | int, Any]:
        self._plain(node, "tag:yaml.org,2002:map")
        made: dict[str | int, Any] = {}
        first: dict[str | int, int] = {}
        for key_node, value_node in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                self._say("yaml_merge", key_node)
                continue
            key = self._scalar(key_node) if isinstance(key_node, self._yaml.ScalarNode) else ()
            if isinstance(key, bool) or not isinstance(key, str | int):
                self._say("yaml_key", key_node, got=shown(list(key) if key == () else key))
                continue
            if key in first:
                self._say("yaml_duplicate", key_node, got=shown(key), first=first[key])
                continue
            first[key] = _row(key_node)
            made[key] = self.value(value_node, (*path, key), _row(key_node))
        return made

    def _scalar(self, node: Any) -> Any:
        text, kind = node.value, node.tag.removeprefix("tag:yaml.org,2002:")
        if node.tag not in _SCALARS:
            self._say("yaml_tag", node, got=shown(node.tag))
            return text
        word = kind == "str" or (kind == "bool" and text.lower() not in {"true", "false"})
        if word or (":" in text and kind != "timestamp"):
            return text
        try:
            made = self._constructor.construct_object(node)
        except (ValueError, OverflowError, KeyError, self._yaml.YAMLError):
            self._say("yaml_number", node, got=shown(text))
            return text
        if isinstance(made, float) and not math.isfinite(made):
            self._say("yaml_number", node, got=shown(text))
        return made

    def _plain(self, node: Any, tag: str) -> None:
        if node.tag != tag:
            self._say("yaml_tag", node, got=shown(node.tag))

    def _say(self, code: str, node: Any, **values: Any) -> None:
        """Report once a node: an alias opened twice repeats no fault."""
        if (code, id(node)) not in self._said and len(self.problems) < 100:
            self._said.add((code, id(node)))
            field_ = {"field": values["got"].strip("'")} if code == "yaml_duplicate" else {}
            self.problems.append(problem(code, Place(file=self.name, row=_row(node), **field_), **values))

    def _stop(self, code: str, node: Any, **values: Any) -> NoReturn:
        self._say(code, node, **values)
        raise InputError(self.problems)


def _row(node: Any) -> int:
    return int(node.start_mark.line) + 1
