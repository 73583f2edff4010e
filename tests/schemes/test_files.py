"""A scheme comes back from YAML and from the sheet as the same scheme, whatever is in it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from simkinerja.errors import InputError, UsageError
from simkinerja.schemes.model import CHANNELS, DIMENSIONS, Scheme
from simkinerja.schemes.problems import scheme_problems
from simkinerja.schemes.read import load_scheme, scan_scheme, shipped_schemes
from simkinerja.schemes.write import save_scheme, scheme_bytes

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("|=\\\n\"':#-;,.%"),
    min_size=1,
    max_size=40,
).filter(lambda text: bool(text.strip(" \t\r\n\u00a0\u200b\ufeff").split()))
SAFE = st.one_of(
    WORDS, st.sampled_from(["=1+1", "1.125", "0012", "ya", "null", "_x0041_", "#N/A", "6.000", "@a"])
)
REAL = st.floats(-1e6, 1e6) | st.floats(1e-9, 1e-3) | st.integers(-1000, 1000).map(float) | st.just(1.125)
SHARE = st.floats(0, 1)
CODE = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # a whole scheme takes minutes to shrink


def optional(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | value


BASIS = st.fixed_dictionaries(
    {"status": st.sampled_from(["law", "circular", "local", "assumed"]), "source": SAFE},
    optional={"article": optional(SAFE), "note": optional(SAFE)},
)


@st.composite
def normalises(draw: st.DrawFn, methods: tuple[str, ...]) -> dict[str, Any]:
    method = draw(st.sampled_from(methods))
    floor = draw(st.floats(-50, 50))
    made: dict[str, Any] = {"method": method, "floor": floor, "cap": floor + draw(st.floats(1, 200))}
    if method == "goalpost":
        low = draw(st.floats(-1e6, 1e6))
        made |= {"low": low, "high": low + draw(st.floats(1, 1e6))}
    if method == "category":
        labels = draw(st.lists(CODE, min_size=1, max_size=4, unique=True))
        made["categories"] = [{"label": f"{name} = {draw(SAFE)}", "points": draw(REAL)} for name in labels]
        if draw(st.booleans()):
            for i, one in enumerate(made["categories"]):
                one["lower"] = i + draw(st.floats(0, 0.5))
    return made


ALL = ("target", "goalpost", "min_max", "z", "rank", "category", "none")


@st.composite
def indicators(draw: st.DrawFn, code: str, label: str, parent: str | None, group: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"code": code, "label": label, "parent": parent}
    made |= {"unit": draw(optional(SAFE)), "note": draw(optional(SAFE)), "basis": draw(optional(BASIS))}
    made |= {"direction": draw(st.sampled_from(["naik", "turun"])), "weight": draw(st.floats(0.001, 1e6))}
    made |= {"target": draw(st.floats(1e-6, 1e9)), "months": draw(st.sampled_from(["mean", "sum", "last"]))}
    made["normalise"] = draw(optional(normalises(ALL)))
    made["measure"] = None if group else draw(optional(SAFE))
    made["channel"] = draw(optional(st.sampled_from(sorted(CHANNELS))))
    made["reliability"], made["inflation"], made["audit"] = draw(st.tuples(*[optional(SHARE)] * 3))
    made["step"] = draw(optional(st.floats(1e-6, 100)))
    if draw(st.booleans()):
        made["lowest"] = draw(st.floats(-1e3, 0))
        made["highest"] = made["target"] + draw(st.floats(1, 1e3))
    if draw(st.booleans()):
        two = draw(st.lists(st.sampled_from(DIMENSIONS), min_size=2, max_size=2, unique=True))
        part = draw(SHARE)
        made["dimension"] = {two[0]: part, two[1]: 1 - part}
    made["scope"] = draw(
        optional(st.dictionaries(SAFE, st.lists(SAFE, min_size=1, max_size=3), min_size=1, max_size=2))
    )
    if made["scope"] and len({" ".join(key.split()) for key in made["scope"]}) < len(made["scope"]):
        made["scope"] = None
    made["evidence"] = draw(
        optional(
            st.fixed_dictionaries(
                {"what": SAFE, "items": st.lists(SAFE, max_size=3)}, optional={"minutes": st.floats(0, 1e4)}
            )
        )
    )
    made["basis_of"] = draw(
        optional(st.dictionaries(st.sampled_from(["weight", "target", "audit"]), BASIS, min_size=1))
    )
    return made


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    codes = draw(st.lists(CODE, min_size=1, max_size=6, unique_by=lambda code: code.replace("_", "")))
    parents: list[str | None] = [draw(st.sampled_from([None, *codes[:i]])) for i in range(len(codes))]
    rows = [
        draw(indicators(code, f"é {code} {i}", parents[i], code in parents)) for i, code in enumerate(codes)
    ]
    n = draw(st.integers(0, 4))
    lowers = sorted(draw(st.lists(st.floats(-1e3, 1e3), min_size=n, max_size=n, unique=True)))
    bands = [
        {
            "code": f"b{i}",
            "label": f"{i} {draw(SAFE)}",
            "lower": None if i == 0 else lower,
            "upper": lowers[i + 1] if i + 1 < n and draw(st.booleans()) else None,
            "pay": draw(st.just(0.0) | st.floats(2, 1000)),
            "basis": draw(optional(BASIS)),
        }
        for i, lower in enumerate(lowers)
    ]
    base = st.fixed_dictionaries({"column": SAFE}, optional={"other": st.floats(0, 1e9)})
    rules = {
        "normalise": draw(normalises(("target", "min_max", "z", "rank", "none"))),
        "missing": draw(st.sampled_from(["reweight", "stop"])),
        "coverage": draw(SHARE),
        "digits": draw(st.integers(0, 6)),
        "bands": bands,
        "basis": draw(optional(BASIS)),
        "basis_of": draw(optional(st.dictionaries(st.sampled_from(["bands", "cuts"]), BASIS, min_size=1))),
    }
    kind = draw(st.sampled_from(["tpp", "career", "record"]))
    consequence = {
        "kind": kind,
        "share": draw(SHARE) if kind == "tpp" else 0,
        "automatic": draw(st.booleans()),
        "cap": draw(st.floats(2, 1000)),
        "base": draw(optional(base)),
        "basis": draw(optional(BASIS)),
    }
    top = {
        "code": draw(CODE),
        "title": draw(SAFE),
        "note": draw(optional(SAFE)),
        "basis": draw(optional(BASIS)),
    }
    return Scheme.model_validate(top | {"indicators": rows, "rules": rules, "consequence": consequence})


@settings(max_examples=60, suppress_health_check=list(HealthCheck), phases=UNSHRUNK)
@given(schemes())
def test_yaml_keeps_everything(scheme: Scheme) -> None:
    assert scheme_problems(scheme) == ()
    with tempfile.TemporaryDirectory() as folder:
        again, problems = scan_scheme(save_scheme(scheme, Path(folder) / "s.yaml"))
    assert problems == ()
    assert again == scheme


@settings(max_examples=20, suppress_health_check=list(HealthCheck), phases=UNSHRUNK)
@given(schemes())
def test_the_sheet_keeps_everything(scheme: Scheme) -> None:
    with tempfile.TemporaryDirectory() as folder:
        again, problems = scan_scheme(save_scheme(scheme, Path(folder) / "s.xlsx"))
    assert [one.sentence for one in problems] == []
    assert again == scheme


@pytest.mark.parametrize("code", shipped_schemes())
@pytest.mark.parametrize("suffix", ["yaml", "yml", "xlsx"])
def test_shipped_schemes_come_back(code: str, suffix: str, tmp_path: Path) -> None:
    assert load_scheme(save_scheme(load_scheme(code), tmp_path / f"s.{suffix}")) == load_scheme(code)


def test_the_same_scheme_gives_the_same_bytes() -> None:
    scheme = load_scheme("skp_2022")
    for kind in ("yaml", "xlsx"):
        assert scheme_bytes(scheme, kind) == scheme_bytes(scheme, kind)


def test_only_yaml_and_xlsx_are_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="xlsx"):
        save_scheme(load_scheme("seimbang"), tmp_path / "s.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_cell_too_long_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    plain = load_scheme("seimbang").model_dump()
    plain["indicators"][0]["scope"] = {
        f"kolom {i}": [f"{'x' * 190} {k}" for k in range(90)] for i in range(3)
    }
    with pytest.raises(InputError) as caught:
        save_scheme(Scheme.model_validate(plain), tmp_path / "s.xlsx")
    assert caught.value.codes == ("scheme_cell_long",)
    assert list(tmp_path.iterdir()) == []


def test_unknown_code_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="Maksud Anda 'seimbang'"):
        load_scheme("seimbnag")


@pytest.mark.parametrize("name", ["tidak_ada.yaml", "tidak_ada.xlsx", "folder/tidak_ada.yaml"])
def test_missing_file_is_a_sentence(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_scheme(tmp_path / name)
    assert caught.value.codes == ("file_missing",)


AWKWARD = (
    "a = b",
    "a | b",
    "c:\\\\n | = \\\\",
    "=1+1",
    "1.125",
    "007",
    "ya",
    "#N/A",
    "_x0041_",
    "- a: [b, {c}]",
    "null",
)


@pytest.mark.parametrize("suffix", ["yaml", "xlsx"])
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_stay_as_they_are(text: str, suffix: str, tmp_path: Path) -> None:
    """In every kind of cell, with a line break where a text may have one."""
    several = f"{text}\nbaris kedua: {text}\n\n{text}"
    basis = {"status": "local", "source": text, "article": text, "note": several}
    data = load_scheme("seimbang").model_dump()
    data |= {"title": text, "note": several, "basis": basis}
    data["indicators"] = list(data["indicators"])
    data["indicators"][0] |= {
        "label": text,
        "unit": text,
        "note": several,
        "measure": text,
        "scope": {text: [text, f"{text} 2"], f"{text} 2": [text]},
        "basis": basis,
        "basis_of": {"weight": basis, "target": {"status": "law", "source": text, "note": several}},
        "evidence": {"what": text, "items": [text, f"{text} 2"]},
        "normalise": {
            "method": "category",
            "categories": [{"label": text, "points": 0.1 + 0.2, "lower": 1.125}],
        },
    }
    data["consequence"] |= {"base": {"column": text, "by": text, "values": {text: 1.125}}}
    data["rules"]["basis_of"] = {"bands": basis}
    scheme = Scheme.model_validate(data)
    assert several in str(scheme.note)
    again, problems = scan_scheme(save_scheme(scheme, tmp_path / f"s.{suffix}"))
    assert [one.sentence for one in problems] == []
    assert again == scheme


def test_blanks_at_the_edges_are_no_part_of_a_text() -> None:
    data = load_scheme("seimbang").model_dump()
    data |= {"title": "  Skema \t kantor\n", "note": " satu \r\n  dua "}
    scheme = Scheme.model_validate(data)
    assert (scheme.title, scheme.note) == ("Skema kantor", "satu\ndua")
