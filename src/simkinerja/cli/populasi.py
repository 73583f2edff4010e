"""The command ``simkinerja populasi``."""


def populasi() -> None:
    """Belum ada."""
    raise NotImplementedError
