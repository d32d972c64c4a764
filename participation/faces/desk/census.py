"""Officials load the list of people who may vote; the file goes through memory only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from participation.ballots import has_ballots
from participation.eligibility.census.keeping import Loaded, load_list, on_the_list
from participation.eligibility.census.reading import HEADERS, MOST_BYTES, MOST_ROWS, words
from participation.faces.finding import known
from participation.faces.forms import Form
from participation.faces.signing import only
from participation.models import Consultation
from portal.confirming import confirmed_recently
from portal.errors import CivicError
from portal.intake import takes
from portal.once import settles_itself
from portal.roles import is_official

ORDERS = [
    ("day", gettext_lazy("29/02/1980: the day first")),
    ("month", gettext_lazy("02/29/1980: the month first")),
]


class _InMemory(MemoryFileUploadHandler):
    """Keeps a list of people off the disk."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Memory is the place whatever the length says."""
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Let go of what comes after the limit; the list is then refused as too large."""
        return super().receive_data_chunk(raw_data, start) if start <= MOST_BYTES else None


class ListForm(Form):
    """The file, and which column is which where its first line does not say so in usual words."""

    file = forms.FileField(
        label=gettext_lazy("The list, as CSV"),
        help_text=gettext_lazy("One person a line; the first line names the columns."),
        error_messages={"required": gettext_lazy("Choose the file first.")},
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    order = forms.ChoiceField(
        label=gettext_lazy("How dates are written"),
        choices=ORDERS,
        widget=forms.RadioSelect,
        initial="day",
    )
    replace = forms.BooleanField(
        label=gettext_lazy("Put it in the place of the list that is there"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in HEADERS:
            label = _("Column of: %(what)s") % {"what": words()[name]}
            self.fields[f"column-{name}"] = forms.CharField(
                label=label, required=False, max_length=80
            )

    def columns(self) -> dict[str, str]:
        """What was written of columns: thing -> what the file calls it."""
        named = {name: self.cleaned_data[f"column-{name}"] for name in HEADERS}
        return {name: column for name, column in named.items() if column}

    def column_fields(self) -> list[forms.BoundField]:
        """The fields that few people need, apart from the others."""
        return [self[f"column-{name}"] for name in HEADERS]


# What stands around the file in the form is small.
@settles_itself
@takes(MOST_BYTES + 100_000, files=True, who=is_official)
@csrf_exempt
def census(request: HttpRequest, slug: str) -> HttpResponse:
    """The list so far and a form to load one; POST loads it."""
    # Before anything reads the body, and so before the check of the form's token.
    if is_official(request.user):
        request.upload_handlers = [_InMemory(request)]  # type: ignore[list-item]
    return _census(request, slug)


@csrf_protect
@confirmed_recently(again=False)
@only(is_official)
def _census(request: HttpRequest, slug: str) -> HttpResponse:
    found = known(slug, request, light=True)
    if request.method != "POST":
        return _page(request, found, ListForm())
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form, 400)
    try:
        loaded = load_list(
            actor=request.user,
            consultation=found,
            data=form.cleaned_data["file"].read(),
            columns=form.columns(),
            month_first=form.cleaned_data["order"] == "month",
            replace=form.cleaned_data["replace"],
        )
    except CivicError as error:
        form.take(error)
        return _page(request, found, form, error.status)
    return _page(request, found, ListForm(), loaded=loaded)


def _page(
    request: HttpRequest,
    consultation: Consultation,
    form: ListForm,
    status: int = 200,
    loaded: Loaded | None = None,
) -> HttpResponse:
    flaws = loaded.flaws.rows if loaded else {}
    context = {
        "consultation": consultation,
        "form": form,
        "goes_by_list": consultation.eligibility.get("kind") == "census",
        "asked": [words()[name] for name in consultation.eligibility.get("fields", ())],
        "people": on_the_list(consultation),
        "fixed": has_ballots(consultation),
        "loaded": loaded,
        "flaws": [(words()[why], rows) for why, rows in flaws.items()],
        "most": MOST_ROWS,
    }
    return render(request, "participation/desk/census.html", context, status=status)
