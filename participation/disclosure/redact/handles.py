"""Names of accounts elsewhere: @name, insta: name, t.me/name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from participation.disclosure.redact.spans import Find

_AT = re.compile(
    r"(?<![\w@.+%/-])@(?!\d+(?![\w.]))[\w][\w.-]{1,39}(?:@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})?"
)
_SITES = re.compile(
    r"(?<![\w.-])(?:https?://)?(?:www\.|m\.|fr-fr\.)?"
    r"(?:t\.me|wa\.me|m\.me|signal\.me|(?:instagram|facebook|twitter|tiktok|snapchat|pinterest|"
    r"threads|"
    r"strava|vinted|leboncoin|github|gitlab|twitch|reddit|soundcloud|flickr)\.(?:com|net|fr|tv)|"
    r"fb\.(?:com|me)|"
    r"x\.com|vk\.com|linktr\.ee|discord\.gg|bsky\.app/profile|linkedin\.com/in|youtube\.com/(?:@|"
    r"c/|user/)|"
    r"mastodon\.\w{2,10}|piaille\.fr|mamot\.fr|xing\.com/profile|nextdoor\.\w{2,3})"
    r"/?[\w@.?=&%+#-][\w@./?=&%+#:-]{0,120}"
)
_NAMED = re.compile(
    r"\b(?:insta(?:gram)?|snap(?:chat)?|twitter|tik ?tok|telegram|tg|facebook|fb|messenger|"
    r"whats ?app|discord|"
    r"signal|skype|linkedin|mastodon|threads|bluesky|bsky|pseudo|twitch)\s{0,2}"
    r"(?P<sign>[:=]|->|→|:\s?@|@)\s{0,2}(?P<name>@?[a-z0-9][\w.#-]{2,38}\w)"
)
_AFTER = re.compile(
    r"\b(?:insta|instagram|snap|snapchat|telegram|discord|tiktok|skype)\s(?:c'est\s|est\s|is\s)?"
    r"(?P<name>(?=[a-z._]{0,30}[\d_])[a-z][\w.]{2,30}\w)"
)
_TAG = re.compile(r"(?<![\w&#])[a-z][\w.]{1,31}#\d{4}\b")
_SHORT = ("insta", "snap", "tg", "ig", "pseudo", "discord", "skype", "telegram")


def find(text: str, lower: str) -> Iterator[Find]:
    """Names after "@", after the name of a site, and addresses of profiles."""
    for found in _AT.finditer(lower):
        if any(sign.isalpha() for sign in found.group()):
            yield Find(found.start(), _trimmed(lower, found), "handle")
    for pattern in (_SITES, _TAG):
        for found in pattern.finditer(lower):
            yield Find(found.start(), _trimmed(lower, found), "handle")
    for found in _AFTER.finditer(lower):
        yield Find(found.start("name"), found.end(), "handle")
    for found in _NAMED.finditer(lower):
        name = found["name"]
        shaped = re.search(r"[\d_@#]|\w\.\w", name) or "@" in found["sign"]
        if shaped:
            yield Find(found.start("name"), found.end(), "handle")
        elif found.group().startswith(_SHORT):
            yield Find(found.start("name"), found.end(), "handle", sure=False)


def _trimmed(lower: str, found: re.Match[str]) -> int:
    """The end without the full stop of a sentence."""
    return found.start() + len(lower[found.start() : found.end()].rstrip(".-/?&#:"))
