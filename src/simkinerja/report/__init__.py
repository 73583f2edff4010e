"""L7: what people see: numbers and dates in Indonesian, charts, Excel and Word reports.

The only room that imports matplotlib and seaborn, and only when a chart is drawn.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach(
    __name__,
    submodules=["charts", "docx", "excel", "fmt", "suppress", "svg"],
    submod_attrs={
        "charts": ["chart_elements", "chart_mutu", "chart_trend"],
        "fmt": ["fmt_date", "fmt_idr", "fmt_number", "fmt_percent"],
        "svg": ["svg_bars", "svg_dots", "svg_histogram", "svg_lines"],
    },
)
