"""The air model's entry in the model register."""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.contract import ModelCard

CARD = ModelCard(
    title=_("Air at the houses"),
    purpose=_(
        "Shows how much nitrogen dioxide and fine dust from traffic people breathe at their homes "
        "and outdoors, and how a plan changes that."
    ),
    method=_(
        "What vehicles give off by their mean speed, for a fleet of a given year. The wind of a "
        "whole year carries it away from every street; between rows of buildings the air turns "
        "over and keeps more of it. Part of it becomes NO2 on the way."
    ),
    sources=(
        "EMEP/EEA air pollutant emission inventory guidebook 2013 (update 2014) and 2019, "
        "parts 1.A.3.b.i-iv and 1.A.3.b.vi-vii.",
        "Benson, P. E. (1979). CALINE3: a versatile dispersion model. FHWA/CA/TL-79/23.",
        "Berkowicz, R. (2000). OSPM: a parameterised street pollution model. "
        "Environmental Monitoring and Assessment 65.",
        "van den Hout, K. D. & Baars, H. P. (1988). TNO report 88/192.",
    ),
    inputs=(
        _("Flows and speeds by time of day, from the traffic model"),
        _("Streets; outlines and heights of buildings"),
        _("How often the wind blows from where, how fast"),
        _("What the air brings along from outside the area"),
    ),
    assumptions=(
        _("Vehicles here are as old as those of the country."),
        _("Functions of 2013 for cars of Euro 5 and 6: on the road they give off more NOx."),
        _("Without measurements, NO2 from outside is 9, PM10 15 and PM2.5 8.5 µg/m³."),
    ),
    not_modelled=(
        _("Heating, industry, ships and trains: they are part of what comes from outside"),
        _("Cold engines, hills, queues at lights, dust blown up from the road"),
        _("Shelter behind buildings and in courtyards; tunnels; trees"),
    ),
    synthetic_inputs=(
        _("The wind of the year and the air from outside are assumed."),
        _("The mix of cars, vans, lorries and buses is assumed."),
    ),
    validation=(
        (
            _("CALINE3's four published examples, 346 contributions of links"),
            _("every one the same to the printed digit"),
        ),
        (_("A street without end, against the closed formula"), _("equal to 12 digits")),
        (
            _("A building put up or taken away, against all worked out anew"),
            _("the same to the byte"),
        ),
    ),
    uncertainty=_(
        "Ranges on traffic, fleet, how well air carries things away, and what comes from outside: "
        "9 seeded draws, the same in every plan; bounds are the 5th and 95th percentile."
    ),
)
