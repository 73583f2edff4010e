"""The command ``simkinerja aturan``."""


def aturan() -> None:
    """Belum ada."""
    raise NotImplementedError
