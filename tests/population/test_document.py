"""``docs/populasi.md`` says what the city files and the registry say."""

import re
from pathlib import Path

from simkinerja.params import POPULATION
from simkinerja.population import city_codes
from simkinerja.population.document import TABLES, refreshed

PAGE = Path(__file__).parents[2] / "docs" / "populasi.md"


def test_the_page_is_what_the_data_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert refreshed(page) == page, "jalankan: python -m simkinerja.population.document docs/populasi.md"
    assert sorted(re.findall(r"tabel: (\w+)", page)) == sorted(TABLES)


def test_a_stale_table_is_seen() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "9.726" in page
    assert refreshed(page.replace("9.726", "9.727")) == page


def test_every_city_and_parameter_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in (*city_codes(), *POPULATION))


def test_the_python_of_the_page_runs() -> None:
    block = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    exec(compile(block[1], "populasi.md", "exec"), {})
