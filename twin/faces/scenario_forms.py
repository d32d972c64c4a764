"""What a planner fills in to change a plan, without a map and without JavaScript."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.errors import BadInput, CivicError
from portal.templatetags.words import number
from twin.citystate import CityState
from twin.edits import (
    KINDS,
    Street,
    building_at,
    building_called,
    read_geometry,
    streets_within,
    vertices,
)

ON_STREETS = ("close_to_cars", "direction", "speed", "lanes", "ban_heavy")
ON_GROUND = ("plant_trees", "lay_green", "add_building", "remove_building")
ZONE = "speed_zone"
"""Not an edit of its own: the speed of all streets in a drawn area."""
DRAWN = {
    **{name: KINDS[name].shapes for name in ON_GROUND},
    "remove_building": ("Point", "MultiPoint"),
    ZONE: ("Polygon",),
}
"""What each change may be drawn as, GeoJSON types; a map's pen begins with the last it has."""
FIELDS = {
    "streets": ("pieces", "places"),
    "direction": ("way",),
    "geometry": ("places",),
    "name": ("green_name",),
    "buildings": ("building_number",),
    "height_m": ("building_height_m", "height_m"),
    "speed_kmh": ("speed_kmh", "zone_speed_kmh"),
}
"""Parameter of an edit -> the fields of forms it may be read from, where the names differ."""


def put_error(form: forms.Form, error: CivicError) -> None:
    """Show what a verb refused at the field it is about."""
    asked = form.data.get("kind", "")
    names = FIELDS.get(error.field, (error.field,))
    if asked == "plant_trees":
        names = names[::-1]
    field = next((name for name in names if name in form.fields), None)
    form.add_error(field, str(error))


class NameForm(forms.Form):
    """A plan's name in every language of the site; one is enough."""

    def __init__(self, *args: Any, name: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        for code, label in settings.LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": label},
                max_length=120,
                required=False,
                initial=(name or {}).get(code, ""),
            )

    def texts(self) -> dict[str, str]:
        """Language -> name."""
        return {name.removeprefix("name_"): text for name, text in self.cleaned_data.items()}


