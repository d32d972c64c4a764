"""What participation may use of the twin; nothing else of it is entered from above.

Each is loaded when it is first asked for: most workers of participation need none of the models.
"""

from typing import TYPE_CHECKING

from portal.loading import names_from

if TYPE_CHECKING:
    from twin.base_map import base_map
    from twin.cartography import MapOption, map_config
    from twin.comparison import Interval
    from twin.districts import district_names
    from twin.edits import read_geometry
    from twin.effects import (
        PAIRED,
        EffectRow,
        RunState,
        Sides,
        SidesLine,
        city_bounds,
        demo_version,
        option_effects,
        point_in_city,
        published_scenarios,
        run_states,
        scenario_sentences,
        sides_of,
        sides_table,
        summary,
    )
    from twin.models import Scenario, TwinVersion
    from twin.pictures import areas_picture, picture, place_picture
    from twin.residents import residents_in
    from twin.runs import ensure_runs
    from twin.scenarios import (
        add_edit,
        baseline,
        create_scenario,
        is_baseline,
        may_see,
        publish_scenario,
        remove_edit,
        revise_scenario,
    )
    from twin.scenarios import sentences as edit_sentences
    from twin.showing import HOLDERS, show_scenario
    from twin.streets import find_street, street_name

__all__ = [
    "HOLDERS",
    "PAIRED",
    "EffectRow",
    "Interval",
    "MapOption",
    "RunState",
    "Scenario",
    "Sides",
    "SidesLine",
    "TwinVersion",
    "add_edit",
    "areas_picture",
    "base_map",
    "baseline",
    "city_bounds",
    "create_scenario",
    "demo_version",
    "district_names",
    "edit_sentences",
    "ensure_runs",
    "find_street",
    "is_baseline",
    "map_config",
    "may_see",
    "option_effects",
    "picture",
    "place_picture",
    "point_in_city",
    "publish_scenario",
    "published_scenarios",
    "read_geometry",
    "remove_edit",
    "residents_in",
    "revise_scenario",
    "run_states",
    "scenario_sentences",
    "show_scenario",
    "sides_of",
    "sides_table",
    "street_name",
    "summary",
]

__getattr__ = names_from(
    __name__,
    {
        "twin.base_map": ("base_map",),
        "twin.cartography": (
            "MapOption",
            "map_config",
        ),
        "twin.comparison": ("Interval",),
        "twin.districts": ("district_names",),
        "twin.edits": ("read_geometry",),
        "twin.effects": (
            "PAIRED",
            "EffectRow",
            "RunState",
            "Sides",
            "SidesLine",
            "city_bounds",
            "demo_version",
            "option_effects",
            "point_in_city",
            "published_scenarios",
            "run_states",
            "scenario_sentences",
            "sides_of",
            "sides_table",
            "summary",
        ),
        "twin.models": (
            "Scenario",
            "TwinVersion",
        ),
        "twin.pictures": (
            "areas_picture",
            "picture",
            "place_picture",
        ),
        "twin.residents": ("residents_in",),
        "twin.runs": ("ensure_runs",),
        "twin.scenarios": (
            "add_edit",
            "baseline",
            "create_scenario",
            "is_baseline",
            "may_see",
            "publish_scenario",
            "remove_edit",
            "revise_scenario",
            "sentences as edit_sentences",
        ),
        "twin.showing": (
            "HOLDERS",
            "show_scenario",
        ),
        "twin.streets": (
            "find_street",
            "street_name",
        ),
    },
)
