"""The lab's settings: a saved notebook keeps the static page of each panel and drops the dead widget view."""

import json
from typing import Any

from simkinerja.classroom.lab import WIDGET_VIEW, config_dir, keep_static_pages


def book(*data: dict[str, Any]) -> dict[str, Any]:
    outputs = [{"output_type": "display_data", "data": dict(one)} for one in data]
    cells = [{"cell_type": "markdown"}, {"cell_type": "code", "outputs": outputs}]
    return {"type": "notebook", "content": {"cells": cells}}


def test_only_views_with_a_page_beside_them_are_dropped() -> None:
    stream = {"output_type": "stream", "text": "a"}
    model = book({WIDGET_VIEW: {}, "text/html": "b"}, {WIDGET_VIEW: {}, "text/plain": "c"})
    model["content"]["cells"][1]["outputs"].append(stream)
    keep_static_pages(model, path="a.ipynb", contents_manager=None)
    first, second, third = model["content"]["cells"][1]["outputs"]
    assert first["data"] == {"text/html": "b"}
    assert WIDGET_VIEW in second["data"], "without a page beside it nothing would be left"
    assert third == stream


def test_other_files_are_left_alone() -> None:
    for model in ({"type": "file", "content": "teks"}, {"type": "notebook", "content": None}):
        before = json.dumps(model)
        keep_static_pages(model)
        assert json.dumps(model) == before


def test_the_server_hands_every_notebook_to_it() -> None:
    from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
    from traitlets.config import Config

    found = json.loads((config_dir() / "jupyter_server_config.json").read_text(encoding="utf-8"))
    manager = AsyncLargeFileManager(config=Config(found))
    assert manager.pre_save_hook is keep_static_pages
