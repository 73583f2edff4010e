"""Lesson 02: weights by the room. A facilitator types what participants gave; does the difference matter?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ipywidgets

from simkinerja.classroom.narrow import BESIDE, STICK, image_block, said
from simkinerja.report.fmt import fmt_number, fmt_percent

if TYPE_CHECKING:
    from simkinerja.schemes.model import Scheme

__all__ = ["RoomVotes", "Voted", "count_votes", "panel_room_votes", "voted_blocks", "voted_lines"]


@dataclass(frozen=True, slots=True)
class Voted:
    """The room's weights and what they change.

    Parameters
    ----------
    labels : tuple of str
    printed, room : tuple of float
        Weights of the scheme and of the room, shares of one.
    n : int
        Voices.
    w : float
        Kendall's W, 0 to 1; NaN with one voice.
    share_same : float
        Share of the officers whose predikat is the same whoever's weights are taken.
    """

    labels: tuple[str, ...]
    printed: tuple[float, ...]
    room: tuple[float, ...]
    n: int
    w: float
    share_same: float


def count_votes(table: Any, scheme: Scheme, votes: Sequence[Sequence[float]]) -> Voted:
    """Join the voices of a room and score everybody under each of them.

    Parameters
    ----------
    table : DataFrame
        One row an officer.
    scheme : Scheme
    votes : sequence of sequences of float
        A row a participant, in the order of :func:`simkinerja.evaluate.room.room_codes`.

    Examples
    --------
    >>> from simkinerja.classroom.case_table import load_case
    >>> from simkinerja.classroom.scheme_catalogue import neighbour_draft
    >>> found = count_votes(load_case("bandung").head(100), neighbour_draft(), [[40, 20, 20, 20]] * 3)
    >>> found.n, found.room, found.share_same
    (3, (0.4, 0.2, 0.2, 0.2), 1.0)
    """
    import pandas as pd

    from simkinerja.evaluate.room import room_codes, slider_weights, weights_matter

    codes = room_codes(scheme)
    names = [f"peserta {k + 1}" for k in range(len(votes))]
    room = slider_weights(pd.DataFrame(list(votes), index=names, columns=list(codes)))
    matter = weights_matter(table, scheme, room)
    rows = [scheme.indicator(code) for code in codes]
    whole = sum(one.weight for one in rows) or 1.0
    return Voted(
        tuple(one.label for one in rows),
        tuple(one.weight / whole for one in rows),
        tuple(round(float(x), 12) for x in room.group),
        len(votes),
        float(room.agreement.w),
        matter.share_same,
    )


def voted_lines(result: Voted) -> list[str]:
    """How many voices, how alike, and whether it matters."""
    alike = (
        "" if result.n < 2 else f" Kesepakatan urutan (W Kendall) {fmt_number(result.w)}, dari 0 sampai 1."
    )
    return [
        f"{result.n} suara: predikat {fmt_percent(result.share_same)} pegawai tetap sama",
        f"bobot siapa pun yang dipakai.{alike}",
    ]


def voted_blocks(result: Voted) -> list[str]:
    """Weights of the scheme beside those of the room."""
    from simkinerja.report.svg_score import svg_weights

    names = ("di skema", "rata-rata ruang")
    title = "Bobot di skema dan bobot menurut ruang"
    return [svg_weights(result.labels, result.printed, result.room, title, names)]


class RoomVotes(ipywidgets.VBox):  # type: ignore[misc]
    """Boxes for one participant's weights, a button that adds the voice, and what the room says so far.

    Parameters
    ----------
    table : DataFrame
    scheme : Scheme
    votes : sequence of sequences of float
        Voices to begin with.
    """

    def __init__(self, table: Any, scheme: Scheme, votes: Sequence[Sequence[float]]) -> None:
        from simkinerja.evaluate.room import room_codes

        self._table, self._scheme = table, scheme
        self.votes = [list(map(float, row)) for row in votes]
        self.error: Exception | None = None
        rows = [scheme.indicator(code) for code in room_codes(scheme)]
        self.boxes = [_box(one.label, one.weight) for one in rows]
        self.add, self.clear = (
            ipywidgets.Button(description=text, tooltip=told, layout=ipywidgets.Layout(width="auto"))
            for text, told in (
                ("Tambahkan suara", "Suara satu peserta"),
                ("Mulai dari awal", "Hapus semua suara"),
            )
        )
        self.add.on_click(lambda _: self._vote())
        self.clear.on_click(lambda _: self._restart())
        self._words, self._picture = ipywidgets.HTML(), ipywidgets.HTML()
        self._words.add_class("sk-tetap")
        self.refresh()
        controls = ipywidgets.VBox(
            [
                *self.boxes,
                ipywidgets.Box([self.add, self.clear], layout=ipywidgets.Layout(flex_flow="row wrap")),
            ]
        )
        controls.layout.flex, self._picture.layout.flex = BESIDE
        controls.layout.min_width = self._picture.layout.min_width = "0"
        wrap = ipywidgets.Layout(
            display="flex", flex_flow="row wrap", overflow="visible", grid_gap="0 1.2rem"
        )
        head = ipywidgets.HTML('<div style="font-weight:600;font-size:1.05rem">Bobot menurut ruang</div>')
        super().__init__([head, self._words, ipywidgets.Box([controls, self._picture], layout=wrap)])
        self.add_class("sk-panel")
        words = self._words.value.replace(' aria-live="polite"', "")
        pictures = "".join(image_block(block) for block in self._blocks)
        self._static = f"<div><b>Bobot menurut ruang</b>{words}{pictures}</div>"

    def _vote(self) -> None:
        self.votes.append([float(box.value) for box in self.boxes])
        self.refresh()
        if self.error is not None:  # a voice that cannot be counted is not kept
            self.votes.pop()

    def _restart(self) -> None:
        self.votes.clear()
        self.refresh()

    def refresh(self) -> None:
        """Count the voices anew."""
        from simkinerja.classroom.panel import sentence_of

        self._blocks: list[str] = []
        self.error = None
        if not self.votes:
            self._words.value = said(["Belum ada suara", "Isi bobot seorang peserta, lalu tambahkan."])
        else:
            try:
                found = count_votes(self._table, self._scheme, self.votes)
                self._words.value, self._blocks = said(voted_lines(found)), voted_blocks(found)
            except Exception as error:  # whatever it is, the reader must see it
                self.error = error
                self._words.value = said([sentence_of(error)], "alert")
        self._picture.value = STICK + "".join(self._blocks)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        return {**bundle, "text/plain": "Panel: Bobot menurut ruang", "text/html": self._static}


def _box(label: str, value: float) -> Any:
    return ipywidgets.BoundedFloatText(
        value=value,
        min=0,
        max=1000,
        step=5,
        description=label,
        style={"description_width": "initial"},
        layout=ipywidgets.Layout(width="98%", max_width="26rem"),
        tooltip=f"Bobot {label} menurut peserta ini",
    )


def panel_room_votes(table: Any, scheme: Scheme, *votes: Sequence[float]) -> RoomVotes:
    """Panel of lesson 02: what participants would weigh, and whether that changes any predikat.

    Parameters
    ----------
    table : DataFrame
        One row an officer.
    scheme : Scheme
    *votes : sequences of float
        Voices to begin with, in the order of the scheme.
    """
    return RoomVotes(table, scheme, votes)
