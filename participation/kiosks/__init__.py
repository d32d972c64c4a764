"""Kiosks: asked for by one official, opened by another, a turn at a time, closed by two.

One official alone can neither open an assisted kiosk nor let people vote faster than people vote.
decisions/0019-kiosk-by-two.md says why it is so, and what two could still do.
"""

from participation.kiosks.keeping import (
    LONGEST,
    end_all_over,
    end_if_over,
    is_over,
    kiosk_of,
    kiosks_of,
    require_running,
    turns_of,
)
from participation.kiosks.pins import ODD, waiting, wrong_pins
from participation.kiosks.turns import begin_turn, claim_turn, end_turn
from participation.kiosks.two import MODES, ask_kiosk, close_kiosk, open_kiosk

__all__ = [
    "LONGEST",
    "MODES",
    "ODD",
    "ask_kiosk",
    "begin_turn",
    "claim_turn",
    "close_kiosk",
    "end_all_over",
    "end_if_over",
    "end_turn",
    "is_over",
    "kiosk_of",
    "kiosks_of",
    "open_kiosk",
    "require_running",
    "turns_of",
    "waiting",
    "wrong_pins",
]
