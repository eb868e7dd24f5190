"""The models of petitions, gathered for Django; import them from their own modules."""

from huiying.work.petitions.accusations.models import Accusation, AccusationFile
from huiying.work.petitions.core.models import (
    Petition,
    PetitionFile,
    PetitionStep,
    Supplement,
)

__all__ = [
    "Accusation",
    "AccusationFile",
    "Petition",
    "PetitionFile",
    "PetitionStep",
    "Supplement",
]
