"""What people do with what-ifs: draft, edit, publish, revise, withdraw."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit
from portal.changes import Changes, changed, unsaved
from portal.errors import BadInput, Conflict, NotAllowed, NotNow
from portal.guard import clean_text, one_line
from portal.roles import is_known, is_planner, require
from twin import overlay, state
from twin.edits import (
    MAX_EDITS,
    check_edit,
    check_plan,
    edit_kind,
    names_for,
    read_edit,
    read_geometry,
)
from twin.edits import sentence as tell
from twin.models import Edit, Scenario, TwinVersion
from twin.overlay import Change

MAX_NAME = 120
AUDITED = ("name", "status", "visibility", "digest")
_SERIES = uuid.UUID("5f0c9d52-6a0e-4f3f-9c57-0d0b1a6e2c11")
NEXT = {
    Scenario.Status.DRAFT: {Scenario.Status.PUBLISHED},
    Scenario.Status.PUBLISHED: {Scenario.Status.WITHDRAWN},
    Scenario.Status.WITHDRAWN: set(),
}
"""Transition table: status -> what it may become."""


@transaction.atomic
def create_scenario(
    *,
    actor: Any,
    base: TwinVersion,
    name: Mapping[str, str],
    slug: str = "",
    parent: Scenario | None = None,
    synthetic: bool = False,
) -> Scenario:
    """A draft on `base`, without edits.

    name: language -> text, at least one. slug: gives the series the same id wherever it is made;
    taken by an earlier scenario it is a Conflict. Anyone signed in may draft.
    """
    require(is_known, actor)
    series = series_of(slug) if slug else uuid.uuid4()
    scenario = Scenario(
        series=series,
        base=base,
        name=_name(name),
        author=actor,
        parent=parent,
        synthetic=synthetic,
    )
    try:
        with transaction.atomic():
            scenario.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("There is a plan of this name already."), field="name") from error
    audit.record(actor=actor, act="scenario.create", subject=scenario, series=str(series))
    return scenario


def series_of(slug: str) -> uuid.UUID:
    """The series that `create_scenario` gives this slug."""
    return uuid.uuid5(_SERIES, slug)


def _name(name: Mapping[str, str]) -> dict[str, str]:
    known = {code for code, _label in settings.LANGUAGES}
    given = {code: str(text) for code, text in name.items() if code in known}
    kept = {code: one_line(text) for code, text in given.items() if text.strip()}
    if not kept:
        raise BadInput(_("Give the plan a name."), field="name")
    if max(map(len, kept.values())) > MAX_NAME:
        raise BadInput(
            _("Use a name of at most %(most)d characters.") % {"most": MAX_NAME}, field="name"
        )
    return {
        code: one_line(clean_text(text, most=MAX_NAME, field="name")) for code, text in kept.items()
    }


@transaction.atomic
def rename_scenario(
    *, actor: Any, scenario: Scenario, name: Mapping[str, str], seen: int | None = None
) -> Scenario:
    """Give a draft another name. seen: as in `add_edit`."""
    locked = _open_draft(actor, scenario, seen)
    locked.name = _name(name)
    return _changed(actor, locked, "scenario.rename")


@transaction.atomic
def add_edit(
    *,
    actor: Any,
    scenario: Scenario,
    kind: str,
    params: Mapping[str, Any],
    geometry: str | dict[str, Any] | GEOSGeometry | None = None,
    seen: int | None = None,
) -> Edit:
    """Append an edit to a draft; it must make sense on the city with the earlier edits made.

    kind, params, geometry (EPSG:4326): see twin.edits. seen: the `changes` of the draft that the
    person saw; Conflict when someone changed it since. Raises BadInput naming the entity.
    """
    draft = _open_draft(actor, scenario, seen)
    earlier = changes_of(draft)
    if len(earlier) >= MAX_EDITS:
        raise BadInput(
            _("A plan can have at most %(most)d changes.") % {"most": MAX_EDITS}, field="kind"
        )
    shapes = edit_kind(kind).shapes
    shape = None
    if shapes and geometry is not None:
        shape = read_geometry(geometry, shapes, bounds=draft.base.bounds)
    change = read_edit(kind, params, shape)
    city = state.load(draft.base)
    check_edit(city, earlier, change)
    last = draft.edits.aggregate(last=Max("position"))["last"]
    edit = draft.edits.create(
        position=0 if last is None else last + 1,
        kind=kind,
        params=_stored(params, change),
        facts=names_for(change, city),
        geometry=shape,
    )
    _changed(actor, draft, "scenario.edit", changed({}, _told(edit)))
    scenario.changes = draft.changes
    return edit


def _told(edit: Edit) -> dict[str, Any]:
    """An edit for the audit log."""
    return {f"edit {edit.position + 1}": f"{edit.kind} {dict(edit.params)}"}


def _stored(params: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The parameters as the typed change read them (whole numbers, sorted streets)."""
    kept = {}
    for name in params:
        value = getattr(change, name, params[name])
        kept[name] = list(value) if isinstance(value, tuple) else value
    return kept


