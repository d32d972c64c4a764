"""Marks texts of a pure room for translation without importing Django.

`makemessages` finds them by the names of these functions; a face translates them.
"""

FOR_ONE: dict[str, tuple[str, str]] = {}
"""Text for several -> the text for one, and the name of the value that is counted."""


def gettext_noop(text: str) -> str:
    """The text itself."""
    return text


def ngettext(one: str, several: str, by: str) -> str:
    """The text for several; FOR_ONE remembers the other. by: the value that is counted."""
    FOR_ONE[several] = (one, by)
    return several
