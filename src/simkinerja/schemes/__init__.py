"""L3: schemes as files: indicators, rules of computation, bands, and what hangs on the result."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submodules=[
        "aggregate",
        "banding",
        "behaviour",
        "document",
        "fields",
        "json_schema",
        "model",
        "normalise",
        "problems",
        "read",
        "sheet",
        "tree",
        "write",
    ],
    submod_attrs={
        "aggregate": ["effective_weights", "geometric", "lowest", "weighted_mean"],
        "banding": ["band_index"],
        "behaviour": ["behaviour_problems", "require_behaviour"],
        "json_schema": ["scheme_json_schema"],
        "model": [
            "Band",
            "Consequence",
            "Evidence",
            "Indicator",
            "LegalBasis",
            "Normalise",
            "Rules",
            "Scheme",
        ],
        "normalise": [
            "to_category",
            "to_goalposts",
            "to_min_max",
            "to_points",
            "to_rank",
            "to_target",
            "to_z",
        ],
        "problems": ["scheme_problems"],
        "read": ["find_indicator", "load_scheme", "scan_scheme", "shipped_schemes"],
        "tree": ["Tree", "nominal_weights", "tree_of"],
        "write": ["save_scheme", "scheme_bytes"],
    },
)
