"""simkinerja: a laboratory for performance management of Indonesian civil servants (ASN).

Importing does no work; heavy libraries are loaded by the first function that needs them.
"""

import lazy_loader as _lazy

__version__ = "0.1.0"

_attach = _lazy.attach(
    __name__,
    submodules=["errors", "evaluate", "files", "population", "report", "rules", "streams", "survey"],
    submod_attrs={
        "errors": ["InputError", "Problem", "UsageError"],
        "population": ["Population", "draw_feedback", "draw_population", "draw_records", "load_city"],
        "streams": ["Streams"],
    },
)
__getattr__, __dir__, __all__ = _attach
