"""The traffic model's entry in the model register."""

from __future__ import annotations

from twin.analyses.contract import ModelCard
from twin.analyses.words import gettext_noop as _

CARD = ModelCard(title=_("Traffic"), purpose="", method="", sources=(), inputs=(), assumptions=(),
    not_modelled=(), synthetic_inputs=(), validation=(), uncertainty="")
