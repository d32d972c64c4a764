"""The traffic model's entry in the model register."""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.contract import ModelCard

CARD = ModelCard(
    title=_("Traffic"),
    purpose=_(
        "Shows which streets cars would use in the morning peak hour, how fast they get on, and "
        "where traffic goes when a street is closed, slowed, narrowed or made one-way."
    ),
    method=_(
        "Static user equilibrium: every trip takes its quickest way, knowing how much all the "
        "others slow it down. Trips come from a doubly constrained gravity model; through "
        "traffic enters and leaves at the edge of the area."
    ),
    sources=(
        "Wardrop, J. G. (1952). Some theoretical aspects of road traffic research. "
        "Proceedings of the Institution of Civil Engineers 1(3).",
        "Bureau of Public Roads (1964). Traffic Assignment Manual.",
        "Spiess, H. (1990). Conical volume-delay functions. Transportation Science 24(2).",
        "Transportation Research Board (2016). Highway Capacity Manual, 6th edition, chapter 19.",
        "Wilson, A. G. (1967). A statistical theory of spatial distribution models. "
        "Transportation Research 1(3).",
        "Furness, K. P. (1965). Time function iteration. Traffic Engineering and Control 7(7).",
        "EMEP/EEA air pollutant emission inventory guidebook 2013 (update of September 2014), "
        "1.A.3.b, Tier 3, Table 3-41: fuel of a Euro 4 petrol car.",
        "Appleyard, D. & Lintell, M. (1972). The environmental quality of city streets. Journal of "
        "the American Institute of Planners 38(2).",
        "Ballis, H. (2026). PyTraf: path-based static traffic assignment, version 0.3.1.",
    ),
    inputs=(
        _("Streets with direction, lanes, importance and mean speed, from the city's street data"),
        _("Buildings with dwellings, use and floor area"),
        _("The plan's changes: streets closed, one-way, slower, with fewer lanes"),
    ),
    assumptions=(
        _("Speed limits are assumed from a street's importance: 50, 30 or 20 km/h."),
        _(
            "The source's mean speed holds without other cars; a new limit changes the driving "
            "time, not the time lost at junctions."
        ),
        _(
            "A lane lets 1,900 cars pass per hour of green; the share of green is assumed from "
            "15 to 50 percent, by importance."
        ),
        _("A lane shared by both directions gives each of them half."),
        _("The number of car trips and where people want to go stay the same in every plan."),
        _("Streets for permit holders carry no cars; neither do streets with no way back."),
        _("A home stands at the carriageway nearest to its building, within 30 m."),
        _("CO2 is that of one reference car at the average speed of each street."),
    ),
    not_modelled=(
        _("People who walk, cycle, take the tram or stay at home because driving takes longer"),
        _("Queues that reach back into other junctions, and how they build up over the hour"),
        _("Traffic lights, turns that are forbidden or slow, and parking search"),
        _("Buses, lorries, deliveries and bicycles"),
        _("Other hours of the day, weekends, and events"),
        _("Detours outside the area: through traffic enters and leaves where it does today"),
    ),
    synthetic_inputs=(
        _("All car trips: made from dwellings and shop and office floors, not counted."),
        _("Traffic at the edge of the area: assumed by the importance of the street."),
        _("Jobs: one for every 40 m² of shop or office floor."),
        _("Speed limits and road capacities: assumed by importance."),
    ),
    validation=(
        (
            _("Sioux Falls test network, best known objective 4,231,335.287107"),
            _("reached to 8 digits"),
        ),
        (
            _("Braess's paradox, worked by hand"),
            _("92 minutes for everyone with the extra road, 83 without"),
        ),
        (_("As many cars leave every junction as come"), _("holds on random networks")),
        (_("More trips never take less time in total"), _("holds on random networks")),
        (_("Against traffic counts"), _("not done: no counts are part of the data")),
    ),
    uncertainty=_(
        "Demand (give or take 15 percent), capacity (12), speed (8), distance decay (30), through "
        "traffic (25) and CO2 per km (15) are drawn together nine times, seeded, the same in every "
        "plan, so that differences between plans have honest bounds; bounds are the 5th and 95th "
        "percentile."
    ),
)
