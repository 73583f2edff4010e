"""Settings of the JupyterLab in which lessons open: no news, no update check, every cell drawn at once.

``JUPYTER_CONFIG_PATH`` pointed at :func:`config_dir` makes JupyterLab read ``labconfig`` below it, and
``jupyter_server_config.json``, which hands every notebook to :func:`keep_static_pages` before it is saved.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["config_dir", "keep_static_pages"]

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def config_dir() -> Path:
    """Folder to put on ``JUPYTER_CONFIG_PATH``.

    Examples
    --------
    >>> (config_dir() / "labconfig" / "default_setting_overrides.json").is_file()
    True
    """
    return Path(__file__).parent


def keep_static_pages(model: dict[str, Any], **_: Any) -> None:
    """Leave live widget views out of a notebook that is saved, where a static page stands beside them.

    JupyterLab prefers a widget view to every other output, but without its kernel the view is only the
    words *model not found*; the static picture of a panel must then come forward.

    Parameters
    ----------
    model : dict
        What the contents manager is about to write; changed in place.

    Examples
    --------
    >>> output = {"output_type": "display_data", "data": {WIDGET_VIEW: {}, "text/html": "<p>a</p>"}}
    >>> cell = {"cell_type": "code", "outputs": [output]}
    >>> keep_static_pages({"type": "notebook", "content": {"cells": [cell]}})
    >>> sorted(output["data"])
    ['text/html']
    """
    if model.get("type") != "notebook" or not isinstance(model.get("content"), dict):
        return
    for cell in model["content"].get("cells", []):
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                output["data"].pop(WIDGET_VIEW, None)
