"""L8: what lessons are made of: panels, guesses, answer checks, tables for people, the notebook build.

The only room that imports ipywidgets and IPython.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submodules=["build", "lab", "panel", "pictures"],
    submod_attrs={
        "answer_box": ["answer_box"],
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
        "answers_scores": [
            "check_days_needed",
            "check_evidence_hours",
            "check_real_share",
            "check_real_weight",
            "check_status",
            "check_weak_spots",
        ],
        "answers_desk": ["check_equal_minutes", "check_fewest_windows", "check_mean_days"],
        "builder_panel": ["panel_scheme_builder"],
        "case_table": ["load_case", "scheme_basis"],
        "citizen_voice": [
            "answers_of",
            "compute_luck",
            "exact_index",
            "panel_luck",
            "program_results",
            "spread_by_size",
        ],
        "desk": [
            "compute_desk",
            "desk_formula",
            "desk_table",
            "desk_wait",
            "published_desks",
            "serve_table",
            "spread_of_desk",
        ],
        "desk_panel": ["panel_desk"],
        "first_surprise": ["best", "by_rater", "compute_nomination", "count_right", "panel_nomination"],
        "guesses": ["forget_guesses", "guess", "reveal"],
        "my_score": ["score_one", "with_pay"],
        "my_score_panel": ["ladder", "panel_my_score"],
        "old_new": ["compare_old_new", "panel_old_new"],
        "role": ["panel_role"],
        "room_votes": ["count_votes", "panel_room_votes"],
        "scheme_builder": ["band_shares", "evidence_hours", "real_weights"],
        "scheme_catalogue": ["catalogue", "neighbour_draft"],
        "scheme_seeds": ["spread_of_bands", "spread_of_truth"],
        "scheme_tables": [
            "certain_percent",
            "changes_table",
            "contributions_table",
            "evidence_table",
            "objection_table",
            "score_table",
            "show_rule",
            "steps_table",
        ],
        "seeds": ["spread_of_agreement", "spread_of_nomination"],
        "plain_errors": ["plain_errors"],
        "shared": ["load_people", "load_responses", "load_units", "told_columns", "unit_records"],
        "show": ["show", "tell"],
        "truth_record": ["agreement", "gap_by_rater", "panel_agreement", "rater_share", "standardised"],
    },
)
