"""Words that someone hostile writes, and readers of each format who would fall for them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from email.message import Message
from html.parser import HTMLParser
from xml.etree import ElementTree

import openpyxl

MARK = "zq8mark"
# A template that evaluates it would write this.
COMPUTED = f"{MARK}49"
WORDS = (
    f'{MARK}{{{{7*7}}}} <script>alert("{MARK}")</script> "><img src=x onerror=alert(1)> '
    "' onmouseover='alert(2) ]]> --> </textarea></title></style></script> ${7*7} {% now 'Y' %} "
    "javascript:alert(3) \u202egnp.exe &lt;b&gt; \\u003cscript> "
    "=cmd|' /c calc'!A0;=1+1\n+SUM(A1)\r\nX-Evil: yes\r\nBcc: evil@example.org"
)
ATOM = "{http://www.w3.org/2005/Atom}"


class Markup(HTMLParser):
    """What a browser would make of a page: what runs in it, and the words that are seen."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[str] = []
        self.seen = ""
        self.data: list[str] = []
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note handlers, addresses that run, and scripts that stand in the page."""
        known = {name: value or "" for name, value in attrs}
        self.runs += [f"{tag} {name}" for name in known if name.startswith("on")]
        self.runs += [
            f"{tag} {name}={value}"
            for name, value in known.items()
            if name in ("href", "src", "action", "formaction") and ":" in value[:12]
            and value.strip().lower().startswith(("javascript:", "data:text"))
        ]  # fmt: skip
        self.runs += [tag] if tag == "img" and known.get("src") == "x" else []
        self._inside = tag if tag == "script" else ""
        if tag == "script" and "src" not in known and known.get("type") != "application/json":
            self.runs.append("script")

    def handle_endtag(self, tag: str) -> None:
        """A script is over."""
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Words, or what a script holds."""
        if self._inside:
            self.data.append(data)
        else:
            self.seen += data


def read_html(body: bytes) -> list[str]:
    """What would run in a page."""
    page = Markup(body.decode())
    for data in page.data:
        json.loads(data)
    return page.runs


def read_xml(body: bytes) -> list[str]:
    """What would run in a feed or a picture; of a text that is said to be HTML, what runs there."""
    found: list[str] = []
    for part in ElementTree.fromstring(body).iter():
        name = part.tag.rsplit("}", 1)[-1]
        found += [name] if name in ("script", "foreignObject", "img") else []
        found += [f"{name} {one}" for one in part.attrib if one.lower().startswith("on")]
        if part.attrib.get("type") in ("html", "xhtml", "text/html") and name != "link":
            found += Markup("".join(part.itertext())).runs
    return found


def read_offline_map(body: bytes) -> list[str]:
    """What would run in the map that is one file: its scripts may, but no word of a person's."""
    page = Markup(body.decode())
    found = [one for one in page.runs if one != "script"]
    drawn = [data for data in page.data if MARK in data]
    for data in drawn:
        json.loads(data)
    return found


def read_csv(body: bytes) -> list[str]:
    """Cells that a spreadsheet would run, wherever it cuts."""
    text = body.decode("utf-8-sig")
    cells = [
        cell
        for cut in ",;\t"
        for row in csv.reader(io.StringIO(text), delimiter=cut)
        for cell in row
    ]
    return [cell for cell in cells if cell.strip(' "\u200b')[:1] in ("=", "@") and cell.strip(' "')]


def read_xlsx(body: bytes) -> list[str]:
    """Cells that are not plain text or numbers."""
    page = openpyxl.load_workbook(io.BytesIO(body)).active
    return [
        str(cell.value)
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f" or cell.hyperlink
    ]


def read_pdf(body: bytes) -> list[str]:
    """Acts that a PDF asks for."""
    return [name for name in ("/JavaScript", "/JS", "/Launch") if name.encode() in body]


def read_json(body: bytes) -> list[str]:
    """Nothing runs in JSON; it must be such."""
    json.loads(body)
    return []


def read_lines(body: bytes) -> list[str]:
    """Plain text runs nothing."""
    body.decode()
    return []


READERS: dict[str, Callable[[bytes], list[str]]] = {
    "text/html": read_html,
    "application/atom+xml": read_xml,
    "image/svg+xml": read_xml,
    "text/csv": read_csv,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": read_xlsx,
    "application/pdf": read_pdf,
    "application/json": read_json,
    "application/geo+json": read_json,
    "application/problem+json": read_json,
    "application/manifest+json": read_json,
    "application/vnd.oai.openapi": read_lines,
    "text/plain": read_lines,
    "text/css": read_lines,
}


def file_name(header: str) -> str:
    """The name that a browser would give a download."""
    message = Message()
    message["Content-Disposition"] = header
    return message.get_filename() or ""
