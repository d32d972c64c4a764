"""What a browser sends of a form on a page."""

from __future__ import annotations

from html.parser import HTMLParser

Fields = dict[str, list[str]]


class _Form(HTMLParser):
    def __init__(self, action: str, holds: str) -> None:
        super().__init__(convert_charrefs=True)
        self.action, self.holds = action, holds
        self.found: list[Fields] = []
        self.now: Fields | None = None
        self.name, self.words = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.now = {} if told.get("action", "").partition("?")[0] == self.action else None
        name = told.get("name", "")
        if self.now is None or "disabled" in told:
            return
        if tag == "input" and name and told.get("type") not in ("submit", "file"):
            presses = told.get("type") in ("radio", "checkbox")
            if not presses or "checked" in told:
                self.now.setdefault(name, []).append(told.get("value", "on" if presses else ""))
        elif tag in ("select", "textarea"):
            self.name, self.words = name, ""
        elif tag == "option" and "selected" in told:
            self.words = told.get("value", "")

    def handle_data(self, data: str) -> None:
        self.words += data if self.lasttag == "textarea" else ""

    def handle_endtag(self, tag: str) -> None:
        if self.now is not None and tag in ("select", "textarea") and self.name:
            self.now.setdefault(self.name, []).append(self.words.removeprefix("\n"))
            self.name = ""
        if tag == "form" and self.now is not None:
            if not self.holds or self.holds in self.now:
                self.found.append(self.now)
            self.now = None


def fields_of(page: str, action: str, holds: str = "") -> Fields:
    """The fields of the first form that goes to `action`; holds: and has this field."""
    form = _Form(action, holds)
    form.feed(page)
    sent = dict(form.found[0])
    sent.pop("csrfmiddlewaretoken", None)
    return sent
