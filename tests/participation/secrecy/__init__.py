"""An attacker with the whole database and its logs tries to find out who cast which ballot.

elections: real casts of invented people. dump: what the attacker holds. attack: how they match.
naive: a store that has links, to show that the attack finds those. test_linking and test_traces
say what came of it.
"""
