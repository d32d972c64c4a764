"""Officials choose who may vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.ballots import has_ballots
from participation.eligibility import KINDS, Kind
from participation.eligibility.census.keeping import on_the_list
from participation.eligibility.codes.batches import in_circulation
from participation.eligibility.rules import set_rule
from participation.faces.finding import known
from participation.faces.forms import Boxes, Form
from participation.faces.reason import ask_reason, reason_of
from participation.faces.signing import only
from participation.history import is_begun
from participation.models import Consultation
from participation.retelling import ASKED
from portal.errors import BadInput, CivicError, Conflict
from portal.roles import is_official
from twin.door import district_names

BY = [
    ("", gettext_lazy("No, from anywhere")),
    ("postcode", gettext_lazy("Yes, of these postcodes")),
    ("district", gettext_lazy("Yes, of these districts")),
]


class RuleForm(Form):
    """What one kind of rule needs. seen: the version of the question that the editor saw."""

    whole = True
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: Kind, of: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        kept = of.eligibility if of.eligibility.get("kind") == kind.name else {}
        self.fields["seen"].initial = of.edit_version
        if kind.name == "claim":
            self.fields |= _claim_fields(kept)
        if kind.name == "census":
            self.fields["fields"] = forms.MultipleChoiceField(
                label=_("Besides the name, ask for"),
                choices=list(ASKED.items()),
                widget=Boxes,
                initial=kept.get("fields", list(ASKED)),
                required=False,
            )
            self.fields["fields"].needed = _("one at least")  # type: ignore[attr-defined]
        if kind.takes_area:
            self.fields |= _area_fields(kept.get("area") or {}, kind.name == "area")

    def clean(self) -> dict[str, Any]:
        """Of districts that the city has, one at least is ticked; of postcodes, one is written."""
        said = super().clean() or {}
        if "districts" in self.fields and said.get("by"):
            name = "districts" if said["by"] == "district" else "names"
            if not said.get(name):
                told = {
                    "districts": _("Tick one district at least."),
                    "names": _("Write one postcode at least."),
                }
                self.add_error(name, told[name])
        return said

    def rule(self) -> dict[str, Any]:
        """What was chosen, for eligibility.rules."""
        said = self.cleaned_data
        found: dict[str, Any] = {"kind": self.kind.name}
        if self.kind.name == "claim":
            found |= {"claim": said["claim"], "values": _lines(said["values"])}
        if self.kind.name == "census":
            found["fields"] = ["name", *said["fields"]]
        if said.get("by"):
            of_districts = said["by"] == "district" and "districts" in self.fields
            lines = said["district_residents" if of_districts else "names"]
            rows = [line.partition(":") for line in _lines(lines)]
            named = [name.strip() for name, _colon, _people in rows]
            found["area"] = {
                "by": said["by"],
                "names": said["districts"] if of_districts else named,
                "residents": {
                    name.strip(): "".join(people.split()) for name, _c, people in rows if people
                },
            }
        return found


def _claim_fields(kept: Mapping[str, Any]) -> dict[str, forms.Field]:
    return {
        "claim": forms.CharField(
            label=_("What the identity service must say"),
            max_length=200,
            initial=kept.get("claim", "address.locality"),
            help_text=_("The name of its claim; a dot leads inside, as in address.locality."),
        ),
        "values": forms.CharField(
            label=_("Any of these"),
            max_length=8_000,
            initial="\n".join(kept.get("values", ())),
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("One a line, such as the town's name."),
        ),
    }


def _area_fields(kept: Mapping[str, Any], always: bool) -> dict[str, forms.Field]:
    """Which area: districts to tick where the city has some, else lines of names for either."""
    known = district_names()
    by, names = kept.get("by", BY[1][0] if always else ""), kept.get("names", ())
    lines = _with_residents(names, kept.get("residents", {}))
    ticked = known and by == "district"
    found: dict[str, forms.Field] = {
        "by": forms.ChoiceField(
            label=_("Only people of an area?"),
            choices=BY[1:] if always else BY,
            widget=forms.RadioSelect,
            initial=by,
            required=always,
        ),
        "names": _lines_field(
            _("The postcodes") if known else _("The postcodes or districts"),
            "" if ticked else lines,
            _(
                "One a line. If you know how many people live there, write it after a colon, as in "
                "44000: 31200; turnout is then told as a share of them."
            ),
            required=always and not known,
        ),
    }
    if not known:
        if not always:
            found["names"].needed = _("needed if you choose an area")  # type: ignore[attr-defined]
        return found
    found["names"].needed = _("needed if you choose postcodes")  # type: ignore[attr-defined]
    found["districts"] = forms.MultipleChoiceField(
        label=_("The districts"),
        # What was stored before the city's districts were known stays to be seen.
        choices=[(name, name) for name in dict.fromkeys([*known, *(names if ticked else ())])],
        widget=Boxes,
        initial=names if ticked else (),
        required=False,
    )
    found["districts"].needed = _("needed if you choose districts")  # type: ignore[attr-defined]
    found["district_residents"] = _lines_field(
        _("Residents of the districts"),
        "\n".join(line for line in lines.split("\n") if ":" in line) if ticked else "",
        _("If you know them: one a line, the district, a colon and the number of people."),
        required=False,
    )
    return found


def _with_residents(names: Sequence[str], residents: Mapping[str, int]) -> str:
    return "\n".join(f"{name}: {residents[name]}" if name in residents else name for name in names)


def _lines_field(label: str, initial: str, hint: str, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20_000,
        initial=initial,
        widget=forms.Textarea(attrs={"rows": 5}),
        required=required,
        help_text=hint,
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@only(is_official)
def eligibility(request: HttpRequest, slug: str) -> HttpResponse:
    """The kinds to choose from, or with ?kind= one of them; POST stores it."""
    found = known(slug, request, light=True)
    if request.method == "POST" and request.POST.get("kind") not in KINDS:
        raise BadInput(_("Choose who may vote."))
    name = request.POST.get("kind") or request.GET.get("kind") or found.eligibility.get("kind")
    kind = KINDS.get(str(name), KINDS["email"])
    if request.method != "POST":
        return _page(request, found, RuleForm(kind=kind, of=found))
    form = RuleForm(request.POST, kind=kind, of=found)
    ask_reason(form, is_begun(found))
    if not form.is_valid():
        return _page(request, found, form, 400)
    try:
        set_rule(
            actor=request.user,
            consultation=found,
            rule=form.rule(),
            seen_version=form.cleaned_data["seen"],
            reason=reason_of(form),
        )
    except CivicError as error:
        form.take(error)
        if isinstance(error, Conflict):
            form.data = form.data.copy()  # type: ignore[union-attr]
            form.data["seen"] = str(Consultation.objects.get(pk=found.pk).edit_version)
        return _page(request, found, form, error.status)
    messages.success(request, _("Who may vote is stored."))
    return redirect("desk-eligibility", slug=slug)


def _page(
    request: HttpRequest, consultation: Consultation, form: RuleForm, status: int = 200
) -> HttpResponse:
    ask_reason(form, is_begun(consultation))
    offered = [kind for kind in KINDS.values() if kind.name != "claim" or settings.OIDC_ORIGINS]
    context = {
        "consultation": consultation,
        "form": form,
        "chosen": form.kind,
        "stored": consultation.eligibility.get("kind") == form.kind.name,
        "kinds": offered,
        "fixed": consultation.is_over or has_ballots(consultation),
        "codes": in_circulation(consultation),
        "people": on_the_list(consultation),
    }
    return render(request, "participation/desk/eligibility.html", context, status=status)
