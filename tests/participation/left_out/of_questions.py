"""Forms of a question at the desk: its parts, its end, who may vote on it, its letters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from participation import comments, consultations, deciding
from participation.eligibility.census.keeping import load_list
from participation.eligibility.codes.batches import make_batch
from participation.models import CodeBatch, Consultation
from participation.releases import release_consultation
from tests.participation.left_out.pages import fields_of
from tests.participation.left_out.world import Sent, form, on_page, signed_in, upload
from tests.participation.sent_forms import Site

TEXTS = ("question", "summary", "background", "can_change", "cannot_change", "decision_maker")
PEOPLE = "Nom complet;Né le;Code postal\nZoé Dupré;29/02/1980;44000\nJean Martin;01/12/1999;44300\n"
AREA = {"by": "postcode", "names": ["44000", "44300"], "residents": {"44000": 31200}}
RULES: dict[str, dict[str, Any]] = {
    "email": {"kind": "email"},
    "area": {"kind": "area", "area": AREA},
    "code": {"kind": "code", "area": AREA},
    "claim": {
        "kind": "claim",
        "provider": "city",
        "claim": "address.locality",
        "values": ["Nantes"],
        "area": AREA,
    },
    "census": {"kind": "census", "fields": ["name", "birth_date", "postcode"], "area": AREA},
}


def draft(site: Site) -> Consultation:
    """A draft in which everything is filled in, in every language."""
    made = site.question("inform", status="draft")
    for name in TEXTS:
        setattr(made, name, {"en": f"{name} in English", "fr": f"{name} en français"})
    made.save()
    first = timezone.now().replace(second=0, microsecond=0)
    last = made.phases.order_by("opens_at").last()
    for place, phase in enumerate(made.phases.order_by("opens_at")):
        phase.opens_at = first + timedelta(days=10 * place + 1)
        phase.closes_at = None if phase == last else first + timedelta(days=10 * place + 11)
        phase.save()
    for option in made.options.all():
        option.summary = {"en": "A sentence.", "fr": "Une phrase."}
        option.cost = None if option.is_baseline else "1999.50"
        option.save()
    return made


def _part(site: Site, name: str, found: Consultation, *more: Any) -> Sent:
    browser = signed_in(site, "official")
    to, what = on_page(browser, reverse(name, args=[found.slug, *more]))
    return Sent(browser, to, what)


@form("desk-texts", edits=True)
def _texts(site: Site) -> Sent:
    return _part(site, "desk-texts", draft(site))


@form("desk-dates", edits=True)
def _dates(site: Site) -> Sent:
    return _part(site, "desk-dates", draft(site))


@form("desk-option", edits=True)
def _option(site: Site) -> Sent:
    found = draft(site)
    return _part(site, "desk-option", found, found.options.last().pk)


def _rule(rule: str, settings: dict[str, Any]) -> Any:
    def make(site: Site) -> Sent:
        found = draft(site)
        consultations.set_rule(
            actor=site.people["official"],
            consultation=found,
            seen_version=found.edit_version,
            rule=rule,
            settings=settings,
        )
        return _part(site, "desk-rule", found)

    return make


SHARES = {
    "budget": "5000",
    "satisfaction": "cardinality",
    "completion": "add1u",
    "comparison": True,
}
form("desk-rule: equal shares", edits=True)(_rule("equal-shares", SHARES))
form("desk-rule: approval", edits=True)(_rule("approval", {"most_ticks": "2"}))


def _who(kind: str) -> Any:
    def make(site: Site) -> Sent:
        found = draft(site)
        Consultation.objects.filter(pk=found.pk).update(eligibility=RULES[kind])
        return _part(site, "desk-eligibility", found)

    return make


for _kind in RULES:
    form(f"desk-eligibility: {_kind}", edits=True)(_who(_kind))


@form("desk-census")
def _list(site: Site) -> Sent:
    return _people(site, {})


@form("desk-census: another list")
def _other_list(site: Site) -> Sent:
    return _people(site, {"replace": "on"})


def _people(site: Site, more: dict[str, str]) -> Sent:
    found = draft(site)
    Consultation.objects.filter(pk=found.pk).update(eligibility=RULES["census"])
    load_list(actor=site.people["official"], consultation=found, data=PEOPLE.encode())
    browser = signed_in(site, "official")
    to, what = on_page(browser, reverse("desk-census", args=[found.slug]))
    return Sent(browser, to, what | {"file": upload(PEOPLE.replace("Zoé", "Ana"))} | more)


def _letters(site: Site) -> CodeBatch:
    found = site.question("discuss")
    Consultation.objects.filter(pk=found.pk).update(eligibility={"kind": "code"})
    official = site.people["official"]
    return make_batch(actor=official, consultation=found, label="North", size=5)[0]


@form("desk-codes")
def _codes(site: Site) -> Sent:
    page = reverse("desk-codes", args=[_letters(site).consultation.slug])
    browser = signed_in(site, "official")
    to, what = on_page(browser, page, label="South", size="3")
    return Sent(browser, to, what)


def _withdrawn(**typed: str) -> Any:
    def make(site: Site) -> Sent:
        batch, browser = _letters(site), signed_in(site, "official")
        slug = batch.consultation.slug
        to = reverse("desk-codes-withdraw", args=[slug, batch.pk])
        typed_here = {f"b{batch.pk}-{name}": value for name, value in typed.items()}
        _to, what = on_page(browser, reverse("desk-codes", args=[slug]), to, **typed_here)
        return Sent(browser, to, what)

    return make


form("desk-codes-withdraw: some")(_withdrawn(serials="2-3", reason="lost"))
form("desk-codes-withdraw: all")(_withdrawn(whole="on", reason="lost"))


@form("desk-option-remove")
def _removed(site: Site) -> Sent:
    found = site.question("discuss")
    to = reverse("desk-option-remove", args=[found.slug, found.options.last().pk])
    return Sent(signed_in(site, "official"), to, {"remove-reason": "Nobody can build it."})


def _moved(act: str, status: str) -> Any:
    def make(site: Site) -> Sent:
        found = site.question("discuss", status=status)
        to = reverse("desk-state", args=[found.slug])
        return Sent(signed_in(site, "official"), to, {"act": act, "sure": "on"})

    return make


form("desk-state: open")(_moved("open", "draft"))
form("desk-state: withdraw")(_moved("withdraw", "open"))


def _decided(site: Site) -> Consultation:
    found = site.question("result")
    Consultation.objects.filter(pk=found.pk).update(status="open")
    words = comments_of(site, found)
    deciding.decide(
        actor=site.people["official"],
        consultation=found,
        option=found.options.last(),
        text={"en": "The trees stay.", "fr": "Les arbres restent."},
        cited=[words],
    )
    return Consultation.objects.get(pk=found.pk)


def comments_of(site: Site, found: Consultation) -> str:
    """The public id of a comment that everybody reads."""
    found.phases.filter(kind="discuss").update(closes_at=timezone.now() + timedelta(days=1))
    one = comments.write_comment(
        actor=site.people["neighbour"], consultation=found, text="More trees."
    )
    found.phases.filter(kind="discuss").update(closes_at=timezone.now() - timedelta(days=10))
    release_consultation(found.pk)
    return str(one.public_id)


@form("desk-publish")
def _corrected(site: Site) -> Sent:
    browser, found = signed_in(site, "official"), _decided(site)
    to, typed = on_page(browser, reverse("desk-decide", args=[found.slug]))
    typed |= {"reason_en": "A slip.", "text_en": "All trees stay.", "act": "preview"}
    page = browser.post(to, typed).content.decode()
    publish = reverse("desk-publish", args=[found.slug])
    return Sent(browser, publish, dict(fields_of(page, publish)), stands=True)
