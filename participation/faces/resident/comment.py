"""Writing a comment: place, words, a look at it as others will see it, and only then sign in."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.anomalies import note_place
from participation.comments import write_comment
from participation.faces.finding import STANCES, THEMES, choice_of, choices, known
from participation.faces.resident import drafts
from participation.faces.resident.comments import COMMENTS_NETWORK, after_writing
from participation.faces.resident.consultation import map_of
from participation.faces.resident.drafts import Draft
from participation.faces.resident.forms import ABOUT_ALL, WORDS_BYTES, PlaceForm, WordsForm
from participation.faces.signing import to_sign_in
from participation.gates import require
from participation.models import Consultation
from participation.phases import Act
from portal.errors import CivicError
from portal.intake import takes
from portal.network import network_of
from portal.once import settles_itself
from portal.pace import keep_pace, paced
from portal.roles import is_known
from twin.door import street_name


@settles_itself
@paced(person=drafts.DRAFTS_PERSON, network=drafts.DRAFTS_NETWORK)
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """First step: the place. The map's links come here with ?lon=&lat= or ?street=, ?option=."""
    found = known(slug, request)
    require(found, Act.COMMENT)
    draft = drafts.load(request, slug)
    if request.method == "POST":
        form = PlaceForm(request.POST)
        if form.is_valid():
            _take_place(draft, form.cleaned_data)
            answer = redirect("comment-words", slug=slug)
            return drafts.keep(request, answer, slug, draft)
        return _ask_place(request, found, form, 400)
    start = _from_link(request)
    kept = {"where": draft.where or "place", "geometry": draft.place, "street": draft.street}
    answer = _ask_place(request, found, PlaceForm(initial=kept | start))
    if request.GET.get("option") and not draft.lost:
        keep_pace(request, person=drafts.DRAFTS_PERSON, network=drafts.DRAFTS_NETWORK)
        draft.option = request.GET["option"][:3].lower()
        drafts.keep(request, answer, slug, draft)
    return answer


def _again(request: HttpRequest, slug: str, draft: Draft) -> HttpResponse:
    """Back to the first step, with the reason when the place was given before."""
    if draft.lost:
        messages.info(
            request,
            _(
                "Please show the place once more. For your privacy it was kept on the other "
                "device or browser only. Your words are still here."
            ),
        )
    return redirect("comment-new", slug=slug)


def _take_place(draft: Draft, chosen: dict[str, Any]) -> None:
    draft.where = chosen["where"]
    draft.place = chosen["place"] or ""
    draft.lost = False
    draft.street = chosen["street"] if chosen["where"] != "all" else ""


def _from_link(request: HttpRequest) -> dict[str, str]:
    """A place that a link of the map names; anything unreadable is left out."""
    street = request.GET.get("street", "")[:200]
    name = street_name(street) if street.startswith("urn:") else street
    if name:
        return {"street": name, "geometry": "", "where": "place"}
    try:
        lon, lat = float(request.GET["lon"]), float(request.GET["lat"])
    except (KeyError, ValueError):
        return {}
    point = {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
    return {"geometry": json.dumps(point), "street": "", "where": "place"}


def _ask_place(
    request: HttpRequest, consultation: Consultation, form: PlaceForm, status: int = 200
) -> HttpResponse:
    context = {
        "consultation": consultation,
        "form": form,
        "map": map_of(consultation, choices(consultation)),
        "geometry": form["geometry"].value() or "",
        "street": form["street"].value() or "",
    }
    return render(request, "participation/write_place.html", context, status=status)


@settles_itself
@takes(WORDS_BYTES)
@paced(person=drafts.DRAFTS_PERSON, network=drafts.DRAFTS_NETWORK)
def words(request: HttpRequest, slug: str) -> HttpResponse:
    """Second step: the words, the option and the stance."""
    found = known(slug, request)
    require(found, Act.COMMENT)
    draft = drafts.load(request, slug)
    if not draft.where:
        return _again(request, slug, draft)
    options = choices(found)
    if request.method == "POST":
        form = WordsForm(request.POST, options=options)
        if form.is_valid():
            draft.say(form.cleaned_data["text"])
            for name in ("option", "stance", "theme"):
                setattr(draft, name, form.cleaned_data[name])
            chosen = choice_of(found, draft.option)
            draft.scenario = chosen.option.scenario_id if chosen else None
            return drafts.keep(request, redirect("comment-preview", slug=slug), slug, draft)
        return _ask_words(request, found, draft, form, 400)
    kept = {"text": draft.text, "stance": draft.stance, "theme": draft.theme}
    kept["option"] = draft.option or ABOUT_ALL
    return _ask_words(request, found, draft, WordsForm(initial=kept, options=options))


def _ask_words(
    request: HttpRequest,
    consultation: Consultation,
    draft: Draft,
    form: WordsForm,
    status: int = 200,
) -> HttpResponse:
    context = {"consultation": consultation, "form": form, "draft": draft}
    return render(request, "participation/write_words.html", context, status=status)


@paced(network=COMMENTS_NETWORK)
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Third step: as others will see it; POST makes it public (after signing in)."""
    found = known(slug, request)
    draft = drafts.load(request, slug)
    if not draft.where:
        return _again(request, slug, draft)
    if not draft.text:
        return redirect("comment-words", slug=slug)
    if request.method != "POST":
        return _show(request, found, draft)
    if not is_known(request.user):
        return to_sign_in(reverse("comment-preview", args=[slug]))
    try:
        made = _write(request, found, draft)
        note_place(network_of(request), made)
    except CivicError as error:
        return _show(request, found, draft, error)
    messages.success(request, after_writing(made))
    answer = redirect("me")
    if made.status == made.Status.VISIBLE:
        answer = redirect("comment", slug=slug, public_id=made.public_id)
    return drafts.drop(request, answer, slug)


def _write(request: HttpRequest, consultation: Consultation, draft: Draft) -> Any:
    chosen = choice_of(consultation, draft.option)
    return write_comment(
        actor=request.user,
        consultation=consultation,
        option=chosen.option if chosen else None,
        scenario_id=draft.scenario if chosen else None,
        text=draft.text,
        taken_out=draft.taken_out,
        once=draft.once,
        stance=draft.stance,
        theme=draft.theme,
        geometry=draft.place or None,
        about_home=draft.where == "home",
        language=get_language() or "",
    )


def _show(
    request: HttpRequest,
    consultation: Consultation,
    draft: Draft,
    error: CivicError | None = None,
) -> HttpResponse:
    chosen = choice_of(consultation, draft.option)
    context = {
        "consultation": consultation,
        "draft": draft,
        "about": chosen.title if chosen else "",
        "stance": STANCES.get(draft.stance, ""),
        "theme": THEMES.get(draft.theme, ""),
        "text": draft.text,
        "taken_out": draft.taken_out,
        "error": error,
    }
    status = error.status if error else 200
    return render(request, "participation/write_preview.html", context, status=status)
