"""The models of petitions, gathered for Django; import them from their own modules."""

from huiying.work.petitions.accusations.models import (
    Accusation,
    AccusationFile,
    AccusationSupplement,
    Diversion,
)
from huiying.work.petitions.code_replacements.models import CodeReplacement
from huiying.work.petitions.core.models import (
    Petition,
    PetitionFile,
    PetitionStep,
    Supplement,
)
from huiying.work.petitions.erasure.models import PetitionErasure
from huiying.work.petitions.ratings.models import Rating
from huiying.work.petitions.recusals.models import PetitionRecusal
from huiying.work.petitions.replies.models import PetitionReply, ReplyDelivery

__all__ = [
    "Accusation",
    "AccusationFile",
    "AccusationSupplement",
    "CodeReplacement",
    "Diversion",
    "Petition",
    "PetitionErasure",
    "PetitionFile",
    "PetitionRecusal",
    "PetitionReply",
    "PetitionStep",
    "Rating",
    "ReplyDelivery",
    "Supplement",
]
