"""Columns of a network file go by their names, where it has a row of names."""

from __future__ import annotations

import pytest

from tests.twin.analyses.test_tntp import net
from twin.analyses.traffic.tntp import read_network

GOLD_COAST = (
    "~ \tinit_node\tterm_node\tcapacity\tlength\tfree_flow_time\tb\tpower\tspeed"
    "\tcritical_speed\tlanes\ttoll\t;\n"
)


def test_columns_go_by_their_names_not_by_their_places() -> None:
    links = "1 3 10 2 6 0.15 4 60 45 2 7 ;\n3 2 10 2 6 0.15 4 60 45 2 0 ;\n"
    text = net().rstrip() + "\n" + GOLD_COAST + links
    network = read_network(text, toll_factor=1.0)
    assert network.fixed.tolist() == [7.0, 0.0]
    assert network.remarks == (
        "the column critical_speed was not used",
        "the column lanes was not used: capacities were taken as those of whole links",
    )


@pytest.mark.parametrize(
    "names",
    [
        "~ \tTerm node \tInit node \tFree Flow Time \tCapacity \tLength \tB\tPower\tToll\t;",
        "~ term init fftime capacity length b power toll ;",
        "~ Term node  Init node  Free flow time  Capacity  Length  B  Power  Toll ;",
        "to, from, time, cap, distance, alpha, beta, toll",
    ],
)
def test_a_row_of_names_may_be_written_in_many_ways(names: str) -> None:
    text = net().rstrip() + f"\n{names}\n3 1 6 10 2 0.15 4 7 ;\n2 3 6 10 2 0.15 4 0 ;\n"
    network = read_network(text, toll_factor=1.0)
    assert (network.init.tolist(), network.term.tolist()) == ([1, 3], [3, 2])
    assert (network.capacity[0], network.time_free[0], network.fixed[0]) == (10, 6, 7)
    assert network.remarks == ()


def test_a_row_of_names_that_lacks_one_is_remarked_and_the_usual_order_taken() -> None:
    text = net().rstrip() + "\n~ init term capacity length time power ;\n1 3 10 2 6 0.15 4 ;\n"
    network = read_network(text)
    assert network.time_free.tolist() == [6.0]
    assert network.remarks == (
        "the row of names has no b; columns were taken in their usual order",
    )
