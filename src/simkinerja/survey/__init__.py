"""L3: a planner's own satisfaction survey (SKM), from the office's file to checked answers."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submodules=["nrr_table", "periods", "profile", "read", "recognise", "table", "text", "words"],
    submod_attrs={
        "read": ["read_survey"],
        "table": ["NrrReport", "NrrRow", "Survey"],
    },
)
