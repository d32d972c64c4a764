"""What a traffic run says about itself: figures (facts) and plain sentences (notes)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from portal.marking import gettext_noop as _
from twin.analyses.traffic.counts import Fit
from twin.analyses.traffic.demand import Demand, Gateways, Zones
from twin.analyses.traffic.measures import street_km
from twin.analyses.traffic.parameters import TrafficParameters
from twin.analyses.traffic.solving import Solved


def facts_of(
    zones: Zones,
    gateways: Gateways,
    demand: Demand,
    found: Solved,
    fit: Fit,
    parameters: TrafficParameters,
) -> dict[str, Any]:
    """JSON-able figures of a run. Lengths in km, trips per hour."""
    runs, network, offer = found.runs, found.streets.network, found.streets.offer
    gaps = [run.relative_gap for run in runs]
    banned = ~offer.heavy_allowed
    return {
        "relative_gap": _finite(gaps[0]),
        "worst_relative_gap": _finite(max(gaps)),
        "converged": all(run.converged for run in runs),
        "iterations": runs[0].rounds,
        "samples": len(runs) - 1,
        "seed": parameters.seed,
        "zones": len(zones),
        "gateways": len(gateways),
        "nodes": int(network.core.sum()),
        "links": len(network),
        "trips": round(demand.total, 1),
        "heavy_trips": round(float(demand.heavy.sum()), 1),
        "unrouted_trips": round(runs[0].unrouted, 1),
        "unrouted_heavy_trips": round(runs[0].unrouted_heavy, 1),
        "dwellings": round(zones.dwellings),
        "jobs": round(zones.jobs),
        **_fitted(fit),
        "heavy_ban_km": round(street_km(network, banned), 2),
        **{f"dropped_km_{reason}": round(km, 2) for reason, km in network.dropped_km.items()},
        **{f"defaulted_km_{what}": round(km, 2) for what, km in offer.defaulted_km.items()},
    }


def _fitted(fit: Fit) -> dict[str, Any]:
    """How well counts are met; their number alone where there are none."""
    if not fit.counts:
        return {"counts": 0}
    return {
        "counts": fit.counts,
        "geh_under_5_before": round(fit.before, 3),
        "geh_under_5": round(fit.after, 3),
    }


def _finite(gap: float) -> float:
    """A gap that JSON can hold: an unmeasured one counts as 1, nothing settled."""
    return gap if np.isfinite(gap) else 1.0


SENTENCES: tuple[tuple[str, str], ...] = (
    ("trips", _("Trips are synthetic: made from homes and shop floors.")),
    ("dropped_km_restricted", _("Streets for permit holders only carry no cars in this model.")),
    (
        "dropped_km_not_connected",
        _("Some streets are left out because cars cannot get there and back in the network."),
    ),
    (
        "dropped_km_loop",
        _("Streets that end where they start carry no traffic in this model."),
    ),
    ("defaulted_km_speed", _("Where the source knows no mean speed, a default stands in.")),
    ("defaulted_km_lanes", _("Where the source knows no number of lanes, a default stands in.")),
    (
        "unrouted_trips",
        _("Some car trips find no way at all with these rules; they are left out of all figures."),
    ),
    (
        "unrouted_heavy_trips",
        _("Some lorries and buses find no way that they may use; they are left out."),
    ),
)
NO_COUNTS = _("There are no traffic counts in the data, so nothing was calibrated to them.")
NOT_SETTLED = _("The calculation stopped before traffic had settled; read the figures with care.")


def notes_of(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The sentences that apply to these facts."""
    notes = [text for fact, text in SENTENCES if facts[fact] > 0]
    if not facts["counts"]:
        notes.append(NO_COUNTS)
    if not facts["converged"]:
        notes.append(NOT_SETTLED)
    return tuple(notes)
