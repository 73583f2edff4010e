"""L5: the base of everything that is declared: frozen, no unknown field, faults in Indonesian.

A field out of bounds leaves as :class:`simkinerja.errors.UsageError` with the sentence of the field, also
when an object is built in a notebook and not read from a file.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic._internal._model_construction import ModelMetaclass

from simkinerja.errors import InputError, UsageError

__all__ = ["Count", "Declared", "Rupiah", "Share", "Text"]

Share: TypeAlias = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False, strict=True)]
Rupiah: TypeAlias = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False, strict=True)]
Count: TypeAlias = Annotated[int, Field(ge=1, le=600, strict=True)]
Text: TypeAlias = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^\S(.*\S)?$", strict=True)]


class _Speaking(ModelMetaclass):
    """Turns pydantic's error of a construction into our sentences; reading from files is not touched."""

    def __call__(self, *args: Any, **fields: Any) -> Any:
        try:
            return super().__call__(*args, **fields)
        except ValidationError as error:
            raise UsageError(_told(self, fields).problems) from error


def _told(cls: Any, fields: dict[str, Any]) -> InputError:
    from simkinerja.files.yaml import YamlDocument, validated

    try:
        validated(cls, YamlDocument(fields, ""))
    except InputError as found:
        return found
    raise AssertionError("sound after all")  # pragma: no cover


class Declared(BaseModel, metaclass=_Speaking):
    """A frozen declaration.

    Raises
    ------
    UsageError
        Every field outside what is allowed, at once.

    Examples
    --------
    >>> class Dose(Declared):
    ...     share: Share
    >>> Dose(share=0.5).share
    0.5
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
