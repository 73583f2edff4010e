"""L6: what a number is worth: uncertainty of labels, weakest elements, changes, printed against computed.

No module here bears the name of a function that the package exports: the import of such a module would put
the module in the function's place.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submodules=[
        "band_certainty",
        "bootstrap",
        "cells",
        "claims",
        "claims_check",
        "labels",
        "rating_pattern",
        "redraw",
        "result",
        "room",
        "room_file",
        "scheme_advice",
        "scheme_check",
        "scheme_figures",
        "scheme_comparison",
        "skm",
        "true_scores",
    ],
    submod_attrs={
        "band_certainty": ["Certainty", "certainty"],
        "claims": ["read_claims"],
        "claims_check": ["ClaimReport", "check_claims"],
        "labels": ["needed_respondents"],
        "rating_pattern": ["UnitPattern", "check_pattern"],
        "room": ["Room", "RoomWeights", "ahp_weights", "room_weights", "slider_weights", "weights_matter"],
        "room_file": ["read_room", "room_template"],
        "scheme_advice": ["Advice"],
        "scheme_check": ["SchemeCheck", "check_scheme"],
        "scheme_comparison": ["MaskedComparison", "SchemeComparison", "compare_schemes"],
        "result": ["Change", "Part", "Settings", "SkmResult"],
        "skm": ["evaluate_skm"],
    },
)
