"""One set of dependencies, said in three places: pyproject.toml, constraints.txt, environment.yml."""

import re
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def declared() -> dict[str, Requirement]:
    texts = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["uji"]]
    return {canonicalize_name(Requirement(text).name): Requirement(text) for text in texts}


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[^=\s]+", pin) for pin in pins), "every line is NAME==VERSION"
    return {canonicalize_name(name): version for name, version in (pin.split("==") for pin in pins)}


def test_every_dependency_is_pinned_within_its_range() -> None:
    pins = pinned()
    for name, requirement in declared().items():
        assert name in pins, f"{name} is not pinned"
        assert requirement.specifier.contains(pins[name]), f"{name} {pins[name]} is outside {requirement}"


def test_conda_environment_holds_the_same_packages() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["name"] == "simkinerja"
    assert f"python{PROJECT['requires-python']}" in environment["dependencies"]
    (pip,) = [item["pip"] for item in environment["dependencies"] if isinstance(item, dict)]
    assert "--constraint constraints.txt" in pip
    assert "--editable ." in pip
    assert {canonicalize_name(item) for item in pip if not item.startswith("--")} == set(declared())


def test_everything_installed_is_pinned() -> None:
    """What runs here is what the pins say: a package that slipped past them is seen."""
    from importlib.metadata import distributions

    pins = pinned()
    tools = {"simkinerja", "pip", "setuptools", "wheel"}
    for found in distributions():
        name = canonicalize_name(found.metadata["Name"])
        if name not in tools:
            assert pins.get(name) == found.version, (
                f"{name} {found.version} is installed, pinned {pins.get(name)}"
            )


def test_every_pin_runs_on_the_pythons_we_promise() -> None:
    """A pin that wants 3.11.5 breaks on Debian's 3.11.2, and only there."""
    from importlib.metadata import distributions

    for found in distributions():
        asks = SpecifierSet(found.metadata.get("Requires-Python") or "")
        for version in ("3.11.0", "3.12.0", "3.13.0", "3.14.0"):
            assert asks.contains(version), f"{found.metadata['Name']} {found.version} wants Python {asks}"
