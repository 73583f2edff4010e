"""L1: files in and out. Office tables and YAML are read with all their faults at once; output is atomic."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submodules=["atomic", "identity", "numbers", "show", "tables", "yaml"],
    submod_attrs={
        "atomic": ["write_bytes", "write_many", "write_text"],
        "identity": ["DroppedColumn"],
        "numbers": ["parse_numbers"],
        "tables": ["RawTable", "read_tables"],
        "yaml": ["YamlDocument", "load_yaml", "own_yaml", "validated"],
    },
)
