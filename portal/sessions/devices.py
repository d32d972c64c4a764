"""A kind of device in words, such as "Firefox on Android", from what a browser says of itself.

Only two words of closed lists are kept, never the text itself, which is nearly a fingerprint.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

# In this order: browsers name those that they want to be taken for as well.
_BROWSERS = (
    ("Edge", ("edg/", "edga/", "edgios/")),
    ("Opera", ("opr/", "opera")),
    ("Samsung Internet", ("samsungbrowser",)),
    ("Firefox", ("firefox/", "fxios/")),
    ("Chrome", ("chrome/", "crios/", "chromium/")),
    ("Safari", ("safari/",)),
)
_SYSTEMS = (
    ("Android", ("android",)),
    ("iPhone", ("iphone", "ipod")),
    ("iPad", ("ipad",)),
    ("Windows", ("windows",)),
    ("ChromeOS", ("cros",)),
    ("macOS", ("macintosh", "mac os")),
    ("Linux", ("linux",)),
)
_READ_AT_MOST = 400


def kind_of(agent: str) -> str:
    """Browser and system of a User-Agent header, as "Firefox|Android"; either may be empty."""
    said = agent[:_READ_AT_MOST].lower()
    return f"{_first(_BROWSERS, said)}|{_first(_SYSTEMS, said)}"


def in_words(kind: str) -> str:
    """A kind of device as a person would call it, in the language of the page."""
    browser, _bar, system = kind.partition("|")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    if browser or system:
        return browser or system
    return _("Unknown device")


def _first(known: tuple[tuple[str, tuple[str, ...]], ...], said: str) -> str:
    return next((name for name, signs in known if any(sign in said for sign in signs)), "")
