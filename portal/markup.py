"""Small formatting in texts that a city writes: a safe part of Markdown, as HTML or as plain words.

Paragraphs, bold, italic, links, lists and headings; no HTML, no pictures. What comes out passes an
allow list again, so that a fault of the first reader alone could not bring markup onto a page.
"""

from __future__ import annotations

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

OFF = (
    "backticks",
    "blockquote",
    "code",
    "entity",
    "fence",
    "hr",
    "html_block",
    "html_inline",
    "image",
    "lheading",
    "reference",
)
TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "h3", "h4", "h5", "h6"}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
_ON_A_PAGE = 2
"""A page's own headings come first: its title and those of its sections."""
_DEEPEST = 6
_READER = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(list(OFF))


@lru_cache(maxsize=512)
def as_html(text: str) -> SafeString:
    """The text as HTML; only tags of TAGS, links by SCHEMES that pass nothing on."""
    tokens = _READER.parse(text)
    for token in tokens:
        if token.type.startswith("heading_"):
            token.tag = f"h{min(_DEEPEST, int(token.tag[1:]) + _ON_A_PAGE)}"
    drawn = _READER.renderer.render(tokens, _READER.options, {})
    safe = nh3.clean(
        drawn,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener",
    )
    # Cleaned just above.
    return mark_safe(safe)  # noqa: S308


@lru_cache(maxsize=2048)
def as_words(text: str) -> str:
    """The text without its signs, for one-line places, mails, print and files.

    A link's address follows its words where they do not say it themselves.
    """
    found: list[str] = []
    numbers: list[int] = []
    for token in _READER.parse(text):
        if token.type == "ordered_list_open":
            numbers.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            numbers.append(0)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            numbers.pop()
        elif token.type == "list_item_open":
            found.append(f"{numbers[-1]}. " if numbers[-1] else "– ")
            numbers[-1] += bool(numbers[-1])
        elif token.type == "inline":
            found.append(_inline(token.children or []))
            found.append("\n" if numbers else "\n\n")
    return "".join(found).strip()


def _inline(tokens: list[Token]) -> str:
    words: list[str] = []
    links: list[tuple[int, str]] = []
    for token in tokens:
        if token.type == "link_open":
            links.append((len(words), str(token.attrs.get("href", ""))))
        elif token.type == "link_close":
            begins, address = links.pop()
            if address and address.removeprefix("mailto:") not in "".join(words[begins:]):
                words.append(f" ({address})")
        elif token.type in ("softbreak", "hardbreak"):
            words.append("\n")
        else:
            words.append(token.content)
    return "".join(words)
