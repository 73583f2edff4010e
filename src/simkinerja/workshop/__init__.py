"""L8: the workshop: notebooks as pages without code, for a room of phones on one laptop.

The page is Voila's (its exporter, its browser program, the stock widgets); the template, the server and
the processes behind the controls are ours. A notebook is run once; every guest gets a copy of the process
that ran it, and that copy can answer controls and nothing else: it has no way to run code that a guest sends.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submodules=[
        "answering",
        "book",
        "capture",
        "door",
        "frames",
        "host",
        "network",
        "pages",
        "server",
        "site",
        "sitter",
        "static",
    ],
    submod_attrs={
        "book": ["Book", "find_books", "read_book"],
        "door": ["Door", "new_code"],
        "server": ["Options", "run"],
    },
)
