"""L8: what lessons are made of: panels, guesses, answer checks, tables for people, the notebook build.

The only room that imports ipywidgets and IPython.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submodules=["build", "lab", "panel", "pictures"],
    submod_attrs={
        "answers": [
            "check_closest_record",
            "check_honest_label",
            "check_month_field",
            "check_programs",
            "check_rater_gap",
            "check_right_share",
            "check_sample_size",
            "check_wrongly_named",
            "letter_chances",
        ],
        "citizen_voice": [
            "answers_of",
            "compute_luck",
            "exact_index",
            "panel_luck",
            "program_results",
            "spread_by_size",
        ],
        "first_surprise": ["best", "by_rater", "compute_nomination", "count_right", "panel_nomination"],
        "guesses": ["forget_guesses", "guess", "reveal"],
        "role": ["panel_role"],
        "seeds": ["spread_of_agreement", "spread_of_nomination"],
        "plain_errors": ["plain_errors"],
        "shared": ["load_people", "load_responses", "load_units", "told_columns", "unit_records"],
        "show": ["show", "tell"],
        "truth_record": ["agreement", "gap_by_rater", "panel_agreement", "rater_share", "standardised"],
    },
)
