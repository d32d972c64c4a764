"""What a test's worker includes: the tiny models join its catalogue."""

from tests.twin.tiny_analyses import install

install()
