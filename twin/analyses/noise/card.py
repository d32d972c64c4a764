"""The noise model's entry in the model register."""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.contract import ModelCard

CARD = ModelCard(
    title=_("Road noise"),
    purpose=_(
        "Shows how loud road traffic is at the facades of houses and outdoors, by day, evening "
        "and night, and how a plan changes that."
    ),
    method=_(
        "CNOSSOS-EU, the method of the European Union: how loud vehicles are by kind, speed and "
        "slope; how sound spreads over ground, over and around buildings and by one reflection, "
        "in calm weather and in weather that carries it."
    ),
    sources=(
        "Directive (EU) 2015/996, Annex, as amended by Delegated Directive (EU) 2021/1226 "
        "(CNOSSOS-EU).",
        "ISO/TR 17534-4 (2020). Acoustics: quality assured implementation of CNOSSOS-EU.",
        "ISO 9613-1 (1993). Attenuation of sound during propagation outdoors: absorption by the "
        "atmosphere.",
        "WG-AEN (2007). Good practice guide for strategic noise mapping, version 2.",
        "Directive 2002/49/EC relating to the assessment and management of environmental noise.",
        "RLS-19 (2019). Richtlinien für den Lärmschutz an Strassen. FGSV.",
    ),
    inputs=(
        _("Traffic and speeds from the traffic model, by day, evening and night"),
        _("Streets with heights; buildings with heights and ground level"),
        _("Parks, greens and water"),
    ),
    assumptions=(
        _("Receivers are 4 m above the ground, 2 m before facades, without their own echo."),
        _("Streets within 300 m count, echoes and ways around buildings nearer by."),
        _("Road surfaces are like the method's reference, dense asphalt."),
        _("The ground is hard but for greens; facades swallow a tenth of the sound."),
        _("Weather carries sound half of the day, three quarters of the evening, all night."),
        _("Of heavy vehicles, 43 percent have two axles."),
    ),
    not_modelled=(
        _("Railways, trams, aircraft, industry, neighbours and voices"),
        _("Motorcycles and mopeds, sirens and horns"),
        _("Braking and starting at crossings"),
        _("Second and further echoes in narrow streets and yards"),
        _("Noise walls, balconies, trees, and tunnel mouths"),
    ),
    synthetic_inputs=(
        _("The traffic is modelled, not counted."),
        _("Ground levels are drawn between street ends and buildings."),
    ),
    validation=(
        (
            _("All 28 test cases of ISO/TR 17534-4, from the scene to the level"),
            _("within 0.04 dB in every octave band of every way of sound"),
        ),
        (
            _("A plan's new or removed building, against working everything out anew"),
            _("the same to 0.01 dB at every point"),
        ),
    ),
    uncertainty=_(
        "Demand, heavy vehicles, speeds, road surface (1.5 dB up or down) and ground: nine seeded "
        "draws, the same in every plan; bounds are the 5th and 95th percentile."
    ),
)
