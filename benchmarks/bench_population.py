"""``draw_population`` beside Faker row by row and a plain vectorised write-up.

Run: ``python benchmarks/bench_population.py [--baris 10000 100000 1000000]``. Faker is timed on 2,000
rows and scaled, because a million would take minutes a run; its rows hold the same columns, with dates
and numbers that agree within a row. ``draw_population`` is timed twice: as the first draw of a city and
size in a process, which makes the plan of the margins, and under a further seed, which finds it made.
"""

from __future__ import annotations

import argparse

from timing import Figure, measure, table

OURS = "simkinerja draw_population"
FIRST = "simkinerja, undian pertama ukuran itu"
PLAIN = "pandas tervektor, tanpa jaminan"
FAKER = "Faker id_ID baris demi baris (diskalakan)"
FAKER_ROWS = 2000
FAKER_SETUP = """
from datetime import date
from faker import Faker
import pandas as pd
fake = Faker("id_ID"); Faker.seed(1)
"""
FAKER_BODY = f"""
one = fake.random_element
rows = []
for number in range({FAKER_ROWS}):
    sex = one(("L", "P"))
    born = fake.date_of_birth(minimum_age=22, maximum_age=60)
    begun = fake.date_between(start_date=born.replace(year=born.year + 21, day=1), end_date=date(2025, 10, 1))
    row = dict(
        officer_id=number, name=fake.name_male() if sex == "L" else fake.name_female(), sex=sex,
        birth_date=born, age=2025 - born.year, years_of_service=2025 - begun.year,
        nip=f"{{born:%Y%m%d}}{{begun:%Y%m}}{{1 + (sex == 'P')}}{{fake.random_int(1, 999):03d}}",
        nik=f"337301{{born.day + 40 * (sex == 'P'):02d}}{{born:%m%y}}{{fake.random_int(1, 9999):04d}}",
        title_front=one(("", "dr.", "Dr.")), title_back=one(("S.Pd.", "S.E.", "")),
        education=one(("SMA", "D-III", "S-1", "S-2")), status=one(("pns", "pppk", "pppk_paruh_waktu")),
        golongan=one(("II/c", "III/a", "III/b", "IV/a")), job_type=one(("fungsional", "pelaksana")),
        jabatan=one(("Guru", "Perawat", "Analis")), jenjang=one(("Ahli Pertama", "Ahli Muda")),
        agency_id=fake.random_int(0, 30), unit_id=fake.random_int(0, 900), rater_id=fake.random_int(0, 900),
    )
    row |= {{f"true_{{key}}": fake.random.gauss(0, 1) for key in "abcdefg"}}
    rows.append(row)
table = pd.DataFrame(rows)
"""


def contenders(n: int) -> dict[str, tuple[str, str]]:
    first = (
        "import simkinerja as sk\nsk.draw_population('medan', 1, n_officers=2000).officers",
        f"sk.draw_population('medan', 2026, n_officers={n}).officers",
    )
    ours = (f"{first[0]}\nsk.draw_population('medan', 1, n_officers={n}).officers", first[1])
    plain = (
        f"sys.path.insert(0, {str(__import__('pathlib').Path(__file__).parent)!r})\n"
        "from plain_population import write_up\nwrite_up(2000, 1)",
        f"write_up({n}, 2026)",
    )
    return {OURS: ours, FIRST: first, PLAIN: plain, FAKER: (FAKER_SETUP, FAKER_BODY)}


def scaled(figures: dict[str, Figure], n: int) -> dict[str, Figure]:
    faker = figures[FAKER]
    return figures | {
        FAKER: Figure(faker.seconds * n / FAKER_ROWS, faker.peak_mb, faker.best * n / FAKER_ROWS)
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--baris", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    for n in parser.parse_args().baris:
        figures = scaled(measure(contenders(n), runs=5), n)
        print(table(f"Populasi {n:,} ASN".replace(",", "."), figures, ours=OURS))
        print(f"simkinerja / pandas = {figures[OURS].seconds / figures[PLAIN].seconds:.2f} (batas 1,5)")
        times = figures[FAKER].seconds / figures[OURS].seconds
        print(f"Faker / simkinerja = {times:.0f} (paling sedikit 100)\n")


if __name__ == "__main__":
    main()
