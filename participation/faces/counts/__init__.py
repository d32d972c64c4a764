"""A count as pages show it: why the winner won in sentences, and a chart with its equal table."""

from participation.faces.counts.context import context_of
from participation.faces.counts.story import sentences

__all__ = ["context_of", "sentences"]
