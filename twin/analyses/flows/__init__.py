"""Traffic as noise and air need it: by period, direction and class, in every world (pure)."""

from twin.analyses.flows.flows import HOURS, PERIODS, Flows, flows_of

__all__ = ["HOURS", "PERIODS", "Flows", "flows_of"]
