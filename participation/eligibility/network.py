"""Which network a request comes from: portal.network under the name that this floor knows."""

from portal.network import IPV4_BITS, IPV6_BITS, network_of

__all__ = ["IPV4_BITS", "IPV6_BITS", "network_of"]
