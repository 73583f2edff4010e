"""For all tests: what takes long once (compiling, reading a registry) is no fault of an example."""

from hypothesis import settings

settings.register_profile("simkinerja", deadline=None)
settings.load_profile("simkinerja")
