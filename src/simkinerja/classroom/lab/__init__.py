"""Settings of the JupyterLab in which lessons open: no news, no update check, every cell drawn at once.

``JUPYTER_CONFIG_PATH`` pointed at :func:`config_dir` makes JupyterLab read ``labconfig`` below it.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["config_dir"]


def config_dir() -> Path:
    """Folder to put on ``JUPYTER_CONFIG_PATH``.

    Examples
    --------
    >>> (config_dir() / "labconfig" / "default_setting_overrides.json").is_file()
    True
    """
    return Path(__file__).parent
