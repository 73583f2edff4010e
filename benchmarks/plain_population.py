"""What a user would write instead of ``draw_population``: the same columns, none of the guarantees.

Vectorised pandas and numpy, as a competent analyst writes it in an afternoon: every column drawn by
its margin, alone. No published margin is met in whole numbers, fields contradict each other (a
teacher of golongan I, a doctor without a degree), numbers may belong to real people and may repeat,
and one more person moves everybody.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

MEN = ["Budi", "Agus", "Joko", "Andi", "Eko", "Dedi", "Hendra", "Rudi", "Bayu", "Dimas", "Fajar", "Galih"]
WOMEN = ["Siti", "Dewi", "Rina", "Sri", "Ani", "Wati", "Lestari", "Indah", "Putri", "Maya", "Nur", "Yuni"]
FAMILY = ["Santoso", "Wijaya", "Siregar", "Nasution", "Hidayat", "Saputra", "Kusuma", "Pratama", "Lubis"]
EDUCATION = ["SMA", "D-III", "S-1", "S-2", "S-3"]
GOLONGAN = ["II/a", "II/c", "III/a", "III/b", "III/c", "III/d", "IV/a", "IV/b", "V", "IX", "X"]
JABATAN = ["Guru Ahli Pertama", "Guru Ahli Muda", "Perawat", "Analis", "Pengadministrasi", "Kepala Seksi"]
JENJANG = ["Ahli Pertama", "Ahli Muda", "Terampil", "Penyelia"]
TRAITS = ["technical", "interpersonal", "motivation", "digital", "integrity", "resistance", "practice"]


def write_up(n: int, seed: int) -> pd.DataFrame:
    """A table of ``n`` officers with the columns of ``Population.officers``."""
    rng = np.random.default_rng(seed)
    female = rng.random(n) < 0.56
    birth = np.datetime64("1965-01-01", "D") + rng.integers(0, 14_600, n)
    start = birth + rng.integers(8_000, 12_000, n)
    born, begun = pd.DatetimeIndex(birth), pd.DatetimeIndex(start)
    status = rng.choice(["pns", "pppk", "pppk_paruh_waktu"], n, p=[0.45, 0.25, 0.3])
    first = np.where(female, rng.choice(WOMEN, n), rng.choice(MEN, n))
    middle = np.where(female, rng.choice(WOMEN, n), rng.choice(MEN, n))
    name = pd.Series(first).str.cat([pd.Series(middle), pd.Series(rng.choice(FAMILY, n))], sep=" ")
    day = born.year * 10_000 + born.month * 100 + born.day
    nip = day.astype("int64") * 10**10 + (begun.year * 100 + begun.month).astype("int64") * 10**4
    nip = nip + (1000 + 1000 * female) + rng.integers(1, 999, n)
    nik = 337301 * 10**10 + ((born.day + 40 * female) * 10_000 + born.month * 100 + born.year % 100) * 10_000
    nik = nik + rng.integers(1, 9999, n)
    unit = np.sort(rng.integers(0, n // 20 + 1, n))
    columns = {
        "officer_id": np.arange(n),
        "nip": pd.Series(nip).astype(str),
        "nik": pd.Series(nik).astype(str),
        "name": name,
        "title_front": pd.Categorical(rng.choice(["", "dr.", "Dr.", "Drs."], n, p=[0.9, 0.05, 0.02, 0.03])),
        "title_back": pd.Categorical(rng.choice(["", "S.Pd.", "S.E.", "S.Kep.", "M.M."], n)),
        "sex": pd.Categorical(np.where(female, "P", "L")),
        "birth_date": birth.astype("datetime64[s]"),
        "age": 2025 - born.year,
        "education": pd.Categorical(rng.choice(EDUCATION, n, p=[0.2, 0.12, 0.55, 0.12, 0.01])),
        "status": pd.Categorical(status),
        "golongan": pd.Categorical(rng.choice(GOLONGAN, n)),
        "job_type": pd.Categorical(
            rng.choice(["fungsional", "pelaksana", "struktural"], n, p=[0.63, 0.31, 0.06])
        ),
        "jabatan": pd.Categorical(rng.choice(JABATAN, n)),
        "jenjang": pd.Categorical(rng.choice(JENJANG, n)),
        "years_of_service": 2025 - begun.year,
        "agency_id": unit // 40,
        "unit_id": unit,
        "rater_id": np.searchsorted(unit, unit),
    }
    correlation = np.full((7, 7), 0.2) + 0.8 * np.eye(7)
    traits = rng.standard_normal((n, 7)) @ np.linalg.cholesky(correlation).T
    return pd.DataFrame(columns | {f"true_{key}": traits[:, k] for k, key in enumerate(TRAITS)})
