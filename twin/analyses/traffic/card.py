"""The traffic model's entry in the model register."""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.contract import ModelCard

CARD = ModelCard(
    title=_("Traffic"),
    purpose=_(
        "Shows which streets cars and lorries would use, by day, evening and night, how fast they "
        "get on, and where traffic goes when a street is closed, slowed, narrowed, made one-way "
        "or closed to lorries."
    ),
    method=_(
        "Static user equilibrium of the morning peak hour: every trip takes its quickest way, "
        "knowing how much all the others slow it down. Trips come from a doubly constrained "
        "gravity model; through traffic enters and leaves at the edge of the area. Published "
        "shares spread the peak hour over the day."
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
        "Horowitz, A. J. (1991). Delay-volume relations for travel forecasting, based on the 1985 "
        "Highway Capacity Manual. Federal Highway Administration.",
        "Jayakrishnan, R. et al. (1994). A faster path-based algorithm for traffic assignment. "
        "Transportation Research Record 1443.",
        "European Commission Working Group Assessment of Exposure to Noise (2006). Good practice "
        "guide for strategic noise mapping, version 2, Tools 2.5 and 4.5.",
        "US EPA (2016). Population and activity of on-road vehicles in MOVES2014, "
        "EPA-420-R-16-003a.",
        "Richtlinien für den Lärmschutz an Straßen, RLS-19 (2019), Table 2.",
        "Spiess, H. (1990). A gradient approach for the O-D matrix adjustment problem. Centre de "
        "recherche sur les transports 693.",
        "Ballis, H. (2026). PyTraf: path-based static traffic assignment, version 0.3.1.",
    ),
    inputs=(
        _("Streets with direction, lanes, importance and mean speed, from the city's street data"),
        _("Buildings with dwellings, use and floor area"),
        _("The plan's changes: streets closed, one-way, slower, narrower, without lorries"),
        _("Traffic counts, where a city has them"),
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
        _(
            "Lorries, buses and coaches are 3 percent of trips within the area and 2 to 7 percent "
            "at its edge; each takes the room of two cars and the same ways, but where it may not."
        ),
        _("Streets for permit holders carry no cars; neither do streets with no way back."),
        _("A home stands at the carriageway nearest to its building, within 30 m."),
        _("CO2 is that of one reference car at the average speed of each street."),
    ),
    not_modelled=(
        _("People who walk, cycle, take the tram or stay at home because driving takes longer"),
        _("Queues that reach back into other junctions, and how they build up over the hour"),
        _("Traffic lights, turns that are forbidden or slow, and parking search"),
        _("Bus lines, tours of deliveries, motorcycles and bicycles"),
        _("That traffic takes other ways at night than in the morning; weekends and events"),
        _("Detours outside the area: through traffic enters and leaves where it does today"),
    ),
    synthetic_inputs=(
        _("All trips: made from dwellings and shop and office floors."),
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
        (
            _("A plan worked out from today's traffic against one from nothing"),
            _(
                "within 0.1 percent on busy links at a tight gap; at the gaps used, flows within "
                "0.3 percent on average, 0.8 in draws, kilometres within 0.1"
            ),
        ),
        (_("A mirrored or renumbered network"), _("has the mirrored traffic")),
        (_("Trips adjusted to invented counts"), _("meet every count with GEH below 1")),
        (_("Against real traffic counts"), _("only where a city has them")),
    ),
    uncertainty=_(
        "Demand (give or take 15 percent), capacity (12), speed (8), distance decay (30), through "
        "traffic (25) and lorries (40) are drawn together nine times, seeded, the same in every "
        "plan and in noise and air, so that differences between plans have honest bounds; bounds "
        "are the 5th and 95th percentile. Draws settle to a relative gap of 0.0005, the central "
        "case to 0.00001 today and 0.0001 in a plan."
    ),
)
