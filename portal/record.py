"""The record of processing activities (GDPR, article 30), written from the table of categories."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from portal.multilingual import pick
from portal.retention import categories


def processing_record() -> str:
    """The record as Markdown, in the language that is active."""
    city = settings.PRIVACY
    lines = [
        "# " + _("Record of processing activities") + f": {settings.CITY['name']}",
        "",
        *_facts(
            (_("Controller"), city["controller"]),
            (_("Data protection officer"), city["officer"]),
            (_("Recipients"), pick(city["recipients"])),
            (_("Transfers to other countries"), pick(city["transfers"])),
            (_("Security"), security()),
        ),
    ]
    for name, one in categories():
        lines += [
            f"## {name}",
            "",
            *_facts(
                (_("Data"), one.holds),
                (_("Purpose"), one.why),
                (_("Legal basis"), one.basis),
                (_("Kept"), one.period),
                (_("Deleted by"), one.ends),
                (_("Tables"), ", ".join(one.models)),
            ),
        ]
    return "\n".join(lines)


def _facts(*pairs: tuple[str, object]) -> list[str]:
    return [*(f"- **{name}**: {value}" for name, value in pairs), ""]


def security() -> str:
    """Article 32 in a sentence."""
    return _(
        "Roles for everybody who works here; sealed ballots; contact data taken out of words "
        "before they are stored; a log of acts in which every change shows; limits on tries; "
        "encrypted connections."
    )
