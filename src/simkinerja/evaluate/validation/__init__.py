"""The dossier: what the model must reproduce, what it does, and how far off it may be.

A module here may not bear the name of a function that the package exports.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submodules=[
        "dossier",
        "exact",
        "exact_engine",
        "exact_queue",
        "forced_distribution",
        "line",
        "lines",
        "proxy_competition",
        "published",
        "rating_bias",
        "tables",
        "trials",
        "trials_engine",
    ],
    submod_attrs={
        "dossier": ["Dossier", "Finding", "known_misses", "rule_breaches", "validate"],
        "forced_distribution": ["ForcedDistribution", "scullen"],
        "line": ["Knobs", "Line", "Obtained"],
        "lines": ["all_lines"],
        "proxy_competition": ["ProxyCompetition", "braganza"],
        "rating_bias": ["BiasedLadder", "martell"],
    },
)
