"""The bridge between the database and CityState, and the only one.

load(version) gives a frozen version as analyses read it; to_city_state() what is recorded now.
"""

from portal.artefacts import store as artefacts
from twin.state.loading import load
from twin.state.reading import to_city_state

__all__ = ["artefacts", "load", "to_city_state"]
