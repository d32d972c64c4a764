"""What options would change, ready to be shown: effects in words, runs and how far they are."""

from twin.effects.city import (
    city_bounds,
    demo_version,
    point_in_city,
    published_scenarios,
    scenario_sentences,
)
from twin.effects.rows import EffectRow, option_effects
from twin.effects.sides import PAIRED, Sides, SidesLine, sides_of, sides_table
from twin.effects.states import RunState, run_states
from twin.effects.summary import summary
from twin.effects.wording import difference_words, figure_label, unit_word

__all__ = [
    "PAIRED",
    "EffectRow",
    "RunState",
    "Sides",
    "SidesLine",
    "city_bounds",
    "demo_version",
    "difference_words",
    "figure_label",
    "option_effects",
    "point_in_city",
    "published_scenarios",
    "run_states",
    "scenario_sentences",
    "sides_of",
    "sides_table",
    "summary",
    "unit_word",
]