@transaction.atomic
def remove_edit(*, actor: Any, edit: Edit, seen: int | None = None) -> None:
    """Take an edit out of a draft. seen: as in `add_edit`."""
    draft = _open_draft(actor, edit.scenario, seen)
    if not draft.edits.filter(pk=edit.pk).delete()[0]:
        raise Conflict(_("Someone else removed this change already."))
    _changed(actor, draft, "scenario.unedit", changed(_told(edit), {}))
    edit.scenario.changes = draft.changes


@transaction.atomic
def publish_scenario(
    *,
    actor: Any,
    scenario: Scenario,
    visibility: str = Scenario.Visibility.PUBLIC,
    seen: int | None = None,
) -> Scenario:
    """Freeze a draft: its edits, its digest. Only planners publish. seen: as in `add_edit`."""
    require(is_planner, actor)
    draft = _open_draft(actor, scenario, seen)
    changes = changes_of(draft)
    if changes:
        check_plan(state.load(draft.base), changes)
    draft.digest = overlay.digest(draft.base.digest, changes)
    draft.visibility = Scenario.Visibility(visibility)
    draft.published_at = timezone.now()
    _turn(draft, Scenario.Status.PUBLISHED)
    return _changed(actor, draft, "scenario.publish")


@transaction.atomic
def revise_scenario(*, actor: Any, scenario: Scenario) -> Scenario:
    """A draft of the next revision with the same edits; the draft there is, if there is one."""
    require(is_planner, actor)
    revisions = Scenario.objects.select_for_update().filter(series=scenario.series)
    newest = revisions.order_by("-revision").first()
    if newest is None or newest.status == Scenario.Status.DRAFT:
        return newest or scenario
    draft = Scenario.objects.create(
        series=scenario.series,
        revision=newest.revision + 1,
        base=scenario.base,
        parent=scenario,
        author=actor,
        name=scenario.name,
        synthetic=scenario.synthetic,
    )
    for edit in scenario.edits.all():
        draft.edits.create(
            position=edit.position,
            kind=edit.kind,
            params=edit.params,
            facts=edit.facts,
            geometry=edit.geometry,
        )
    audit.record(actor=actor, act="scenario.revise", subject=draft, series=str(draft.series))
    return draft


def baseline(base: TwinVersion) -> Scenario:
    """The published scenario without edits of a base version, made when there is none."""
    found = Scenario.objects.filter(base=base, digest=base.digest, status="published").first()
    if found is not None:
        return found
    slug = f"baseline-{base.digest}"
    try:
        made = create_scenario(
            actor=None,
            base=base,
            name={"en": "Keep as it is today", "fr": "Garder comme aujourd’hui"},
            slug=slug,
        )
    except Conflict:
        return Scenario.objects.get(series=series_of(slug), revision=1)
    return publish_scenario(actor=None, scenario=made)


def is_baseline(scenario: Scenario) -> bool:
    """Whether it is published without edits."""
    return bool(scenario.digest) and scenario.digest == scenario.base.digest


def changes_of(scenario: Scenario) -> list[Change]:
    """The typed changes of a scenario, in order."""
    return [read_edit(edit.kind, edit.params, edit.geometry) for edit in scenario.edits.all()]


def sentences(scenario: Scenario) -> list[str]:
    """What each edit does, in the active language; empty for the baseline."""
    return [tell(edit.kind, edit.params, edit.facts) for edit in scenario.edits.all()]


def may_see(user: Any, scenario: Scenario) -> bool:
    """Whether this person may read it: planners all, authors their own, others what is public."""
    if scenario.visibility == Scenario.Visibility.PUBLIC and scenario.digest:
        return True
    return is_planner(user) or (is_known(user) and user.pk == scenario.author_id)


def _open_draft(actor: Any, scenario: Scenario, seen: int | None) -> Scenario:
    """The locked draft that `actor` may change; Conflict when it moved on since it was seen."""
    require(is_known, actor)
    locked = Scenario.objects.select_for_update(of=("self",)).select_related("base")
    draft = locked.get(pk=scenario.pk)
    if actor is not None and not is_planner(actor) and draft.author_id != actor.pk:
        raise NotAllowed(_("Only its author and the city's planners can change this plan."))
    if draft.status != Scenario.Status.DRAFT:
        raise NotNow(_("This plan is published and stays as it is. Make a new revision."))
    if seen is not None and seen != draft.changes:
        raise Conflict(
            _("Someone else changed this plan since you opened it. Look at it again first.")
        )
    return draft


def _turn(scenario: Scenario, status: str) -> None:
    if status not in NEXT[Scenario.Status(scenario.status)]:
        raise NotNow(_("This plan is no longer in a state where that can be done."))
    scenario.status = status


def _changed(actor: Any, scenario: Scenario, act: str, more: Changes | None = None) -> Scenario:
    found = {**unsaved(scenario, AUDITED), **(more or {})}
    scenario.changes += 1
    scenario.save()
    series = str(scenario.series)
    audit.record(actor=actor, act=act, subject=scenario, series=series, changed=found)
    return scenario
