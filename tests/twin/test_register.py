"""Pages of models, runs and plans."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.models import User
from tests.twin.small_city import freeze_small_city, urn
from tests.twin.tiny_analyses import TINY
from twin import runs, scenarios
from twin.analyses.catalogue import ANALYSES
from twin.models import AnalysisRun, Scenario, TwinVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db: None) -> TwinVersion:
    return freeze_small_city()


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ANALYSES, "_items", {one.name: one for one in TINY})


@pytest.fixture
def desk(client: Client, planner: User) -> Client:
    client.force_login(planner)
    return client


@pytest.fixture
def draft(version: TwinVersion, planner: User) -> Scenario:
    return scenarios.create_scenario(actor=planner, base=version, name={"en": "Quiet centre"})


def address(name: str, plan: Scenario) -> str:
    return reverse(name, args=[plan.series, plan.revision])


def post(desk: Client, plan: Scenario, **values: Any) -> Any:
    plan.refresh_from_db()
    return desk.post(address("scenario-edit", plan), {"seen": plan.changes, **values})


def test_every_model_has_a_page_that_says_what_it_leaves_out(client: Client) -> None:
    for name, analysis in ANALYSES.items():
        page = client.get(reverse("model", args=[name])).content.decode()
        assert "What it does not know" in page
        assert len(analysis.card.not_modelled) > 0


def test_the_register_has_the_fields_of_the_transparency_standard(client: Client) -> None:
    body = client.get(reverse("models-json")).json()
    wanted = {"name", "organization", "description_short", "type", "status", "goal", "impact",
              "source_data", "methods_and_models", "human_intervention", "risks",
              "performance_standard", "contact_email", "lang", "uuid", "schema"}  # fmt: skip
    assert len(body["algorithms"]) == len(ANALYSES)
    assert all(wanted <= set(entry) for entry in body["algorithms"])


def test_a_model_that_is_not_there_is_told_in_words(client: Client) -> None:
    answer = client.get(reverse("model", args=["weather"]))
    assert answer.status_code == 404
    assert "There is no model of this name" in answer.content.decode()


def asked(version: TwinVersion) -> AnalysisRun:
    today = scenarios.baseline(version)
    return runs.request_run(actor=None, scenario=today, analysis="tiny_km")


def test_a_run_at_work_shows_how_far_it_is(
    client: Client, version: TwinVersion, tiny: None
) -> None:
    run = asked(version)
    runs.claim_run(run.pk, "worker")
    AnalysisRun.objects.update(progress=0.4, message="Step 2")
    page = client.get(reverse("run", args=[run.fingerprint])).content.decode()
    assert 'value="40"' in page
    assert "Step 2" in page
    body = client.get(reverse("run-json", args=[run.fingerprint])).json()
    assert (body["status"], body["progress"], body["message"]) == ("running", 0.4, "Step 2")


def test_a_failed_run_says_why(client: Client, version: TwinVersion, tiny: None) -> None:
    run = asked(version)
    runs.fail_run(run, "No car trip finds a way.")
    page = client.get(reverse("run", args=[run.fingerprint])).content.decode()
    assert "No car trip finds a way." in page


def test_a_planner_stops_a_run_and_a_resident_cannot(
    desk: Client, resident: User, version: TwinVersion, tiny: None
) -> None:
    run = asked(version)
    other = Client()
    other.force_login(resident)
    assert other.post(reverse("run-cancel", args=[run.fingerprint])).status_code == 403
    assert desk.post(reverse("run-cancel", args=[run.fingerprint])).status_code == 302
    run.refresh_from_db()
    assert run.status == "cancelled"
    desk.post(reverse("run-repeat", args=[run.fingerprint]))
    run.refresh_from_db()
    assert run.status == "queued"


def test_a_private_plan_and_its_runs_are_not_there_for_others(
    client: Client, version: TwinVersion, tiny: None
) -> None:
    draft = scenarios.create_scenario(actor=None, base=version, name={"en": "Secret plan"})
    params = {"streets": [urn("B", 1)]}
    scenarios.add_edit(actor=None, scenario=draft, kind="close_to_cars", params=params)
    hidden = scenarios.publish_scenario(actor=None, scenario=draft, visibility="private")
    run = runs.request_run(actor=None, scenario=hidden, analysis="tiny_km")
    assert client.get(address("scenario", hidden)).status_code == 404
    assert client.get(reverse("run", args=[run.fingerprint])).status_code == 404
    assert "Secret plan" not in client.get(reverse("scenarios")).content.decode()


def test_a_plan_is_drawn_up_read_and_published_without_javascript(
    desk: Client, version: TwinVersion, tiny: None
) -> None:
    made = desk.post(reverse("scenario-new"), {"name_en": "Quiet", "name_fr": ""})
    plan = Scenario.objects.get()
    assert made.url == address("scenario-edit", plan)
    page = desk.get(made.url, {"street": "Rue B"}).content.decode()
    pieces = re.findall(r'name="pieces" value="([^"]+)"', page)
    assert pieces == [urn("B", n) for n in range(3)]
    change = {"act": "add_street", "street": "Rue B", "kind": "close_to_cars", "pieces": pieces[1]}
    looked = post(desk, plan, **change, look="1").content.decode()
    assert "Rue B: closed to cars between Rue 2 and Rue 3" in looked
    assert plan.edits.count() == 0
    post(desk, plan, **change)
    published = post(desk, plan, act="publish", visibility="public")
    page = desk.get(published.url).content.decode()
    assert "Rue B: closed to cars between Rue 2 and Rue 3" in page
    assert AnalysisRun.objects.filter(scenario=plan).count() == len(TINY)


def test_a_planner_asks_for_effects_that_are_missing(
    desk: Client, draft: Scenario, tiny: None
) -> None:
    plan = scenarios.publish_scenario(actor=None, scenario=draft)
    assert "Compute what is missing" in desk.get(address("scenario", plan)).content.decode()
    desk.post(address("scenario-ask", plan))
    assert AnalysisRun.objects.count() == len(TINY)
    assert "Compute what is missing" not in desk.get(address("scenario", plan)).content.decode()


def test_one_way_is_meant_as_the_words_say_whichever_way_a_piece_was_drawn(
    desk: Client, draft: Scenario
) -> None:
    change = {"act": "add_street", "street": "Rue 2", "kind": "direction", "direction": "against"}
    post(desk, draft, **change, pieces=[urn("2", n) for n in range(3)])
    assert scenarios.sentences(draft) == ["Rue 2: one way for cars, from Rue D to Rue A"]


def test_a_refused_change_keeps_what_was_typed(desk: Client, draft: Scenario) -> None:
    answer = post(
        desk,
        draft,
        act="add_street",
        street="Rue B",
        kind="speed",
        pieces=urn("B", 1),
        speed_kmh="300",
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Choose a speed limit from 5 to 90 km/h." in page
    assert 'value="300"' in page


def test_who_edits_an_older_draft_is_told_and_nothing_is_stored(
    desk: Client, draft: Scenario
) -> None:
    change = {"act": "add_street", "street": "Rue B", "kind": "close_to_cars"}
    post(desk, draft, **change, pieces=urn("B", 0))
    late = post(desk, draft, **change, pieces=urn("B", 1), seen=0)
    assert late.status_code == 409
    assert "Someone else changed this plan" in late.content.decode()
    assert draft.edits.count() == 1


def test_trees_are_planted_by_places_written_down(desk: Client, draft: Scenario) -> None:
    places = "47.2138, -1.5586\n\n47.2139, -1.5586"
    post(desk, draft, act="add_ground", kind="plant_trees", places=places, height_m="8")
    assert draft.edits.get().geometry.num_points == 2


@pytest.mark.parametrize(
    ("kind", "places", "says"),
    [
        ("plant_trees", "here", "Line 1 is not a latitude"),
        ("plant_trees", "48.85, 2.35", "outside the city"),
        ("lay_green", "47.21, -1.55\n47.22, -1.55", "at least three corners"),
        ("plant_trees", "47.21, nan", "not on the map"),
    ],
)
def test_a_place_that_cannot_be_used_is_told_in_words(
    desk: Client, draft: Scenario, kind: str, places: str, says: str
) -> None:
    answer = post(desk, draft, act="add_ground", kind=kind, places=places, category="park")
    assert says in answer.content.decode()
    assert draft.edits.count() == 0


def test_a_form_that_was_tampered_with_is_refused(desk: Client, draft: Scenario) -> None:
    assert post(desk, draft, act="remove", edit="x").status_code == 400


def test_the_desk_is_for_planners(client: Client, resident: User, draft: Scenario) -> None:
    client.force_login(resident)
    assert client.get(address("scenario-edit", draft)).status_code == 403
