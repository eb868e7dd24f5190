"""The models of responses, gathered for Django; import them from their own modules."""

from huiying.work.responses.confirmations.models import Confirmation
from huiying.work.responses.contact_details.models import ContactDetails
from huiying.work.responses.core.models import (
    Answer,
    DeletedPostsOfTopic,
    Draft,
    Edition,
    Fact,
    Release,
)
from huiying.work.responses.disclosure.models import (
    EvidenceRelease,
    FileErasure,
    LiftedWithholding,
    Seal,
    ThirdPartyEnquiry,
    WithholdingReview,
)
from huiying.work.responses.drafts.models import DraftComment, DraftVersion, Exemption, Lease
from huiying.work.responses.effect.models import ClaimGroup, HelpCount
from huiying.work.responses.facts.models import ReleasedFact, Supersession
from huiying.work.responses.mechanism.models import MechanismReview
from huiying.work.responses.outlets.models import (
    AccountKey,
    Carried,
    OfficialAccount,
    PlanLine,
    Posting,
)
from huiying.work.responses.press.models import (
    Expert,
    Interpretation,
    MediaRequest,
    PressConference,
    PressQuestion,
)
from huiying.work.responses.responders.models import Reply, Responder
from huiying.work.responses.reviews.models import Review, Submission

__all__ = [
    "AccountKey",
    "Answer",
    "Carried",
    "ClaimGroup",
    "Confirmation",
    "ContactDetails",
    "DeletedPostsOfTopic",
    "Draft",
    "DraftComment",
    "DraftVersion",
    "Edition",
    "EvidenceRelease",
    "Exemption",
    "Expert",
    "Fact",
    "FileErasure",
    "HelpCount",
    "Interpretation",
    "Lease",
    "LiftedWithholding",
    "MechanismReview",
    "MediaRequest",
    "OfficialAccount",
    "PlanLine",
    "Posting",
    "PressConference",
    "PressQuestion",
    "Release",
    "ReleasedFact",
    "Reply",
    "Responder",
    "Review",
    "Seal",
    "Submission",
    "Supersession",
    "ThirdPartyEnquiry",
    "WithholdingReview",
]
