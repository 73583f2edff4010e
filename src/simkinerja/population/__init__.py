"""L3: synthetic officers, units, raters and citizens, whose truth is known."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submodules=[
        "case_records",
        "city",
        "codes",
        "draw",
        "feedback",
        "fit",
        "provider",
        "records",
        "table",
        "traits",
    ],
    submod_attrs={
        "case_records": ["draw_case_records", "join_case_records", "read_case_records"],
        "city": ["City", "city_codes", "load_city"],
        "draw": ["draw_population"],
        "feedback": ["Feedback", "draw_feedback"],
        "records": ["draw_records"],
        "table": ["Population"],
    },
)
