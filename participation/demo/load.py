"""Load the demo's questions and voices, once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from django.contrib.gis.geos import Polygon
from django.db import connection, transaction
from django.utils import timezone

from participation import comments, consultations, deciding, moderation, releases
from participation.demo.fill import ensure_small, finish
from participation.demo.people import ensure_logins, make_crowd
from participation.demo.questions import QUESTIONS, STRASBOURG, Question
from participation.demo.voices import Stage, invent_answers, invent_ballots, invent_comments
from participation.models import Comment, Consultation, Option
from portal.models import User
from twin import door

SEED = 20_261_123
Say = Callable[[str], object]


def ensure_participation(
    version: door.TwinVersion, strasbourg: Sequence[door.Scenario], say: Say = print
) -> list[door.Scenario]:
    """All demo questions with people, comments and ballots; what is there already stays.

    strasbourg: keep-as-is and the three options. Returns the scenarios of all questions, for
    their analyses to be asked for.
    """
    people = ensure_logins()
    for number, plan in enumerate(QUESTIONS):
        if Consultation.objects.filter(slug=plan.slug).exists():
            continue
        with transaction.atomic():
            scenarios = list(strasbourg) if plan is STRASBOURG else _drawn(version, plan)
            chance = Random(SEED + number)  # noqa: S311 - a seed, not a secret
            stage = _stage(plan, scenarios, chance)
            say(f"Inventing voices for “{plan.texts['question']['en']}”")
            _fill(stage)
            if plan is STRASBOURG:
                _own_words(stage, people)
        with connection.cursor() as cursor:
            # The database would look at what came in only minutes later, and plan badly till then.
            cursor.execute("analyze portal_user, participation_comment, participation_reaction")
        releases.release_consultation(stage.consultation.pk)
        finish(stage.consultation.pk)
        if plan.decision:
            _decide(stage)
    ensure_small(version, make_crowd(), _area(STRASBOURG), SEED + len(QUESTIONS), say)
    options = Option.objects.filter(consultation__slug__in=[plan.slug for plan in QUESTIONS])
    return [option.scenario for option in options.select_related("scenario__base")]


def _drawn(version: door.TwinVersion, plan: Question) -> list[door.Scenario]:
    """Keep-as-is and the plan's own scenario of one edit."""
    kind, params, line = plan.drawn or ("", {}, None)
    scenario = door.create_scenario(
        actor=None, base=version, name=plan.options[1][0], synthetic=True
    )
    geometry = None
    if line:
        places = [place.split() for place in line[len("LINESTRING(") : -1].split(",")]
        geometry = {
            "type": "LineString",
            "coordinates": [[float(lng), float(lat)] for lng, lat in places],
        }
    door.add_edit(actor=None, scenario=scenario, kind=kind, params=params, geometry=geometry)
    return [door.baseline(version), door.publish_scenario(actor=None, scenario=scenario)]


def _stage(plan: Question, scenarios: Sequence[door.Scenario], chance: Random) -> Stage:
    """The question itself, written, planned and opened by the verbs officials use."""
    texts = dict(plan.texts)
    consultation = consultations.create_consultation(
        actor=None,
        question=texts.pop("question"),
        slug=plan.slug,
        synthetic=True,
        decision_date=timezone.localdate() + timedelta(days=plan.days[3] + 30),
        area=_area(plan),
        **texts,
    )
    options = [
        consultations.add_option(
            actor=None,
            consultation=consultation,
            scenario=scenario,
            name=name,
            summary=summary,
            is_baseline=place == 0,
        )
        for place, (scenario, (name, summary)) in enumerate(
            zip(scenarios, plan.options, strict=True)
        )
    ]
    consultation = consultations.set_phases(
        actor=None,
        consultation=consultation,
        seen_version=consultation.edit_version,
        phases=_phases(plan),
    )
    consultation = consultations.open_consultation(actor=None, consultation=consultation)
    return Stage(plan, consultation, options, make_crowd(), chance, timezone.now())


def _phases(plan: Question) -> list[tuple[str, datetime, datetime | None]]:
    """Phases open at 8 in the morning; the vote closes at 18:00 on a Sunday."""
    today = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0)
    inform, discuss, vote, result = (today + timedelta(days=day) for day in plan.days)
    result = result.replace(hour=18) + timedelta(days=(6 - result.weekday()) % 7)
    return [
        ("inform", inform, discuss),
        ("discuss", discuss, vote),
        ("vote", vote, result),
        ("result", result, None),
    ]


def _area(plan: Question) -> Polygon:
    """A box around the places people talk about, some 300 m wider."""
    longitudes = [spot[1] for spot in plan.spots]
    latitudes = [spot[2] for spot in plan.spots]
    return Polygon.from_bbox(
        (
            min(longitudes) - 0.004,
            min(latitudes) - 0.003,
            max(longitudes) + 0.004,
            max(latitudes) + 0.003,
        )
    )


def _fill(stage: Stage) -> None:
    invent_answers(stage, invent_comments(stage))
    invent_ballots(stage)


def _decide(stage: Stage) -> None:
    """The change wins, with comments that the decision answers."""
    cited = Comment.objects.filter(
        consultation=stage.consultation,
        parent=None,
        status=Comment.Status.VISIBLE,
        theme__in=["traffic", "shops"],
    ).order_by("created_at")
    deciding.decide(
        actor=None,
        consultation=stage.consultation,
        option=stage.options[1],
        text=stage.plan.decision or {},
        cited=list(cited.values_list("public_id", flat=True)[:5]),
    )


def _own_words(stage: Stage, people: dict[str, User]) -> None:
    """What the demo's resident finds under "my comments": one shown, one hidden with a reason."""
    resident, official = people["resident"], people["official"]
    option = stage.options[2]
    for text, spot in (
        ("Une seule voie suffit, et enfin de l’ombre devant l’école.", stage.plan.spots[6]),
        ("Mon voisin du 14 gare toujours sur le trottoir, il s’appelle M. Exemple.", None),
    ):
        place = f'{{"type":"Point","coordinates":[{spot[1]},{spot[2]}]}}' if spot else None
        comment = comments.write_comment(
            actor=resident,
            consultation=stage.consultation,
            option=option,
            text=text,
            stance=Comment.Stance.FOR,
            theme=Comment.Theme.WALKING,
            geometry=place,
            language="fr",
        )
        Comment.objects.filter(pk=comment.pk).update(synthetic=True)
        if spot is None:
            moderation.hide_comment(
                actor=official,
                comment=comment,
                reason="personal-data",
                note="Le reste de votre message est bienvenu, sans le nom.",
            )
