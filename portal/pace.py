"""How fast a request's person and network may go: tight for one, wide for a school or an office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from rest_framework.throttling import BaseThrottle

from portal.limits import Limit, Wanted, standing, take_each, too_often
from portal.network import device_of, network_of
from portal.roles import is_known

V = TypeVar("V", bound=Callable[..., Any])
# All whose network is unknown (no proxy is trusted, or a private network) share one count.
UNKNOWN = 20
API_PERSON = Limit("API requests of a person", 300, 60)
API_NETWORK = Limit("API requests from a network", 900, 60)


def keep_pace(
    request: HttpRequest, *, person: Limit | None = None, network: Limit | None = None
) -> None:
    """Count this request for its person and its network; raises TooOften. One command to Redis.

    A guest is told by their browser, which only ever makes a limit tighter: who changes it is still
    one of their network.
    """
    if wanted := _counted_for(request, person, network):
        take_each(*wanted)


def require_room(request: HttpRequest, view: Any) -> None:
    """Raise TooOften when a paced view would; counts nothing.

    It can be asked before a long form is taken apart, which costs more than its page: counting must
    wait until the form's token is checked, or another site could use up a visitor's limits.
    """
    person, network = getattr(view, "pace", (None, None))
    for limit, who in _counted_for(request, person, network):
        stands = standing(limit, *who)
        if not stands.left:
            raise too_often(limit, stands.retry_after_s)


def paced(*, person: Limit | None = None, network: Limit | None = None) -> Callable[[V], V]:
    """A view whose POSTs keep a pace."""

    def decorate(view: V) -> V:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method == "POST":
                keep_pace(request, person=person, network=network)
            return view(request, *args, **kwargs)

        guarded.pace = (person, network)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


class Paced(BaseThrottle):
    """DRF's throttle for the whole API; a refusal is a problem with Retry-After."""

    def allow_request(self, request: Any, view: Any) -> bool:
        """True, or TooOften."""
        keep_pace(request, person=API_PERSON, network=API_NETWORK)
        return True


def _counted_for(request: HttpRequest, person: Limit | None, network: Limit | None) -> list[Wanted]:
    """The limits that a request counts against, each with whose it is."""
    wanted: list[Wanted] = []
    if network:
        found = network_of(request)
        wanted.append((network if found else _wide(network), (found,)))
    if person and is_known(request.user):
        wanted.append((person, ("account", request.user.pk)))
    elif person and (device := device_of(request)):
        wanted.append((person, ("browser", device)))
    return wanted


def _wide(limit: Limit) -> Limit:
    return replace(limit, most=limit.most * UNKNOWN)
