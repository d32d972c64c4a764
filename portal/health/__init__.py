"""Whether this process lives, whether the site can serve, and whether all goes as it should."""

from portal.health.beats import note_clock, note_worker
from portal.health.catalogue import CHECKS, Found, add_check

__all__ = ["CHECKS", "Found", "add_check", "note_clock", "note_worker"]
