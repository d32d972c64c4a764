"""Forms of the desk where planners draw, on a city that one can hold in the head."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse

from tests.participation.left_out.world import Sent, form, on_page, signed_in
from tests.participation.sent_forms import Site
from tests.twin.small_city import freeze_small_city, urn
from twin import scenarios as plans
from twin.models import Scenario, TwinVersion


def _draft(site: Site) -> Scenario:
    """A draft with two changes and a name in every language."""
    planner = site.people["planner"]
    grid = TwinVersion.objects.filter(label="Grid").first() or freeze_small_city()
    made = plans.create_scenario(
        actor=planner, base=grid, name={"en": "Car-free", "fr": "Sans voitures"}
    )
    for name in "AB":
        params = {"streets": [urn(name, 1)]}
        plans.add_edit(actor=planner, scenario=made, kind="close_to_cars", params=params)
    return made


def _at_the_desk(act: str, **typed: Any) -> Any:
    def case(site: Site) -> Sent:
        draft = _draft(site)
        browser = signed_in(site, "planner")
        desk = reverse("scenario-edit", args=[draft.series, draft.revision])
        what = {"act": act, "seen": str(Scenario.objects.get(pk=draft.pk).changes), **typed}
        if act == "remove":
            what["edit"] = str(draft.edits.first().pk)
        return Sent(browser, desk, what)

    return case


STREET = {"street": "Rue C", "kind": "speed", "speed_kmh": "20", "pieces": [urn("C", 1)]}
form("scenario-edit: street")(_at_the_desk("add_street", **STREET))
form("scenario-edit: remove")(_at_the_desk("remove"))
form("scenario-edit: publish")(_at_the_desk("publish", visibility="private"))


@form("scenario-edit: ground")
def _trees(site: Site) -> Sent:
    sent = _at_the_desk("add_ground", kind="plant_trees", height_m="6", drawn="")(site)
    centre = Scenario.objects.latest("pk").base.bounds.centroid
    return replace(sent, what=sent.what | {"places": f"{centre.y}, {centre.x}"})


@form("scenario-new")
def _new(site: Site) -> Sent:
    browser = signed_in(site, "planner")
    to, what = on_page(browser, reverse("scenario-new"), name_en="Trees", name_fr="Arbres")
    return Sent(browser, to, what)


@form("scenario-edit: rename", edits=True)
def _renamed(site: Site) -> Sent:
    draft, browser = _draft(site), signed_in(site, "planner")
    desk = reverse("scenario-edit", args=[draft.series, draft.revision])
    return Sent(browser, *on_page(browser, desk, holds="name_en"))


@form("scenario-withdraw")
def _withdrawn(site: Site) -> Sent:
    plan = site.scenarios[1]
    to = reverse("scenario-withdraw", args=[plan.series, plan.revision])
    return Sent(signed_in(site, "planner"), to, {"reason": "A better one came."})


@form("scenario-show")
def _shown(site: Site) -> Sent:
    plan = site.scenarios[1]
    to = reverse("scenario-show", args=[plan.series, plan.revision])
    return Sent(signed_in(site, "planner"), to, {"visibility": "private"})
