"""The exposure model's entry in the model register."""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.contract import ModelCard

CARD = ModelCard(
    title=_("People, noise and air"),
    purpose=_(
        "Counts how many people live with how much street noise and traffic air, how many of them "
        "a plan relieves and how many it burdens, and where."
    ),
    method=_(
        "Residents of each building are assigned to its facades as the EU's noise maps do it: a "
        "home that spans its floor to the loudest facade, all others evenly to the louder half of "
        "the facades. Air is that of the worst place around the building. Someone gains or loses "
        "when noise changes by 1 dB or NO2 by 1 µg/m³ and by more than we are unsure of."
    ),
    sources=(
        "Directive (EU) 2015/996, Annex, section 2.8, as amended by Commission Delegated Directive "
        "(EU) 2021/1226.",
        "Commission Directive (EU) 2020/367 (annoyance, sleep disturbance, heart disease).",
        "WHO Regional Office for Europe (2018). Environmental Noise Guidelines for the European "
        "Region.",
        "WHO (2021). Global air quality guidelines.",
        "Directive (EU) 2024/2881 and Directive 2008/50/EC (limits for air).",
        "Arrêté du 4 avril 2006 relatif à l'établissement des cartes de bruit, article 7.",
        "van Kempen, E. et al. (2018). WHO Environmental Noise Guidelines: cardiovascular and "
        "metabolic effects. IJERPH 15(2), 379.",
        "Chen, J. & Hoek, G. (2020). Long-term exposure to PM and all-cause mortality. "
        "Environment International 143.",
        "Huangfu, P. & Atkinson, R. (2020). Long-term exposure to NO2 and O3 and all-cause "
        "mortality. Environment International 144.",
        "Eicher, C. & Brewer, C. (2001). Dasymetric mapping and areal interpolation. "
        "Cartography and Geographic Information Science 28(2).",
    ),
    inputs=(
        _("Noise at facades and air at buildings, from the models of noise and air"),
        _("Buildings with residents, dwellings and storeys; districts"),
        _("Census cells with residents, age and income, where a city has them"),
    ),
    assumptions=(
        _("Everybody is at home, at the facade that counts, all year round."),
        _("A building with at most one dwelling a floor has homes that span their floor."),
        _(
            "Where a census cell is known, its residents live in its buildings in proportion to "
            "what the building data says; age and income are the same all over a cell."
        ),
        _("Levels under 30 dB count as 30 dB: other sounds of a city are louder."),
        _(
            "Nobody is counted as annoyed under 45 dB, or as disturbed in sleep under 40 dB at "
            "night: the surveys behind the formulas do not reach further down."
        ),
        _("New residents count, but neither gain nor lose, as they did not live here before."),
    ),
    not_modelled=(
        _("Noise other than from road traffic, and air indoors"),
        _("Windows, insulation and which way a bedroom faces"),
        _("Schools, hospitals, workplaces and time spent elsewhere"),
        _("Who is more sensitive than others: the ill, the young, the old"),
        _("Illness or death of any one person, or a number of deaths"),
    ),
    synthetic_inputs=(
        _("The residents of a building are derived from its dwellings, not counted."),
        _("The demo city has no census cells: it says nothing by age or income."),
    ),
    validation=(
        (
            _("Formulas of Directive 2020/367 against values worked by hand"),
            _("equal to nine digits, at thirteen levels"),
        ),
        (
            _("People in all bands together, and gainers, losers and the rest together"),
            _("all residents with a facade, for any city"),
        ),
    ),
    uncertainty=_(
        "Every figure is worked out in each of the worlds that traffic, noise and air were drawn "
        "in, the same ones for every plan; bounds are the 5th and 95th percentile. Shares of "
        "illness and death also draw the published range of their functions. How people answer "
        "the same noise differently from survey to survey is not in the bounds."
    ),
)
