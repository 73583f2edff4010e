"""The command ``simkinerja skm``."""


def skm() -> None:
    """Belum ada."""
    raise NotImplementedError
