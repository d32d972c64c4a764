"""What a bundle says to people: its README in each language, and what became of rare ballots."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from portal.multilingual import pick


def rare_words(rare: dict[str, Any]) -> str:
    """What became of ballots that hardly any other resembles, and what follows."""
    if rare["ballots"]:
        told = _(
            "%(ballots)s of %(of)s ballots say what hardly any other says; somebody might "
            "recognise them. They stand in the list as fingerprints, and are added up in "
            "rest.json. Whoever counts again has to take that sum as the city states it."
        ) % {"ballots": rare["ballots"], "of": rare["of"]}
        limit = _("With few options, such a sum can often be taken apart into ballots again.")
        return f"{told} {limit}"
    if rare["shown_patterns"]:
        return _(
            "This rule can only be counted again with every ballot, so every ballot is shown. "
            "%(patterns)s choices stand on fewer than %(least)s ballots each: whoever knows what "
            "somebody wanted may recognise their ballot, and a buyer of votes can ask for an "
            "unusual one."
        ) % {"patterns": rare["shown_patterns"], "least": rare["least"]}
    return _("Every ballot is shown, and none is so rare that somebody might be recognised by it.")


def readmes(manifest: dict[str, Any]) -> dict[str, str]:
    """File name -> text: README.txt in the site's language, README.<code>.txt in each other."""
    found = {}
    for code, _name in settings.LANGUAGES:
        main = code == settings.LANGUAGE_CODE.split("-")[0]
        with translation.override(code):
            found["README.txt" if main else f"README.{code}.txt"] = _readme(manifest)
    return found


def _readme(manifest: dict[str, Any]) -> str:
    parts = [
        _("The count of a vote, for anyone to check"),
        pick(manifest["question"]),
        _("How to check it, with Python 3.10 or newer:"),
        "    python3 verify.py",
        _("How to look for your own receipt:"),
        "    python3 verify.py --receipt ABCD-EFGH-JKMN-PQRS",
        _("What each file holds:"),
        "\n".join(f"{name:<14} {told}" for name, told in contents_words()),
        rare_words(manifest["rare"]),
        _(
            "What no file can show: whoever runs the server sees ballots at the moment they are "
            "cast, if dishonest, and could have put other ballots in the place of those they "
            "opened. That they are as many as the log says, and that nothing changed since, is "
            "what verify.py checks. The log tells nothing of who voted."
        ),
    ]
    return "\n\n".join(parts) + "\n"


def contents_words() -> list[tuple[str, str]]:
    """(name of a file, what it holds)."""
    return [
        ("manifest.json", _("the question, the rule, the numbers, a digest of every other file")),
        ("manifest.sig", _("the city's signature under it")),
        (
            "ballots.txt",
            _("every ballot on a line, in an order that says nothing of who or when"),
        ),
        ("rest.json", _("the sums of ballots that are not shown one by one")),
        ("log.txt", _("a fingerprint of every vote as it was cast, in the order of the log")),
        ("roots.json", _("the signed roots of the log, as published during the vote")),
        ("proofs.json", _("proofs that each root goes on from the one before")),
        ("tally.json", _("the result with all its figures")),
        ("verify.py", _("the program that checks all this; it needs nothing else")),
    ]
