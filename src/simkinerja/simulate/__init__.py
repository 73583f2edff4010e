"""L5: the engine: what programmes and schemes do to officers, service and citizens, month by month."""

import lazy_loader as _lazy

_attach = _lazy.attach(
    __name__,
    submodules=["closed_forms", "queue", "queue_draws"],
    submod_attrs={},
)
__getattr__, __dir__, __all__ = _attach
