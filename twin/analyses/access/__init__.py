"""How long one walks to what one needs every day (pure: no Django)."""

from twin.analyses.access.model import Access
from twin.analyses.access.parameters import AccessParameters

__all__ = ["Access", "AccessParameters"]
