"""An Atom feed of questions and decisions, for readers and newsrooms."""

from __future__ import annotations

import datetime as dt

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from participation.faces.finding import public
from participation.models import Consultation
from portal.multilingual import pick

MOST = 30


class Questions(Feed):
    """Public consultations, newest first; a decided one leads to its result."""

    feed_type = Atom1Feed

    def title(self) -> str:
        """The feed's name."""
        return _("Open questions")

    def link(self) -> str:
        """Where it belongs."""
        return reverse("home")

    def items(self) -> list[Consultation]:
        """The newest ones."""
        return list(public().select_related("decision")[:MOST])

    def item_title(self, item: Consultation) -> str:
        """The question."""
        return pick(item.question)

    def item_description(self, item: Consultation) -> str:
        """The decision once there is one, else the question in a sentence."""
        decision = getattr(item, "decision", None)
        return pick(decision.text) if decision else pick(item.summary)

    def item_link(self, item: Consultation) -> str:
        """The question's page, or the result's."""
        name = "result" if item.status == Consultation.Status.DECIDED else "consultation"
        return reverse(name, args=[item.slug])

    def item_updateddate(self, item: Consultation) -> dt.datetime:
        """When it was decided, else when it was made."""
        decision = getattr(item, "decision", None)
        return decision.decided_at if decision else item.created_at
