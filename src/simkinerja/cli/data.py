"""The command ``simkinerja data``."""


def data() -> None:
    """Belum ada."""
    raise NotImplementedError
