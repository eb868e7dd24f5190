"""The models of petitions, gathered for Django; import them from their own modules."""

from huiying.work.petitions.accusations.models import (
    Accusation,
    AccusationFile,
    AccusationSupplement,
)
from huiying.work.petitions.core.models import (
    Petition,
    PetitionFile,
    PetitionStep,
    Supplement,
)

__all__ = [
    "Accusation",
    "AccusationFile",
    "AccusationSupplement",
    "Petition",
    "PetitionFile",
    "PetitionStep",
    "Supplement",
]
