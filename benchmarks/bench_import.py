"""``import simkinerja`` beside ``import numpy``. Run: ``python benchmarks/bench_import.py``."""

from timing import measure, table

CONTENDERS = {
    "import simkinerja": ("", "import simkinerja"),
    "import numpy": ("", "import numpy"),
    "import pandas": ("", "import pandas"),
}


def main() -> None:
    figures = measure(CONTENDERS, runs=11)
    print(table("Impor", figures, ours="import simkinerja"))
    ratio = figures["import simkinerja"].seconds / figures["import numpy"].seconds
    print(f"import simkinerja / import numpy = {ratio:.2f} (batas 2,5)")


if __name__ == "__main__":
    main()