class StreetForm(forms.Form):
    """A change to pieces of one street."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What should change"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what should change.")},
    )
    way = forms.ChoiceField(
        label=gettext_lazy("Which way cars may drive"), widget=forms.RadioSelect, required=False
    )
    speed_kmh = forms.IntegerField(label=gettext_lazy("Speed limit in km/h"), required=False)
    lanes = forms.IntegerField(
        label=gettext_lazy("Lanes for cars, both ways together"), required=False
    )
    pieces = forms.MultipleChoiceField(
        label=gettext_lazy("Between which crossings"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one piece of the street.")},
    )

    def __init__(self, *args: Any, street: Street, **more: Any) -> None:
        # The form for what is drawn stands on the same page and has fields of the same names.
        super().__init__(*args, auto_id="id_street_%s", **more)
        self.street = street
        self._choices("kind", [(name, KINDS[name].label) for name in ON_STREETS])
        self._choices("pieces", [(piece.urn, _piece_words(piece)) for piece in street.pieces])
        self._choices("way", _ways(street))
        self.fields["pieces"].initial = [piece.urn for piece in street.pieces if piece.car]

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def change(self, city: CityState) -> tuple[str, dict[str, Any], None]:
        """Kind, parameters and geometry, for the verb that adds an edit."""
        kind = self.cleaned_data["kind"]
        chosen = set(self.cleaned_data["pieces"])
        pieces = [piece for piece in self.street.pieces if piece.urn in chosen]
        params: dict[str, Any] = {"streets": [piece.urn for piece in pieces]}
        if kind == "direction":
            way = self.cleaned_data["way"]
            # An edit's "forward" is as the first piece's own vertices run.
            same = not pieces or pieces[0].along
            turned = {"along": "forward", "against": "backward"}
            back = {"along": "backward", "against": "forward"}
            params["direction"] = (turned if same else back).get(way, way)
        elif kind in ("speed", "lanes"):
            name = "speed_kmh" if kind == "speed" else "lanes"
            params[name] = self.cleaned_data[name]
        return kind, params, None


def _piece_words(piece: Any) -> str:
    says = {"start": piece.start, "end": piece.end, "metres": number(piece.metres)}
    if piece.start and piece.end:
        text = _("%(start)s to %(end)s, %(metres)s m") % says
    elif piece.start or piece.end:
        text = _("at %(street)s, %(metres)s m") % {**says, "street": piece.start or piece.end}
    else:
        text = _("%(metres)s m") % says
    return text if piece.car else _("%(piece)s (closed to cars)") % {"piece": text}


def _ways(street: Street) -> list[tuple[str, str]]:
    says = {"start": street.start or _("one end"), "end": street.end or _("the other end")}
    return [
        ("both", _("both ways")),
        ("along", _("one way, from %(start)s to %(end)s") % says),
        ("against", _("one way, from %(end)s to %(start)s") % says),
    ]


class GroundForm(forms.Form):
    """What is drawn, or written down by places: trees, green ground, buildings, a slow zone."""

    drawn_as = DRAWN
    kind = forms.ChoiceField(
        label=gettext_lazy("What should change"),
        choices=[
            *((name, KINDS[name].label) for name in ON_GROUND),
            (ZONE, gettext_lazy("One speed limit for a whole area")),
        ],
        widget=forms.RadioSelect,
    )
    places = forms.CharField(
        label=gettext_lazy("Places"),
        help_text=gettext_lazy(
            "One a line: latitude, longitude, such as 47.2138, -1.5545. For an area or a new"
            " building, the corners of its outline in order."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=100_000,
        required=False,
    )
    drawn = forms.CharField(widget=forms.HiddenInput, max_length=100_000, required=False)
    height_m = forms.IntegerField(
        label=gettext_lazy("Height of the trees in metres"), initial=6, required=False
    )
    spacing_m = forms.IntegerField(
        label=gettext_lazy("Metres between trees, along a line"), initial=10, required=False
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Kind of green ground"),
        choices=[
            ("park", gettext_lazy("Park")),
            ("square", gettext_lazy("Square")),
            ("planting", gettext_lazy("Planting, not to be walked on")),
        ],
        required=False,
    )
    green_name = forms.CharField(label=gettext_lazy("Its name"), max_length=80, required=False)
    building_height_m = forms.IntegerField(
        label=gettext_lazy("Height of the building in metres"), initial=12, required=False
    )
    dwellings = forms.IntegerField(
        label=gettext_lazy("Homes in it"), initial=0, min_value=0, required=False
    )
    building_number = forms.CharField(
        label=gettext_lazy("Number of the building"),
        help_text=gettext_lazy("If you know it. Otherwise show a place inside the building."),
        max_length=120,
        required=False,
    )
    zone_speed_kmh = forms.IntegerField(
        label=gettext_lazy("Speed limit in km/h"), initial=30, required=False
    )

    def change(self, city: CityState) -> tuple[str, dict[str, Any], str | None]:
        """Kind, parameters and geometry (GeoJSON text), for the verb that adds an edit.

        city: the base of the plan, in which streets and buildings are found. Raises BadInput.
        """
        kind = self.cleaned_data["kind"]
        number = self.cleaned_data["building_number"]
        if kind == "remove_building" and number:
            return kind, {"buildings": [building_called(city, number)]}, None
        # Places that were written down count before a shape that was drawn.
        written = self.cleaned_data["places"] or self.cleaned_data["drawn"]
        geometry = read_places(written, area="Polygon" in DRAWN[kind])
        if kind == "remove_building":
            shape = read_geometry(geometry, DRAWN[kind])
            spots = [building_at(city, *spot) for spot in vertices(shape)]
            return kind, {"buildings": sorted(set(spots))}, None
        if kind == ZONE:
            return self._zone(city, geometry)
        return kind, self._filled(PARAMETERS[kind]), geometry

    def _filled(self, names: dict[str, str]) -> dict[str, Any]:
        """Parameters by the names of their fields; numbers that were left open are left out."""
        given = {name: self.cleaned_data[field] for name, field in names.items()}
        return {name: value for name, value in given.items() if value is not None}

    def _zone(self, city: CityState, geometry: str) -> tuple[str, dict[str, Any], None]:
        """The speed of every street in an area that has another one now."""
        shape = read_geometry(geometry, DRAWN[ZONE])
        speed = self.cleaned_data["zone_speed_kmh"]
        table = city.tables["street"]
        inside = streets_within(city, list(vertices(shape)))
        now = table.columns["speed_kmh"][table.rows_of(inside)]
        other = [urn for urn, kmh in zip(inside, now, strict=True) if kmh != speed]
        if not other:
            raise BadInput(
                _("No street in this area would change. Draw it larger, or choose another speed."),
                field="geometry",
            )
        return "speed", {"streets": other, "speed_kmh": speed}, None


PARAMETERS = {
    "plant_trees": {"height_m": "height_m", "spacing_m": "spacing_m"},
    "lay_green": {"category": "category", "name": "green_name"},
    "add_building": {"height_m": "building_height_m", "dwellings": "dwellings"},
}
"""Edit kind -> its parameters by the names of their fields."""


def read_places(text: str, *, area: bool) -> str:
    """GeoJSON of lines "latitude, longitude"; GeoJSON itself is passed on as it is.

    Raises BadInput naming the line that cannot be read.
    """
    if text.lstrip().startswith("{"):
        return text
    points = []
    for line_number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            lat, lon = (float(part) for part in line.replace(";", ",").split(","))
        except ValueError:
            message = _("Line %(number)d is not a latitude and a longitude with a comma between.")
            raise BadInput(message % {"number": line_number}, field="geometry") from None
        points.append([lon, lat])
    if not points:
        raise BadInput(_("Show on the map or write down where this should be."), field="geometry")
    if not area:
        return json.dumps({"type": "MultiPoint", "coordinates": points})
    if len(points) < 3:
        raise BadInput(_("An area needs at least three corners."), field="geometry")
    if points[0] != points[-1]:
        points.append(points[0])
    return json.dumps({"type": "Polygon", "coordinates": [points]})
