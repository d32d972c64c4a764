"""Forms of the desk beside a question's parts: the queue, paper, kiosks, odd patterns."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from participation import moderation
from participation.models import Kiosk, PaperBatch
from participation.paper import batches
from tests.participation.faces.kiosk_device import PIN
from tests.participation.left_out.world import Sent, form, on_page, signed_in
from tests.participation.sent_forms import Site


def _typed(site: Site, *, sheets: int = 3) -> PaperBatch:
    """A pile of which two sheets are typed."""
    official = site.people["official"]
    pile = batches.begin_batch(
        actor=official, consultation=site.question(), label="X", sheets=sheets, channel="paper"
    )
    for number, typed in ((1, "a"), (2, "b")):
        batches.enter_sheet(actor=official, batch=pile, number=number, typed=typed)
    return pile


def _whole(site: Site) -> PaperBatch:
    return _typed(site, sheets=2)


def _read_twice(site: Site) -> PaperBatch:
    """A pile of two sheets whose two readings differ, the first of them settled."""
    first, second = site.people["official"], site.people["planner"]
    pile = _typed(site, sheets=2)
    batches.hand_over(actor=first, batch=pile)
    for number, typed in ((1, "b"), (2, "a")):
        batches.enter_sheet(actor=second, batch=pile, number=number, typed=typed)
    batches.hand_over(actor=second, batch=pile)
    batches.settle(actor=second, batch=pile, number=1, typed="a", reading="")
    return pile


def _pile(make: Any, who: str, **what: Any) -> Any:
    def case(site: Site) -> Sent:
        pile = make(site)
        to = reverse("desk-paper-pile", args=[pile.consultation.slug, pile.pk])
        return Sent(signed_in(site, who), to, what)

    return case


def _ready(site: Site) -> PaperBatch:
    pile = _read_twice(site)
    batches.settle(actor=site.people["planner"], batch=pile, number=2, typed="b", reading="")
    return pile


form("desk-paper-pile: sheet")(_pile(_typed, "official", act="sheet", number="2", typed="c"))
form("desk-paper-pile: size")(_pile(_typed, "official", act="resize", number="2"))
form("desk-paper-pile: over")(_pile(_whole, "official", act="over"))
form("desk-paper-pile: take")(_pile(_typed, "planner", act="take"))
form("desk-paper-pile: cancel")(_pile(_typed, "official", act="cancel"))
form("desk-paper-pile: again")(_pile(_read_twice, "planner", act="again"))
form("desk-paper-pile: box")(_pile(_ready, "planner", act="box"))
form("desk-paper-pile: settle")(
    _pile(_read_twice, "planner", act="settle", number="1", mark="b", typed="", reading="second")
)


def _item(act: str, *, before: str = "") -> Any:
    def case(site: Site) -> Sent:
        one, official = site.said(site.question("discuss")), site.people["official"]
        if before == "hidden":
            moderation.hide_comment(
                actor=official, comment=one, reason="off-topic", note="Not about the street."
            )
            moderation.reopen_comment(actor=official, comment=one, why="Asked for.", seen=1)
        browser, to = signed_in(site, "planner"), reverse("desk-item", args=[one.pk])
        _to, what = on_page(browser, to, holds="note", note="A note.", reason="insult", act=act)
        return Sent(browser, to, what)

    return case


form("desk-item: keep")(_item("keep"))
form("desk-item: keep what was hidden")(_item("keep", before="hidden"))
form("desk-item: hide")(_item("hide", before="hidden"))


@form("desk-item-reopen")
def _reopened(site: Site) -> Sent:
    one, official = site.said(site.question("discuss")), site.people["official"]
    moderation.hide_comment(actor=official, comment=one, reason="off-topic")
    to = reverse("desk-item-reopen", args=[one.pk])
    return Sent(signed_in(site, "planner"), to, {"reopen-seen": "1", "reopen-why": "Asked for."})


def _kiosk(site: Site) -> Kiosk:
    found = site.question()
    to = reverse("desk-kiosk", args=[found.slug])
    what = {"mode": "assisted", "pin": PIN, "pin_again": PIN}
    assert signed_in(site, "official").post(to, what).status_code == 302
    return Kiosk.objects.latest("pk")


@form("desk-kiosk")
def _other_kiosk(site: Site) -> Sent:
    to = reverse("desk-kiosk", args=[_kiosk(site).consultation.slug])
    what = {"mode": "assisted", "pin": "123456", "pin_again": "123456"}
    return Sent(signed_in(site, "official"), to, what)


@form("desk-kiosk-open")
def _opened(site: Site) -> Sent:
    kiosk = _kiosk(site)
    to = reverse("desk-kiosk-open", args=[kiosk.consultation.slug, kiosk.pk])
    return Sent(signed_in(site, "planner"), to, {"number": kiosk.number})
