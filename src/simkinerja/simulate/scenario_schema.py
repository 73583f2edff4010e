"""L5: the JSON Schema of a scenario, for editors: the model's own, with Indonesian titles.

``python -m simkinerja.simulate.scenario_schema`` renews the copy beside this module; a test keeps it current.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from simkinerja.simulate.scenario_words import CHANNEL, COMMON, KIND_WORDS, OWN, SCENARIO, TARGETS

__all__ = ["STORED", "scenario_schema", "scenario_schema_text"]

STORED: Final = Path(__file__).with_name("skenario.schema.json")
"""The stored copy."""

_RANKED: Final = {
    "by": ("Menurut", "Catatan yang menentukan peringkat."),
    "within": ("Di dalam", "Kelompok tempat peringkat dibuat."),
    "of": ("Yang diundi", "officer: pegawai; unit: unit; agency: perangkat daerah."),
    "draw": ("Undian", "Kata undian; kata yang sama memberi undian yang sama."),
}


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario, titles and descriptions in Indonesian.

    Examples
    --------
    >>> made = scenario_schema()
    >>> made["title"], made["$defs"]["Training"]["properties"]["hours"]["title"]
    ('Skenario', 'Jam pelajaran')
    """
    from simkinerja.simulate.interventions import KINDS
    from simkinerja.simulate.scenario import Scenario
    from simkinerja.simulate.targets import TARGET_KINDS

    made = Scenario.model_json_schema()
    parts = made["$defs"]
    _tell(made, SCENARIO)
    made["title"], made["description"] = "Skenario", "Skenario simulasi untuk simkinerja."
    for kind, model in KINDS.items():
        part = parts[model.__name__]
        _tell(part, {**COMMON, **OWN[kind]})
        part["title"], part["description"] = KIND_WORDS[kind]
        part["required"] = ["kind", *part.get("required", [])]
    _tell(parts["Channel"], CHANNEL)
    parts["Channel"] |= {"title": "Saluran", "description": "Saluran pemantauan."}
    for key, target in (*TARGET_KINDS.items(), ("all_of", None)):
        part = parts[target.__name__ if target else "AllOf"]
        _tell(part, {**_RANKED, key: ("Sasaran", TARGETS[key])})
        part |= {"title": "Sasaran", "description": TARGETS[key], "required": [key]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_with_word(made)}


def _tell(part: dict[str, Any], words: Any) -> None:
    for name, field in part["properties"].items():
        field["title"], field["description"] = words[name]


def _with_word(made: dict[str, Any]) -> dict[str, Any]:
    """Let ``to: everyone`` stand for its longer form, as the reader does."""
    for part in made["$defs"].values():
        to = part["properties"].get("to")
        if to is not None:
            to["oneOf"] = [*to.pop("oneOf"), {"const": "everyone"}]
            to["default"] = "everyone"
    return made


def scenario_schema_text() -> str:
    """Return the schema as the text of the stored copy.

    Examples
    --------
    >>> scenario_schema_text() == STORED.read_text(encoding="utf-8")
    True
    """
    return json.dumps(scenario_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    from simkinerja.files.atomic import write_text

    write_text(STORED, scenario_schema_text())
