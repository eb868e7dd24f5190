"""The models of closing, gathered for Django; import them from their own modules."""

from huiying.work.closing.archive.models import (
    ArchiveSetting,
    Filing,
    FilingEnd,
    PeriodRequest,
)
from huiying.work.closing.breaches.models import Breach, BreachEntry
from huiying.work.closing.core.models import Closing, Waiver
from huiying.work.closing.dossiers.models import Dossier
from huiying.work.closing.gate.models import ReopenProposal
from huiying.work.closing.packets.models import Packet
from huiying.work.closing.petition_purges.models import PetitionPurge
from huiying.work.closing.retention.models import PostDeletion
from huiying.work.closing.reviews.models import AfterReview, Lesson

__all__ = [
    "AfterReview",
    "ArchiveSetting",
    "Breach",
    "BreachEntry",
    "Closing",
    "Dossier",
    "Filing",
    "FilingEnd",
    "Lesson",
    "Packet",
    "PeriodRequest",
    "PetitionPurge",
    "PostDeletion",
    "ReopenProposal",
    "Waiver",
]
