"""Nouns of closing, a module each; everybody imports them from here.

In:   the modules of this folder.    Out:  their models, which Django finds by this import.
Cost: none.
"""

from __future__ import annotations

from huiying.work.closing.models.breaches import Breach, BreachEntry
from huiying.work.closing.models.closings import (
    Closing,
    ReopenProposal,
    ReopenState,
    Waiver,
)

__all__ = [
    "Breach",
    "BreachEntry",
    "Closing",
    "ReopenProposal",
    "ReopenState",
    "Waiver",
]
