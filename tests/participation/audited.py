"""Every verb that writes into the audit log: what it changes, and how to make it do so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress

from participation import comments, consultations, deciding, moderation, options, withdrawals
from participation.anomalies.rulings import rule_on
from participation.eligibility import rules as eligibility
from participation.models import Anomaly, Consultation, Ruling
from participation.paper.batches import begin_batch, resize_batch
from portal import appointments
from portal.models import User
from tests.twin.small_city import freeze_small_city, urn
from twin import scenarios as plans
from twin.models import Scenario
from twin.showing import show_scenario, withdraw_scenario

# Entries of acts that edit no field that stood there: they make, count, look or move one step on.
STEPS = {
    "participation.blanking.blank",
    "participation.bundles.build._tell_of_another",
    "participation.bundles.scrutiny.rare_ballots",
    "participation.comments.writing._store",
    "participation.comments.meeting.react",
    "participation.comments.meeting.report_comment",
    "participation.consultations.create_consultation",
    "participation.eligibility.census.keeping.load_list",
    "participation.eligibility.codes.batches.make_batch",
    "participation.eligibility.codes.batches.revoke_batch",
    "participation.eligibility.codes.batches.revoke_codes",
    "participation.faces.desk.moderation.queue._place",
    "participation.kiosks.keeping.end",
    "participation.kiosks.pins.refusal_of",
    "participation.kiosks.turns.begin_turn",
    "participation.kiosks.two.ask_kiosk",
    "participation.kiosks.two.close_kiosk",
    "participation.kiosks.two.open_kiosk",
    "participation.paper.batches.begin_batch",
    "participation.paper.batches.box_batch",
    "participation.paper.batches.cancel_batch",
    "participation.paper.batches.hand_over",
    "participation.paper.batches.read_again",
    "participation.paper.batches.settle",
    "participation.paper.batches.take_over",
    "participation.paper.taking.take_words",
    "participation.withdrawals.ask_withdrawal",
    "participation.withdrawals.drop_withdrawal",
    "portal.erasure.erase_account",
    "portal.ownership.drop_unproven",
    "portal.receivers._note",
    *(f"portal.second_factor.receivers._{what}" for what in ("added", "removed", "reset")),
    "portal.second_factor.removal.remove_factors",
    "twin.runs.lifecycle.cancel_run",
    "twin.runs.questions._ask",
    "twin.scenarios.create_scenario",
    "twin.scenarios.revise_scenario",
    "twin.sources.import_from",
    "twin.versions.freeze",
}
SECRET = "ana@example.org"
WORDS = "My neighbour parks on the pavement."


@dataclass
class World:
    """What the verbs below act on."""

    official: User
    planner: User
    resident: User
    make: Callable[..., Consultation]
    scenarios: list[Scenario]

    def draft(self) -> Consultation:
        return self.make(status="draft")

    def plan(self) -> Scenario:
        return plans.create_scenario(
            actor=self.planner, base=freeze_small_city(), name={"en": "Car-free"}
        )


def edit(w: World) -> None:
    found = w.draft()
    consultations.edit_consultation(
        actor=w.official,
        consultation=found,
        seen_version=found.edit_version,
        question=found.question,
        summary={"en": "New.", "fr": "Nouveau."},
        promise=found.promise,
        decision_date=found.decision_date,
    )


def _phases(w: World) -> None:
    found = w.draft()
    rows = [(p.kind, p.opens_at, p.closes_at) for p in found.phases.order_by("opens_at")]
    later = [*rows[:3], ("result", rows[3][1] + timedelta(days=1), None)]
    consultations.set_phases(
        actor=w.official, consultation=found, seen_version=found.edit_version, phases=later
    )


def _open(w: World) -> None:
    consultations.open_consultation(actor=w.official, consultation=w.draft())


def _rule(w: World) -> None:
    found = w.draft()
    second = found.options.all()[1]
    options.set_rule(
        actor=w.official,
        consultation=found,
        seen_version=found.edit_version,
        rule="star",
        settings={},
        costs={second.pk: "120.50"},
    )


def _add_option(w: World) -> None:
    options.add_option(
        actor=w.official, consultation=w.draft(), scenario=w.scenarios[1], name={"en": "Trees"}
    )


def swap_plan(w: World) -> None:
    one = w.draft().options.all()[1]
    options.edit_option(
        actor=w.official,
        option=one,
        seen_version=one.edit_version,
        name=one.name,
        summary={"en": "Less noise."},
        scenario=w.scenarios[2],
    )


def _remove_option(w: World) -> None:
    options.remove_option(actor=w.official, option=w.draft().options.all()[2])


def _who(w: World) -> None:
    found = w.draft()
    rule = {"kind": "area", "area": {"by": "postcode", "names": ["44000"]}}
    eligibility.set_rule(
        actor=w.official, consultation=found, rule=rule, seen_version=found.edit_version
    )


def _decide(w: World) -> None:
    found = w.make("result")
    text = {"en": f"So be it. Ask {SECRET}."}
    deciding.decide(actor=w.official, consultation=found, option=None, text=text)


def _correct(w: World) -> None:
    _decide(w)
    said = {"text": {"en": "So be it now."}, "reason": {"en": "A slip."}, "option": None}
    deciding.correct(actor=w.official, consultation=Consultation.objects.get(), seen=0, **said)


def _withdraw(w: World) -> None:
    withdrawals.withdraw_consultation(actor=w.official, consultation=w.make("discuss"))


def _hide(w: World) -> Ruling:
    said = comments.write_comment(actor=w.resident, consultation=w.make("discuss"), text=WORDS)
    return moderation.hide_comment(actor=w.official, comment=said, reason="insult", note=WORDS)


def _undo(w: World) -> None:
    moderation.undo_ruling(actor=w.official, ruling_id=_hide(w).pk)


def _look(w: World) -> None:
    said = _hide(w).comment
    moderation.reopen_comment(actor=w.official, comment=said, why=WORDS, seen=said.version)


def _take_back(w: World) -> None:
    said = comments.write_comment(actor=w.resident, consultation=w.make("discuss"), text=WORDS)
    comments.withdraw_comment(actor=w.resident, comment=said)


def _anomaly(w: World) -> None:
    odd = Anomaly.objects.create(consultation=w.make(), kind="network", key="k", evidence={})
    rule_on(actor=w.official, anomaly=odd, ruling="counts", reason=f"Ask {SECRET}.")


def _resize(w: World) -> None:
    pile = begin_batch(actor=w.official, consultation=w.make(), label="Town hall", sheets=4)
    resize_batch(actor=w.official, batch=pile, sheets=5)


def _role(w: World) -> None:
    EmailAddress.objects.filter(user=w.resident).update(verified=True)
    appointments.give_role(actor=None, address=w.resident.email, role="official")


def _rename(w: World) -> None:
    plans.rename_scenario(actor=w.planner, scenario=w.plan(), name={"en": "Trees"})


def _close(w: World) -> Any:
    params = {"streets": [urn("B", 1)]}
    return plans.add_edit(actor=w.planner, scenario=w.plan(), kind="close_to_cars", params=params)


def _reopen(w: World) -> None:
    plans.remove_edit(actor=w.planner, edit=_close(w))


def _publish(w: World) -> Any:
    return plans.publish_scenario(actor=w.planner, scenario=w.plan(), visibility="public")


def _show(w: World) -> None:
    done = plans.publish_scenario(actor=w.planner, scenario=w.plan(), visibility="private")
    show_scenario(actor=w.planner, scenario=done, visibility="public")


def _unpublish(w: World) -> None:
    # Without a change it would be the city as it is, which nobody withdraws.
    done = plans.publish_scenario(actor=w.planner, scenario=_close(w).scenario)
    withdraw_scenario(actor=w.planner, scenario=done, reason="A better one came.")


# verb -> its act, what it does here, exactly the fields that it changes, a piece of old and of new
EDITS: dict[str, tuple[str, Callable[[World], Any], set[str]]] = {
    "participation.consultations.edit_consultation": (
        "consultation.edit",
        edit,
        {"summary.en", "summary.fr"},
    ),
    "participation.consultations.set_phases": ("consultation.phases", _phases, {"result opens"}),
    "participation.consultations.open_consultation": ("consultation.open", _open, {"status"}),
    "participation.options.set_rule": (
        "consultation.rule",
        _rule,
        {"ballot_rule", "cost of option 2 “carf”"},
    ),
    "participation.options.add_option": (
        "option.add",
        _add_option,
        {"name.en", "scenario", "position", "is_baseline"},
    ),
    "participation.options.edit_option": ("option.edit", swap_plan, {"summary.en", "scenario"}),
    "participation.options.remove_option": (
        "option.remove",
        _remove_option,
        {"name.en", "scenario", "position", "is_baseline"},
    ),
    "participation.eligibility.rules.set_rule": (
        "eligibility.set",
        _who,
        {"eligibility.kind", "eligibility.area"},
    ),
    "participation.deciding.decide": ("consultation.decide", _decide, {"status", "decision.en"}),
    "participation.deciding.correct": (
        "consultation.correct",
        _correct,
        {"decision.en", "reason.en"},
    ),
    "participation.withdrawals._withdraw": ("consultation.withdraw", _withdraw, {"status"}),
    "participation.moderation.rulings._rule": ("comment.hide", _hide, {"status"}),
    "participation.moderation.rulings.undo_ruling": ("comment.undo", _undo, {"status"}),
    "participation.moderation.rulings.reopen_comment": ("comment.reopen", _look, {"looked_at"}),
    "participation.comments.own.withdraw_comment": ("comment.withdraw", _take_back, {"status"}),
    "participation.anomalies.rulings.rule_on": ("anomaly.rule", _anomaly, {"ruling", "state"}),
    "participation.paper.batches.resize_batch": ("paper.resize", _resize, {"sheets"}),
    "portal.appointments.give_role": ("person.role", _role, {"role"}),
    "twin.scenarios.rename_scenario": ("scenario.rename", _rename, {"name.en"}),
    "twin.scenarios.add_edit": ("scenario.edit", _close, {"edit 1"}),
    "twin.scenarios.remove_edit": ("scenario.unedit", _reopen, {"edit 1"}),
    "twin.scenarios.publish_scenario": (
        "scenario.publish",
        _publish,
        {"status", "digest", "visibility"},
    ),
    "twin.showing.show_scenario": ("scenario.show", _show, {"visibility"}),
    "twin.showing.withdraw_scenario": ("scenario.withdraw", _unpublish, {"status", "reason"}),
}


# These write what others hand to them.
HANDED = {
    "participation.consultations.saved",
    "participation.kiosks.keeping.note",
    "participation.paper.batches._closed",
    "twin.scenarios._changed",
}
