"""Nouns of casework, a module each; everybody imports them from here.

In:   the modules of this folder.    Out:  their models, which Django finds by this import.
Cost: none.
"""

from __future__ import annotations

from huiying.work.casework.models.consultation import (
    Attendance,
    Consultation,
    ConsultationState,
    Invitation,
    Opinion,
)
from huiying.work.casework.models.extensions import Extension
from huiying.work.casework.models.guidance import (
    Agreement,
    Guidance,
    GuidanceReceipt,
    OutsideAnswer,
)
from huiying.work.casework.models.liaison import (
    FollowUp,
    Lead,
    LeadState,
    LiaisonDesk,
    LiaisonTalk,
    Manner,
    Share,
    ShareState,
    Training,
)
from huiying.work.casework.models.machines import AgencyToken, HandedIn
from huiying.work.casework.models.notices import (
    DeliveryProof,
    Notice,
    NoticeState,
    ProofKind,
    UnitReport,
)
from huiying.work.casework.models.offline import (
    Commitment,
    Contact,
    EntryKind,
    Material,
    Reference,
    TaskEntry,
)
from huiying.work.casework.models.proposals import (
    Assignment,
    AssignmentState,
    Proposal,
    ProposalState,
)
from huiying.work.casework.models.teams import ResponseTeam, TeamMember
from huiying.work.casework.models.verification import (
    Docket,
    DocketState,
    Evidence,
    FindingRecord,
    FindingState,
    ServedIncident,
    ServedPost,
    digest_of,
)

__all__ = [
    "AgencyToken",
    "Agreement",
    "Assignment",
    "AssignmentState",
    "Attendance",
    "Commitment",
    "Consultation",
    "ConsultationState",
    "Contact",
    "DeliveryProof",
    "Docket",
    "DocketState",
    "EntryKind",
    "Evidence",
    "Extension",
    "FindingRecord",
    "FindingState",
    "FollowUp",
    "Guidance",
    "GuidanceReceipt",
    "HandedIn",
    "Invitation",
    "Lead",
    "LeadState",
    "LiaisonDesk",
    "LiaisonTalk",
    "Manner",
    "Material",
    "Notice",
    "NoticeState",
    "Opinion",
    "OutsideAnswer",
    "ProofKind",
    "Proposal",
    "ProposalState",
    "Reference",
    "ResponseTeam",
    "ServedIncident",
    "ServedPost",
    "Share",
    "ShareState",
    "TaskEntry",
    "TeamMember",
    "Training",
    "UnitReport",
    "digest_of",
]
