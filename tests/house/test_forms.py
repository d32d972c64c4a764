"""Forms that can be refused say so at the top, where the page begins to be read."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
DRAWS_FIELDS = re.compile(r"(components/(fields?|choices|check)|parts/fields)\.html")
SUMMARY = "components/error_summary.html"


def _pages() -> dict[str, str]:
    return {
        str(path.relative_to(TEMPLATES)): path.read_text()
        for path in sorted(TEMPLATES.rglob("*.html"))
        if "styleguide" not in path.parts
    }


def test_every_page_that_draws_a_forms_fields_draws_the_summary_of_its_errors() -> None:
    found = [
        name
        for name, text in _pages().items()
        if not name.startswith(("components/", "account/parts/", "portal/styleguide"))
        and re.search(r"method=\"?post", text)
        and DRAWS_FIELDS.search(text)
        and SUMMARY not in text
    ]
    assert found == []


def test_whatever_alarms_a_reader_takes_the_focus_without_a_script() -> None:
    """An alert that came with the page is read out only if the focus goes there."""
    found = [
        f"{name}: {tag}"
        for name, text in _pages().items()
        for tag in re.findall(r"<[^>]*role=\"alert\"[^>]*>", text)
        if not re.search(r"tabindex=\"-1\" autofocus|\shidden\s", tag)
        # Who types a pile has the focus in the field, which names the refusal as its description.
        and name != "participation/desk/paper_pile.html"
    ]
    assert found == []


def test_the_summary_links_to_the_fields_and_takes_the_focus() -> None:
    text = (TEMPLATES / SUMMARY).read_text()
    assert re.search(r"tabindex=\"-1\" autofocus", text)
    assert 'href="#{{ field.auto_id }}"' in text


def test_no_colon_stands_after_a_word_without_its_languages_space() -> None:
    """French sets a no-break space before it: the catalogue knows, a template does not."""
    asked = re.compile(r"\{% blocktranslate.*?\{% endblocktranslate %\}", re.DOTALL)
    found = [
        f"{name}: {line}"
        for name, text in _pages().items()
        for line in re.findall(r".{0,30}(?:\}\}|%\}): ", asked.sub("", text))
    ]
    assert found == []
