"""The connectors there are, by name. A new one is added here."""

from portal.registry import Registry
from twin.connectors.bdtopo import BdTopo
from twin.connectors.contract import Connector
from twin.connectors.filosofi import Filosofi

CONNECTORS: Registry[Connector] = Registry("connector")
CONNECTORS.add(BdTopo.name, BdTopo())
CONNECTORS.add(Filosofi.name, Filosofi())
