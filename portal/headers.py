"""What every answer tells the browser beside the content security policy."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

# The map may ask where somebody is, on a click; a passkey is asked for when signing in.
PERMISSIONS = ", ".join(
    [
        "accelerometer=()",
        "autoplay=()",
        "bluetooth=()",
        "browsing-topics=()",
        "camera=()",
        "display-capture=()",
        "geolocation=(self)",
        "gyroscope=()",
        "hid=()",
        "magnetometer=()",
        "microphone=()",
        "midi=()",
        "payment=()",
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
        "serial=()",
        "usb=()",
    ]
)
# First word of the address, or the word behind /c/<question>/: pages about one person, or for
# officials. A browser keeps no copy of them, on disk or behind its way back.
PRIVATE = frozenset({"desk", "account", "me", "kiosk", "receipt"})
PRIVATE_IN_A_QUESTION = frozenset({"vote", "report"})


class Headers:
    """Middleware: Permissions-Policy everywhere, no copies of what is private."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add what the view has not set itself."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if is_private(request.path_info):
            if "no-store" not in response.headers.get("Cache-Control", ""):
                add_never_cache_headers(response)
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        elif _is_somebodys(request) and "Cache-Control" not in response.headers:
            # It names who is signed in: no proxy keeps it, and their own browser asks again.
            response.headers["Cache-Control"] = "private, no-cache"
        return response


def _is_somebodys(request: HttpRequest) -> bool:
    """Whether the view looked who is there, and somebody was."""
    user = getattr(request, "_cached_user", None)
    return user is not None and user.is_authenticated


def is_private(path: str) -> bool:
    """Whether no copy of the page at this path may be kept."""
    words = path.split("/", 4)
    if len(words) > 3 and words[1] == "c":
        return words[3] in PRIVATE_IN_A_QUESTION
    return len(words) > 1 and words[1] in PRIVATE
