"""Scenarios: drafted, edited, frozen; who may do it, and what two people at once see."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils.translation import override

from portal.errors import BadInput, CivicError, Conflict, NotAllowed, NotNow
from portal.models import AuditEntry, User
from tests.twin.small_city import freeze_small_city, urn
from twin import overlay, scenarios
from twin.edits.kinds.close_to_cars import CloseToCars
from twin.models import Edit, Scenario, TwinVersion


@pytest.fixture
def version(db: None) -> TwinVersion:
    return freeze_small_city()


@pytest.fixture
def draft(version: TwinVersion, planner: User) -> Scenario:
    return scenarios.create_scenario(actor=planner, base=version, name={"en": "Car-free"})


def close(actor: Any, scenario: Scenario, *pieces: str, **more: Any) -> Edit:
    params = {"streets": list(pieces)}
    return scenarios.add_edit(
        actor=actor, scenario=scenario, kind="close_to_cars", params=params, **more
    )


def test_a_published_plan_has_the_digest_of_its_edits(planner: User, draft: Scenario) -> None:
    close(planner, draft, urn("B", 1))
    published = scenarios.publish_scenario(actor=planner, scenario=draft)
    change = CloseToCars((urn("B", 1),))
    assert published.digest == overlay.digest(draft.base.digest, [change])


def test_a_published_plan_stays_as_it_is(planner: User, draft: Scenario) -> None:
    scenarios.publish_scenario(actor=planner, scenario=draft)
    with pytest.raises(NotNow):
        close(planner, draft, urn("B", 1))


def test_a_change_to_a_published_plan_is_its_next_revision(planner: User, draft: Scenario) -> None:
    close(planner, draft, urn("B", 1))
    first = scenarios.publish_scenario(actor=planner, scenario=draft)
    second = scenarios.revise_scenario(actor=planner, scenario=first)
    close(planner, second, urn("C", 1))
    published = scenarios.publish_scenario(actor=planner, scenario=second)
    assert (published.series, published.revision) == (first.series, 2)
    assert (first.edits.count(), published.edits.count()) == (1, 2)


def test_two_revisions_at_once_are_one_draft(planner: User, draft: Scenario) -> None:
    first = scenarios.publish_scenario(actor=planner, scenario=draft)
    one = scenarios.revise_scenario(actor=planner, scenario=first)
    assert scenarios.revise_scenario(actor=planner, scenario=first) == one


def test_a_resident_may_draft_but_not_publish(resident: User, version: TwinVersion) -> None:
    mine = scenarios.create_scenario(actor=resident, base=version, name={"en": "Mine"})
    close(resident, mine, urn("B", 1))
    with pytest.raises(NotAllowed):
        scenarios.publish_scenario(actor=resident, scenario=mine)


def test_a_resident_may_not_change_anothers_draft(resident: User, draft: Scenario) -> None:
    with pytest.raises(NotAllowed):
        close(resident, draft, urn("B", 1))


def test_who_saw_an_older_draft_is_told_so(planner: User, draft: Scenario) -> None:
    seen = draft.changes
    close(planner, draft, urn("B", 1), seen=seen)
    with pytest.raises(Conflict):
        close(planner, draft, urn("C", 1), seen=seen)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_editing_at_once_one_is_told(planner: User, draft: Scenario) -> None:
    start, outcomes = Barrier(2), []

    def edit(piece: str) -> None:
        start.wait()
        try:
            close(planner, draft, piece, seen=0)
            outcomes.append("made")
        except Conflict:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [Thread(target=edit, args=(urn(name, 1),)) for name in ("B", "C")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(outcomes), draft.edits.count()) == (["made", "told"], 1)


def test_a_refused_edit_leaves_nothing_behind(planner: User, draft: Scenario) -> None:
    with pytest.raises(BadInput):
        close(planner, draft, urn("B", 1), "urn:none")
    draft.refresh_from_db()
    assert (draft.edits.count(), draft.changes) == (0, 0)


def test_a_plan_takes_200_edits_and_no_more(planner: User, draft: Scenario) -> None:
    Edit.objects.bulk_create(
        Edit(
            scenario=draft,
            position=n,
            kind="plant_trees",
            params={"height_m": 6},
            geometry=f"SRID=4326;POINT(-1.55 {47.2 + n / 1e4})",
        )
        for n in range(200)
    )
    with pytest.raises(BadInput, match="at most 200 changes"):
        close(planner, draft, urn("B", 1))


def test_a_tree_outside_the_city_is_refused(planner: User, draft: Scenario) -> None:
    paris = {"type": "Point", "coordinates": [2.35, 48.85]}
    with pytest.raises(BadInput, match="outside the city"):
        scenarios.add_edit(
            actor=planner, scenario=draft, kind="plant_trees", params={}, geometry=paris
        )


def test_sentences_are_told_in_the_readers_language(planner: User, draft: Scenario) -> None:
    close(planner, draft, urn("B", 1))
    with override("en"):
        assert scenarios.sentences(draft) == ["Rue B: closed to cars between Rue 2 and Rue 3"]


def test_an_edit_that_another_made_pointless_stops_publication(
    planner: User, draft: Scenario
) -> None:
    two_way = {"streets": [urn("B", 1)], "direction": "both"}
    one_way = {"streets": [urn("B", 1)], "direction": "forward"}
    first = scenarios.add_edit(actor=planner, scenario=draft, kind="direction", params=one_way)
    scenarios.add_edit(actor=planner, scenario=draft, kind="direction", params=two_way)
    scenarios.remove_edit(actor=planner, edit=first)
    with pytest.raises(BadInput, match="already like this"):
        scenarios.publish_scenario(actor=planner, scenario=draft)


def test_the_baseline_is_made_once(version: TwinVersion) -> None:
    one = scenarios.baseline(version)
    assert scenarios.baseline(version) == one
    assert scenarios.is_baseline(one)


def test_every_act_is_in_the_audit_log(planner: User, draft: Scenario) -> None:
    edit = close(planner, draft, urn("B", 1))
    scenarios.remove_edit(actor=planner, edit=edit)
    scenarios.publish_scenario(actor=planner, scenario=draft)
    acts = AuditEntry.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == [
        "scenario.create",
        "scenario.edit",
        "scenario.unedit",
        "scenario.publish",
    ]


def test_the_name_of_a_plan_turns_no_words_around_and_hides_none(
    planner: User, version: TwinVersion
) -> None:
    name = {"en": "Trees \u202eeert\ufffe\u2028by the castle"}
    plan = scenarios.create_scenario(actor=planner, base=version, name=name)
    assert plan.name == {"en": "Trees eert by the castle"}
    renamed = scenarios.rename_scenario(actor=planner, scenario=plan, name={"en": "A\u2066B"})
    assert renamed.name == {"en": "AB"}


@pytest.mark.parametrize("name", [{}, {"en": "  "}, {"xx": "Name"}, {"en": "n" * 121}])
def test_a_plan_needs_a_name(planner: User, version: TwinVersion, name: dict[str, str]) -> None:
    with pytest.raises(CivicError):
        scenarios.create_scenario(actor=planner, base=version, name=name)


def test_a_private_plan_is_for_planners_only(
    planner: User, resident: User, draft: Scenario
) -> None:
    assert scenarios.may_see(planner, draft)
    assert not scenarios.may_see(resident, draft)
    assert not scenarios.may_see(None, draft)


def test_closing_every_street_is_refused_and_leaves_nothing(planner: User, draft: Scenario) -> None:
    every = [urn(name, n) for name in "ABCD1234" for n in range(3)]
    with pytest.raises(BadInput, match="This would close every street to cars"):
        close(planner, draft, *every)
    assert draft.edits.count() == 0


def test_the_database_knows_only_the_states_there_are(draft: Scenario) -> None:
    with pytest.raises(IntegrityError, match="scenario_status_known"):
        Scenario.objects.filter(pk=draft.pk).update(status="lost", digest="d")
