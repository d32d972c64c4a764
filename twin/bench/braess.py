"""Braess's paradox as a TNTP network, figures typed in as facts.

Source: Braess (1968), Über ein Paradoxon aus der Verkehrsplanung, Unternehmensforschung 12, in the
form kept by bstabler/TransportationNetworks. By hand: two trips on each of three ways, every way
costs 92, all together 552, Beckmann's objective 386.
"""

NET = """<NUMBER OF ZONES> 2
<NUMBER OF NODES> 4
<END OF METADATA>
1 3 1 100 0.00000001 1000000000 1;
1 4 1 100 50 0.02 1;
3 2 1 100 50 0.02 1;
3 4 1 100 10 0.1 1;
4 2 1 100 0.00000001 1000000000 1;
"""
TRIPS = "Origin 1\n2 : 6;\n"
