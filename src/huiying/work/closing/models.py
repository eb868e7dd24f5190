"""The models of closing, gathered for Django; import them from their own modules."""

from huiying.work.closing.breaches.models import Breach, BreachEntry
from huiying.work.closing.core.models import Closing, Waiver
from huiying.work.closing.gate.models import ReopenProposal
from huiying.work.closing.reviews.models import AfterReview, Lesson

__all__ = [
    "AfterReview",
    "Breach",
    "BreachEntry",
    "Closing",
    "Lesson",
    "ReopenProposal",
    "Waiver",
]
