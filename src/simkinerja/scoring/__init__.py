"""L4: from records to points, total, band and what hangs on it; every stage kept. No randomness."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    # "explain", "replay" and "score" are functions here; their modules have the same names
    submodules=["cells", "edit", "pay", "records", "shapley", "single", "smallest", "stages"],
    submod_attrs={
        "edit": ["Edit"],
        "explain": ["Explanation", "explain"],
        "records": ["raw_of"],
        "replay": ["Replay", "replay"],
        "score": ["score", "score_raw"],
        "shapley": ["Shapley", "shapley_shares"],
        "smallest": ["SmallestChange", "nearest_change", "smallest_changes"],
        "stages": [
            "Bands",
            "Contributions",
            "Groups",
            "Paid",
            "Points",
            "Ranks",
            "Ratings",
            "Raw",
            "Score",
            "Total",
            "Weights",
        ],
    },
)
