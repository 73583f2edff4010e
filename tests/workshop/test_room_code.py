"""The room code: nothing before it, slow guessing, the facilitator's page only on this computer."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import websocket
from hypothesis import given
from hypothesis import strategies as st

from simkinerja.errors import InputError
from simkinerja.workshop.door import ALPHABET, Door, new_code, tidy
from simkinerja.workshop.network import lan_address

CODE = "MELATI"
CLOSED = [
    "/aset/halaman.js",
    "/aset/kendali.css",
    "/voila/static/voila.js",
    "/api/kernels",
    "/hadir/x",
    "/tidak-ada",
]


def has_network() -> bool:
    try:
        lan_address()
    except InputError:
        return False
    return True


pytestmark = pytest.mark.skipif(
    not has_network(), reason="komputer ini tidak tersambung ke jaringan mana pun"
)


@pytest.fixture(scope="module")
def lan(lesson: Path, open_room: Any) -> Iterator[Any]:
    with open_room(lesson, network=True, code=CODE) as made:
        yield made


def test_it_prints_address_code_and_square(lan: Any) -> None:
    text = "\n".join(lan.lines)
    assert f"http://{lan_address()}:{lan.port}/" in text
    assert CODE in text
    assert "█" in text


@pytest.mark.parametrize("here", [True, False], ids=["loopback", "lan"])
def test_nothing_without_the_code(lan: Any, here: bool) -> None:
    base = lan.base if here else f"http://{lan_address()}:{lan.port}"
    for path in CLOSED:
        answer = requests.get(base + path, timeout=10, allow_redirects=False)
        assert answer.status_code == 403, path
        assert "Pintu ini tertutup" in answer.text
    for path in ("/", "/buku/07_uji", "/buku/tidak-ada"):
        answer = requests.get(base + path, timeout=10, allow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/masuk")
        assert answer.text == ""
    inside = lan.guest()
    inside.http.get(f"{lan.base}/masuk?kode={CODE}", timeout=10)
    inside.open()
    stranger = lan.guest(None if here else lan_address())
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        stranger.connect(key=inside.key)
    forged = lan.guest()
    forged.http.cookies.set("tamu", inside.http.cookies["tamu"][:-4] + "0000")
    assert forged.http.get(f"{lan.base}/aset/halaman.js", timeout=10).status_code == 403
    lan.part()


def test_the_code_opens_and_leads_where_one_wanted_to_go(lan: Any) -> None:
    guest = lan.guest(lan_address())
    page = guest.http.get(f"{guest.base}/buku/07_uji", timeout=10)
    target = re.search(r'name="ke" value="([^"]*)"', page.text)
    assert target is not None
    assert html.unescape(target[1]) == "/buku/07_uji"
    answer = guest.http.post(f"{guest.base}/masuk", data={"kode": "mel ati", "ke": target[1]}, timeout=10)
    assert "Uji geser" in answer.text
    assert "luas 25" in guest.open().connect().look().shown(5)
    lan.part()


def test_the_door_leads_nowhere_else(lan: Any) -> None:
    for target in (
        "//jahat.example",
        "http://jahat.example",
        "/buku/../x",
        "javascript:1",
        "/buku/tidak-ada",
    ):
        wish = {"kode": CODE, "ke": target}
        answer = requests.post(f"{lan.base}/masuk", data=wish, timeout=10, allow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/"
    answer = requests.post(
        f"{lan.base}/masuk", data={"kode": CODE}, headers={"Origin": "http://jahat.example"}, timeout=10
    )
    assert answer.status_code == 403


def test_the_facilitators_page_is_for_this_computer(lan: Any) -> None:
    mine = requests.get(f"{lan.base}/fasilitator", timeout=10)
    assert CODE in mine.text
    assert "<svg" in mine.text
    assert lan_address() in mine.text
    guest = lan.guest(lan_address())
    guest.http.get(f"{guest.base}/masuk?kode={CODE}", timeout=10)
    theirs = guest.http.get(f"{guest.base}/fasilitator", timeout=10)
    assert theirs.status_code == 404
    assert CODE not in theirs.text
    lan.part()


def test_guessing_becomes_slow(lesson: Path, open_room: Any) -> None:
    with open_room(lesson, network=True, code=CODE) as room:
        tries = [
            requests.post(f"{room.base}/masuk", data={"kode": f"AAAAA{letter}"}, timeout=10)
            for letter in "BCDEFGH"
        ]
        assert [answer.status_code for answer in tries] == [403] * 5 + [429] * 2
        assert "Kode itu belum cocok." in tries[0].text
        assert "Terlalu sering salah. Tunggu" in tries[-1].text
        right = requests.post(f"{room.base}/masuk", data={"kode": CODE}, timeout=10)
        assert right.status_code == 429, "who has guessed must wait, also with the right code"


def test_waits_double_up_to_a_minute_and_are_forgotten() -> None:
    now = [0.0]
    door = Door("MELATI", clock=lambda: now[0])
    waits = []
    for _ in range(14):
        now[0] += door.wait("10.0.0.9")
        assert not door.opens("SALAHX", "10.0.0.9")
        waits.append(door.wait("10.0.0.9"))
    assert waits[:4] == [0.0] * 4
    assert waits[4:11] == [2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]
    assert door.opens("melati", "10.0.0.8"), "others are let in meanwhile"
    now[0] += 3000
    assert door.opens("MELATI", "10.0.0.9")


def test_the_whole_room_cannot_guess_fast_either() -> None:
    door = Door("MELATI", clock=lambda: 1.0)
    for k in range(150):
        door.opens("SALAHX", f"10.0.{k // 250}.{k % 250}")
    assert door.wait("10.9.9.9") > 0


def test_codes_are_readable_and_differ() -> None:
    codes = {new_code() for _ in range(300)}
    assert len(codes) > 295
    assert not set("".join(codes)) & set("ILO01"), "letters that look alike"
    assert len(ALPHABET) ** 6 > 10**8


@given(st.text(max_size=80))
def test_no_other_text_opens(text: str) -> None:
    assert Door("MELATI").opens(text, "a") == (tidy(text) == "MELATI")


def test_who_scans_the_square_again_keeps_the_open_page(lan: Any) -> None:
    guest = lan.guest()
    entry = f"{lan.base}/masuk?kode={CODE}"
    guest.http.get(entry, timeout=10)
    before = dict(guest.http.cookies)
    guest.open()
    guest.http.get(entry, timeout=10)
    assert dict(guest.http.cookies) == before
    assert guest.http.get(f"{lan.base}/hadir/{guest.key}", timeout=10).status_code == 204


def test_the_door_says_how_long_its_own_code_is(lesson: Path, open_room: Any) -> None:
    with open_room(lesson, network=True, code="BANDUNG2026") as made:
        assert "11 huruf dan angka." in requests.get(f"{made.base}/masuk", timeout=10).text
