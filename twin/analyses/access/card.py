"""The walking model's entry in the model register."""

from __future__ import annotations

from portal.marking import gettext_noop as _
from twin.analyses.contract import ModelCard

CARD = ModelCard(
    title=_("Walking access"),
    purpose=_(
        "Shows how many minutes people walk from each building to the nearest school, shop, "
        "health service, park or square, and how a plan changes that."
    ),
    method=_(
        "The shortest walk on the network of streets, paths and stairs from every building to "
        "the nearest place of each kind, with Dijkstra's method. Slopes slow walking after "
        "Tobler; stairs count about twice their length."
    ),
    sources=(
        "Dijkstra, E. W. (1959). A note on two problems in connexion with graphs. "
        "Numerische Mathematik 1.",
        "Tobler, W. (1993). Three presentations on geographical analysis and modeling. "
        "NCGIA Technical Report 93-1.",
        "Weidmann, U. (1993). Transporttechnik der Fussgänger. IVT ETH Zürich, Schriftenreihe 90.",
        "Bohannon, R. W. & Williams Andrews, A. (2011). Normal walking speed: a descriptive "
        "meta-analysis. Physiotherapy 97(3).",
    ),
    inputs=(
        _("Streets, paths and stairs with heights, from the city's street data"),
        _("Buildings with their number of dwellings"),
        _("Places by kind; parks and squares with their outlines"),
    ),
    assumptions=(
        _("People walk at 4.8 km/h on level ground; for people over 70, 4.1 km/h."),
        _("A building is entered where it is nearest to a street or path."),
        _("Parks and squares can be entered anywhere along their edge."),
        _("One may walk on every street, with or without a pavement."),
        _("Minutes to daily needs are the mean over the kinds of place that the data has."),
    ),
    not_modelled=(
        _("Opening hours, size or quality of a place"),
        _("Fences, private gates, lifts, and steps at doors"),
        _("Kerbs, surfaces and whatever else matters with a wheelchair or a pram"),
        _("Whether a walk is pleasant, safe or lit"),
        _("Places outside the area that the data covers"),
    ),
    synthetic_inputs=(
        _("Places derived from the use of a building stand in where no survey of places exists."),
        _("Homes are counted in dwellings, not in people."),
    ),
    validation=(
        (
            _("A network of five nodes worked by hand"),
            _("every walking time as by hand, to a thousandth of a second"),
        ),
        (_("Against a search from each building on its own"), _("the same minutes")),
    ),
    uncertainty=_(
        "Walking speed from 1.08 to 1.60 m/s and ways from 5 percent shorter to 10 percent "
        "longer (short cuts, waiting at crossings): 16 seeded draws, the same in every plan; "
        "bounds are the 5th and 95th percentile."
    ),
)
