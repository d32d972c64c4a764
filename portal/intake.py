"""How much a request may bring, and whether it comes too often, before a byte of it is read.

Every address takes a megabyte of form and no file. A view that needs more says so with `takes`, and
for whom; nobody else may send it that much. granian hands a body on as it is read, so what is
refused here never reaches memory or disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from functools import cache
from typing import Any, TypeVar

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from portal.errors import BadInput, CivicError, NotAllowed, NotThere, TooLarge
from portal.pace import require_room
from portal.problems import brief_answer_to
from portal.roles import Predicate

V = TypeVar("V", bound=Callable[..., Any])
Wsgi = Callable[[dict[str, Any], Any], Any]


@dataclass(frozen=True)
class Intake:
    """What an address takes. who: for whom this holds; all others may send as everywhere."""

    most_bytes: int = 1_000_000
    files: bool = False
    who: Predicate | None = None


EVERYWHERE = Intake()
NO_LENGTH = b"""<!doctype html><title>Length required</title>
<p>Say first how long it is (Content-Length), then send it at once.</p>
<p lang="fr">Indiquez d&rsquo;abord la longueur de l&rsquo;envoi (Content-Length).</p>"""
NO_METHOD = (
    b"<!doctype html><title>Method not allowed</title><p>Nothing here is asked that way.</p>"
)
NO_CHARSET = b"<!doctype html><title>Unknown signs</title><p>Send it in UTF-8.</p>"
# Taking a form of this length apart costs as much as a page.
LONG_BYTES = 16_000
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def takes(
    most_bytes: int, *, files: bool = False, who: Predicate | None = None
) -> Callable[[V], V]:
    """A view that takes more or less than others: so many bytes, files among them, from whom."""

    def decorate(view: V) -> V:
        view.intake = Intake(most_bytes, files, who)  # type: ignore[attr-defined]
        return view

    return decorate


def intake_of(view: Any) -> Intake:
    """What a view takes; of a class-based one, what its class says."""
    found = getattr(view, "intake", None) or getattr(
        getattr(view, "view_class", None), "intake", None
    )
    return found if isinstance(found, Intake) else EVERYWHERE


def table(patterns: Any = None, before: str = "") -> Iterator[tuple[str, Intake]]:
    """Every address of the site and what it takes."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        address = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from table(one.url_patterns, address)
        elif isinstance(one, URLPattern):
            yield address, intake_of(one.callback)


def at_the_door(application: Wsgi) -> Wsgi:
    """The application; what no address of it takes is refused at the cost of a look at its length.

    A page of the site costs milliseconds, and whoever sends gigabytes asks for many.
    """

    def guarded(environ: dict[str, Any], start_response: Any) -> Any:
        if environ.get("REQUEST_METHOD") not in METHODS:
            return _turned_away(start_response, "405 Method Not Allowed", NO_METHOD)
        if _is_odd(environ.get("CONTENT_TYPE") or ""):
            return _turned_away(start_response, "415 Unsupported Media Type", NO_CHARSET)
        said = environ.get("CONTENT_LENGTH") or ""
        if not said and environ.get("HTTP_TRANSFER_ENCODING"):
            return _turned_away(start_response, "411 Length Required", NO_LENGTH)
        if len(said) < 8 or not said.isdigit() or int(said[:18]) <= _most():
            return application(environ, start_response)
        return _turned_away(start_response, "413 Content Too Large", _too_large_page())

    return guarded


def _is_odd(content_type: str) -> bool:
    """Whether it names signs other than UTF-8; Python would take "hex" or "zlib" for some."""
    if "charset" not in content_type.lower():
        return False
    message = Message()
    try:
        message["Content-Type"] = content_type
        return str(message.get_param("charset", "utf-8")).lower() not in ("utf-8", "utf8")
    except (ValueError, LookupError):
        return True


def _turned_away(start_response: Any, status: str, page: bytes) -> list[bytes]:
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(page))),
        # What was not read would be taken for the next request of this connection.
        ("Connection", "close"),
    ]
    start_response(status, headers)
    return [page]


@cache
def _most() -> int:
    return max(one.most_bytes for _address, one in table())


@cache
def _too_large_page() -> bytes:
    return render_to_string("413.html", {"most": _most() // 1_000_000}).encode()


class IntakeMiddleware:
    """Refuses what is too large; stands before whatever looks into a form, as the CSRF check."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through; the view must be known first."""
        response: HttpResponse = self.get_response(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """An answer for what is not read, None for all else."""
        try:
            if "\0" in request.path:
                # No store takes it, and nothing has it in its name.
                raise NotThere(_("There is nothing at this address."))
            if _check(request, intake_of(view)) > LONG_BYTES:
                require_room(request, view)
        except CivicError as error:
            answer = brief_answer_to(request, error)
            # What was not read would be taken for the next request of this connection.
            answer["Connection"] = "close"
            return answer
        return None


class _NoFiles(FileUploadHandler):
    """Lets go of files where none belongs."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Its parts are read past."""
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nothing is kept."""

    def file_complete(self, file_size: int) -> None:
        """There is none."""


def _check(request: HttpRequest, wanted: Intake) -> int:
    """The length, when the address takes it from whoever this is."""
    length = _length(request)
    if not length:
        return 0
    allowed = wanted
    # Asking who it is costs a query: only where more than everywhere is sent, or a file.
    if wanted.who and not wanted.who(request.user):
        if length > EVERYWHERE.most_bytes:
            raise NotAllowed(_("Only people who work here may send files to this page."))
        allowed = EVERYWHERE
    if length > allowed.most_bytes:
        raise TooLarge(
            _("What you sent is too large: %(sent)s arrived, and %(most)s fit. Send less at once.")
            % {"sent": _size(length), "most": _size(allowed.most_bytes)}
        )
    if not allowed.files:
        request.upload_handlers = [_NoFiles(request)]  # type: ignore[list-item]
    return length


def _length(request: HttpRequest) -> int:
    """How many bytes follow the headers; BadInput where that is not said."""
    said = request.META.get("CONTENT_LENGTH") or ""
    if said.isascii() and said.isdigit():
        return int(said[:18])
    # Django reads no body without a length, so a form in pieces would seem empty.
    if said or request.META.get("HTTP_TRANSFER_ENCODING"):
        raise LengthNeeded(_("Say first how long it is (Content-Length), then send it at once."))
    return 0


class LengthNeeded(BadInput):
    """A body came in pieces, and nobody knows how many."""

    code = "length-needed"
    status = 411


def _size(number: int) -> str:
    if number < 1_000_000:
        return _("%(number)s KB") % {"number": number_format(max(1, number // 1_000))}
    return _("%(number)s MB") % {"number": number_format(number / 1_000_000, 1)}
