"""L6: what a number is worth: uncertainty of labels, weakest elements, changes, printed against computed."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submodules=["bootstrap", "labels", "result", "skm"],
    submod_attrs={
        "labels": ["needed_respondents"],
        "result": ["Change", "Part", "Settings", "SkmResult"],
        "skm": ["evaluate_skm"],
    },
)
