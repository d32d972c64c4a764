"""What the site writes about itself: one line for a cause and a minute, and nobody's data in it."""

from portal.logs.folding import Folding
from portal.logs.lines import Discreet, Lines, is_secret, masked, route_of, said_of
from portal.logs.requests import RequestId

__all__ = [
    "Discreet",
    "Folding",
    "Lines",
    "RequestId",
    "is_secret",
    "masked",
    "route_of",
    "said_of",
]
