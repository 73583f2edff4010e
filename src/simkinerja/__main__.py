"""``python -m simkinerja`` is the command ``simkinerja``."""

from simkinerja.cli import main

main()
