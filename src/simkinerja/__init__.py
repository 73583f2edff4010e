"""simkinerja: a laboratory for performance management of Indonesian civil servants (ASN).

Importing does no work; heavy libraries are loaded by the first function that needs them.
"""

import lazy_loader as _lazy

__version__ = "0.1.0"

_attach = _lazy.attach(
    __name__,
    submodules=[
        "classroom",
        "errors",
        "evaluate",
        "files",
        "params",
        "population",
        "report",
        "rules",
        "schemes",
        "scoring",
        "simulate",
        "streams",
        "survey",
        "workshop",
    ],
    submod_attrs={
        "errors": ["InputError", "Problem", "UsageError"],
        "evaluate": [
            "ahp_weights",
            "certainty",
            "check_pattern",
            "check_scheme",
            "compare_schemes",
            "evaluate_skm",
            "read_room",
            "room_weights",
            "weights_matter",
        ],
        "population": [
            "City",
            "Feedback",
            "Population",
            "draw_case_records",
            "draw_feedback",
            "draw_population",
            "draw_records",
            "load_city",
            "read_case_records",
        ],
        "report": ["chart_elements", "chart_mutu", "chart_trend"],
        "rules": ["get_rule", "load_rules"],
        "schemes": [
            "Indicator",
            "Scheme",
            "load_scheme",
            "save_scheme",
            "shipped_schemes",
        ],
        "scoring": ["Edit", "explain", "nearest_change", "replay", "score", "smallest_changes"],
        "simulate": ["Channel", "Comparison", "Parameters", "Trial", "World", "compare", "run"],
        "streams": ["Streams"],
        "survey": ["read_survey"],
    },
)
__getattr__, __dir__, __all__ = _attach
