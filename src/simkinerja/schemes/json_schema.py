"""L3: the JSON Schema of a scheme file, for editors.

The copy ``skema.schema.json`` (renewed by ``python -m simkinerja.schemes.json_schema``) lies beside this
module, so that an editor needs no network; a test keeps it current.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from simkinerja.schemes.words import CHOICES, FIELDS

__all__ = ["STORED", "json_schema", "json_schema_text"]

STORED: Final = Path(__file__).with_name("skema.schema.json")
"""The stored copy."""

_WORDS: Final = {
    ("Indicator", "direction"): "direction",
    ("LegalBasis", "status"): "status",
    ("Normalise", "method"): "normalise",
    ("Aggregate", "method"): "aggregate",
    ("Indicator", "months"): "months",
    ("Indicator", "channel"): "channel",
    ("Indicator", "dimension"): "dimension",
    ("Rules", "missing"): "missing",
    ("Consequence", "kind"): "kind",
    ("Consequence", "payment"): "payment",
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scheme, titles and descriptions in Indonesian.

    Examples
    --------
    >>> made = json_schema()
    >>> made["title"], made["$defs"]["Indicator"]["properties"]["weight"]["title"]
    ('Skema', 'Bobot')
    """
    from simkinerja.schemes.model import Scheme

    made = Scheme.model_json_schema()
    models = {"Scheme": made, **made["$defs"]}
    for name, fields in FIELDS.items():
        models[name].pop("description", None)
        for field, (heading, about) in fields.items():
            prop = models[name]["properties"][field]
            prop["title"], prop["description"] = heading, about + _listed(name, field)
    made["title"] = "Skema"
    made["description"] = "Skema penilaian kinerja untuk simkinerja."
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _listed(model: str, field: str) -> str:
    """Return the meaning of the keywords, in words."""
    words = CHOICES.get(_WORDS.get((model, field), ""), {})
    told = [f"{key} = {word}" for key, word in words.items() if key != word]
    return f" Pilihan: {'; '.join(told)}." if told else ""


def json_schema_text() -> str:
    """Return the schema as the text of the stored copy.

    Examples
    --------
    >>> json_schema_text() == STORED.read_text(encoding="utf-8")
    True
    """
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    from simkinerja.files.atomic import write_text

    write_text(STORED, json_schema_text())
