"""pydantic's errors as our problems: line, field, what is allowed, what came, the nearest known key."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from simkinerja.errors import InputError, Place, Problem, nearest, problem
from simkinerja.files.show import shown

if TYPE_CHECKING:
    from simkinerja.files.yaml import Path_, YamlDocument

__all__ = ["explained"]

Model = TypeVar("Model", bound=BaseModel)

_ALLOWED: Final = {
    "int": "bilangan bulat",
    "float": "bilangan",
    "decimal": "bilangan",
    "number": "bilangan",
    "string": "teks",
    "bool": "true atau false",
    "list": "daftar",
    "tuple": "daftar",
    "set": "daftar",
    "dict": "kumpulan isian 'kunci: nilai'",
    "model": "kumpulan isian 'kunci: nilai'",
    "mapping": "kumpulan isian 'kunci: nilai'",
    "date": "tanggal, contoh 2024-01-31",
    "datetime": "tanggal dan jam, contoh 2024-01-31 08:00:00",
    "none": "kosong",
    "finite": "bilangan terhingga",
    "url": "alamat web lengkap",
}
_WITH_LIMIT: Final = {
    "greater_than": ("lebih besar daripada {}", "gt"),
    "greater_than_equal": ("sekurangnya {}", "ge"),
    "less_than": ("lebih kecil daripada {}", "lt"),
    "less_than_equal": ("paling besar {}", "le"),
    "multiple_of": ("kelipatan {}", "multiple_of"),
    "too_short": ("berisi sekurangnya {} butir", "min_length"),
    "too_long": ("berisi paling banyak {} butir", "max_length"),
    "string_too_short": ("teks sekurangnya {} huruf", "min_length"),
    "string_too_long": ("teks paling panjang {} huruf", "max_length"),
    "string_pattern_mismatch": ("teks yang cocok dengan pola {}", "pattern"),
}


def explained(model: type[Model], document: YamlDocument, at: Path_ = ()) -> Model:
    """Validate the part of a document at a path; see :func:`simkinerja.files.yaml.validated`."""
    part = document.data
    for step in at:
        part = part[step]
    try:
        return model.model_validate(part)
    except ValidationError as error:
        raise InputError(_problems(error, model, document, part, at)) from error


def _problems(
    error: ValidationError, model: type[BaseModel], document: YamlDocument, part: Any, at: Path_
) -> list[Problem]:
    found: dict[tuple[str, str, str], Problem] = {}
    for raw in error.errors(include_url=False)[:500]:
        path, owner = _trace(model, part, raw["loc"])
        made = _problem(raw, (*at, *path), owner, document)
        found.setdefault((made.code, str(made.place), made.sentence), made)
    return sorted(found.values(), key=lambda one: one.place.row or 0)[:100]


def _problem(raw: Any, path: Path_, owner: type[BaseModel] | None, document: YamlDocument) -> Problem:
    kind, context = str(raw["type"]), raw.get("ctx") or {}
    name = ".".join(str(step) for step in path)
    place = Place(file=document.file, row=document.line_of(path), field=name or None)
    if kind == "extra_forbidden":
        keys = _keys(owner)
        hint = nearest(str(path[-1]), keys)
        return problem("yaml_unknown_key", place, known=", ".join(keys) or "tidak ada", hint=hint)
    if kind == "missing":
        return problem("yaml_missing_key", place, key=str(path[-1]) if path else "")
    return problem("yaml_value", place, allowed=_allowed(kind, context), got=shown(raw.get("input")))


def _allowed(kind: str, context: dict[str, Any]) -> str:
    if kind in _WITH_LIMIT:
        text, key = _WITH_LIMIT[kind]
        limit = context.get(key)
        return text.format(f"{limit:.15g}".replace(".", ",") if isinstance(limit, float) else limit)
    if kind in {"literal_error", "enum", "union_tag_invalid"}:
        expected = context.get("expected") or context.get("expected_tags") or ""
        return "salah satu dari " + str(expected).replace(" or ", " atau ")
    if kind in {"value_error", "assertion_error"}:
        return str(context.get("error", "sah")).strip().rstrip(".") or "sah"
    if kind.startswith("int_from_float"):
        return "bilangan bulat"
    return _ALLOWED.get(kind.split("_", maxsplit=1)[0], "nilai dengan jenis yang benar")


def _trace(model: type[BaseModel], part: Any, loc: tuple[Any, ...]) -> tuple[Path_, type[BaseModel] | None]:
    """Follow an error's location through data and model.

    pydantic puts the names of union branches and validators between the keys; steps that the data
    does not have are left out, except the last one (a missing key is not in the data).
    """
    path: list[str | int] = []
    kinds: list[Any] = [model]
    owner: type[BaseModel] | None = model
    for i, step in enumerate(loc):
        inside = isinstance(part, dict) and step in part
        inside = inside or (isinstance(part, list) and isinstance(step, int) and step < len(part))
        if not inside and (i < len(loc) - 1 or not isinstance(part, dict)):
            continue
        owner = next((kind for kind in kinds if _is_model(kind)), None)
        path.append(step)
        kinds = [deeper for kind in kinds for deeper in _step(kind, step)]
        part = part[step] if inside else None
    return tuple(path), owner


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _keys(owner: type[BaseModel] | None) -> list[str]:
    return [field.alias or name for name, field in owner.model_fields.items()] if owner is not None else []


def _step(kind: Any, step: str | int) -> list[Any]:
    """Return the types that may stand one step below a type."""
    if _is_model(kind):
        for name, field in kind.model_fields.items():
            if step in (name, field.alias):
                return _branches(field.annotation)
        return []
    inner = get_args(kind)
    return _branches(inner[-1] if inner[-1] is not Ellipsis else inner[0]) if inner else []


def _branches(kind: Any) -> list[Any]:
    if get_origin(kind) is Annotated:
        return _branches(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        return [deeper for branch in get_args(kind) for deeper in _branches(branch)]
    return [kind]
