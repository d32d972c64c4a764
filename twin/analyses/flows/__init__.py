"""Traffic as noise and air need it: by period, direction and class, in every world (pure)."""

from twin.analyses.flows.flows import PERIODS, Flows, flows_of
from twin.analyses.flows.layer import Links, flows_layer
from twin.analyses.flows.periods import HOURS

__all__ = ["HOURS", "PERIODS", "Flows", "Links", "flows_layer", "flows_of"]
