"""What a browser does with a page."""

from __future__ import annotations

import re


def fields(page: str, action: str) -> dict[str, str]:
    """What a browser sends of the form that goes to `action`."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form is not None
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name = re.search(r'name="([^"]+)"', tag)
        picked = not re.search(r'type="(radio|checkbox)"', tag) or "checked" in tag
        if name and picked:
            value = re.search(r'value="([^"]*)"', tag)
            found[name[1]] = value[1] if value else ""
    for name, words in re.findall(
        r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form[0], re.S
    ):
        found[name] = words
    for name, inside in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = chosen[1] if chosen else ""
    return found
