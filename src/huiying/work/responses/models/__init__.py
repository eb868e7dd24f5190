"""Nouns of the answer, a module each; everybody imports them from here.

In:   the modules of this folder.    Out:  their models, which Django finds by this import.
Cost: none.
"""

from __future__ import annotations

from huiying.work.responses.models.composing import (
    DraftComment,
    DraftVersion,
    Exemption,
    ExemptionKind,
    Lease,
    ReleasedFact,
    Supersession,
    VersionKind,
)
from huiying.work.responses.models.confirmations import (
    Confirmation,
    ConfirmationState,
    Manner,
)
from huiying.work.responses.models.disclosure import Withholding, WithholdingReview
from huiying.work.responses.models.drafts import (
    OPEN_STATES,
    SCHEMA,
    Answer,
    Draft,
    DraftState,
    Fact,
    Submission,
)
from huiying.work.responses.models.edition import Edition
from huiying.work.responses.models.effect import ClaimGroup
from huiying.work.responses.models.erasing import EvidenceRelease, FileErasure
from huiying.work.responses.models.outlets import (
    MEDIA,
    Agreement,
    Carried,
    OfficialAccount,
    Outlet,
    PlanLine,
    PlanState,
)
from huiying.work.responses.models.press import (
    Expert,
    Interpretation,
    MediaKind,
    MediaRequest,
    MediaState,
    PressConference,
    PressForm,
    PressQuestion,
    PressState,
)
from huiying.work.responses.models.releases import Release, ReleaseIsFinal, Releases
from huiying.work.responses.models.responders import (
    Reply,
    Responder,
    ResponderState,
)
from huiying.work.responses.models.reviews import Review
from huiying.work.responses.models.sealing import Seal
from huiying.work.responses.models.wechat import (
    ENDED,
    AccountKey,
    Posting,
    PostingState,
)

__all__ = [
    "ENDED",
    "MEDIA",
    "OPEN_STATES",
    "SCHEMA",
    "AccountKey",
    "Agreement",
    "Answer",
    "Carried",
    "ClaimGroup",
    "Confirmation",
    "ConfirmationState",
    "Draft",
    "DraftComment",
    "DraftState",
    "DraftVersion",
    "Edition",
    "EvidenceRelease",
    "Exemption",
    "ExemptionKind",
    "Expert",
    "Fact",
    "FileErasure",
    "Interpretation",
    "Lease",
    "Manner",
    "MediaKind",
    "MediaRequest",
    "MediaState",
    "OfficialAccount",
    "Outlet",
    "PlanLine",
    "PlanState",
    "Posting",
    "PostingState",
    "PressConference",
    "PressForm",
    "PressQuestion",
    "PressState",
    "Release",
    "ReleaseIsFinal",
    "ReleasedFact",
    "Releases",
    "Reply",
    "Responder",
    "ResponderState",
    "Review",
    "Seal",
    "Submission",
    "Supersession",
    "VersionKind",
    "Withholding",
    "WithholdingReview",
]
