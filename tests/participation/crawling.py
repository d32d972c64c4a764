"""Someone who opens every address there is: all patterns filled in, all links followed."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

from django.contrib.admindocs.views import simplify_regex
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from portal.models import User

MOST = 500
# As many of one kind of address as this: the rest only differ in a number.
MOST_OF_A_KIND = 10
_NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{15,64}|\d+")
_LINK = re.compile(r"""(?:href|src|action|data-[a-z-]+)=["']([^"'<>\s]+)["']""")
_IN_JSON = re.compile(r'"(/[A-Za-z0-9_\-./?=&;%{}]*)"')


@dataclass
class Walk:
    """What was seen. seen: address -> status; words: everything in bodies and headers."""

    seen: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    @property
    def broken(self) -> list[str]:
        """Addresses that answered with a failure of ours."""
        return [path for path, status in self.seen.items() if status >= 500 and status != 503]

    @property
    def good(self) -> list[str]:
        """Addresses that showed something."""
        return [path for path, status in self.seen.items() if status == 200]


def crawl(start: Iterable[str], *, language: str = "en", reader: User | None = None) -> Walk:
    """Open `start` and all that can be reached from there, as a guest or as `reader`."""
    walk = Walk()
    client = Client(raise_request_exception=False, headers={"accept-language": language})
    waiting = deque(start)
    kinds: Counter[str] = Counter()
    while waiting and len(walk.seen) < MOST:
        path = waiting.popleft()
        kind = _NUMBER.sub("#", path.split("?")[0])
        if path in walk.seen or kinds[kind] >= MOST_OF_A_KIND or "/logout" in path:
            continue
        kinds[kind] += 1
        if reader is not None:
            # Anew each time: a page may have ended the session.
            client.force_login(reader)
        response = client.get(path)
        walk.seen[path] = response.status_code
        walk.words[path] = _text(response)
        waiting.extend(_links(path, response, walk.words[path]))
    return walk


def _text(response: HttpResponseBase) -> str:
    """Body, headers and cookies as one string."""
    body = (
        b"".join(response.streaming_content)  # type: ignore[attr-defined]
        if response.streaming
        else response.content  # type: ignore[attr-defined]
    )
    if "spreadsheet" in response.get("content-type", ""):
        book = zipfile.ZipFile(io.BytesIO(body))
        body = b"\n".join(book.read(name) for name in book.namelist())
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{head}\n{response.cookies.output()}\n{body.decode('utf-8', 'replace')}"


def _links(path: str, response: HttpResponseBase, text: str) -> Iterator[str]:
    if "location" in response:
        yield from _inside(path, response["location"])
    kind = response.get("content-type", "")
    if "html" in kind or "json" in kind or "svg" in kind:
        for link in itertools.chain(_LINK.findall(text), _IN_JSON.findall(text)):
            yield from _inside(path, link.replace("&amp;", "&"))


def _inside(path: str, link: str) -> Iterator[str]:
    """The link as a path of this site, unless it is a file or leads elsewhere."""
    found = urlsplit(urldefrag(urljoin(path, link)).url)
    ours = found.netloc in ("", "testserver") and found.path.startswith("/")
    if ours and "{" not in found.path and not found.path.startswith("/static/"):
        yield found.path + (f"?{found.query}" if found.query else "")


def addresses(values: dict[str, list[object]]) -> list[str]:
    """Every URL pattern of the site, filled with `values` by parameter name.

    A parameter that is not among them gets a number and a word, so that new pages are opened too.
    """
    found = []
    for name, parameters in _patterns(get_resolver()):
        choices = [values.get(parameter, [1, "x"]) for parameter in parameters]
        for chosen in itertools.islice(itertools.product(*choices), MOST_OF_A_KIND):
            try:
                found.append(reverse(name, kwargs=dict(zip(parameters, chosen, strict=True))))
            except NoReverseMatch:
                continue
    return sorted(set(found))


def templates() -> list[str]:
    """Every address of the site with names for its parts: "/c/{slug}/log/events.txt"."""
    routes = (re.sub(r"<\w+:(\w+)>", r"<\1>", route) for route in _routes(get_resolver()))
    plain = (simplify_regex(route).replace("\\", "") for route in routes)
    return sorted({re.sub(r"<(\w+)>", r"{\1}", address) for address in plain})


def _routes(resolver: URLResolver, above: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = above + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        else:
            yield route


def _patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, list[str]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            for name, parameters in _patterns(pattern, inner):
                yield name, [*pattern.pattern.regex.groupindex, *parameters]
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}", list(pattern.pattern.regex.groupindex)
