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
from huiying.work.closing.models.reviews import AfterReview, Lesson, ReviewState

__all__ = [
    "AfterReview",
    "Breach",
    "BreachEntry",
    "Closing",
    "Lesson",
    "ReopenProposal",
    "ReopenState",
    "ReviewState",
    "Waiver",
]
