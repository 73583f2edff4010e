"""The command ``simkinerja buka``."""


def buka() -> None:
    """Belum ada."""
    raise NotImplementedError
