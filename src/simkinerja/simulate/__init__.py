"""L5: the engine: what programmes and schemes do to officers, service and citizens, month by month.

Read ``step.py`` first: one month from top to bottom.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    # "compare" and "outcomes" are functions here; their modules have the same names
    submodules=[
        "channel",
        "closed_forms",
        "engine",
        "interventions",
        "levers",
        "parameters",
        "plan",
        "pool",
        "programme",
        "queue",
        "records",
        "scenario",
        "step",
        "store",
        "targets",
        "trial",
        "world",
    ],
    submod_attrs={
        "channel": ["Channel"],
        "compare": ["Comparison", "compare", "run"],
        "outcomes": ["outcomes"],
        "parameters": ["Parameters", "engine_parameters"],
        "plan": ["Arm"],
        "trial": ["Trial"],
        "world": ["World"],
    },
)
