"""The models of casework, gathered for Django; import them from their own modules."""

from huiying.work.casework.core.models import ResponseTeam, TeamMember
from huiying.work.casework.extensions.models import Extension
from huiying.work.casework.instructions.models import Instruction, InstructionAddressee
from huiying.work.casework.late_records.models import LateRecord
from huiying.work.casework.liaison.models import (
    AgencyToken,
    FollowUp,
    HandedIn,
    Lead,
    LiaisonDesk,
    LiaisonTalk,
    Share,
    Training,
)
from huiying.work.casework.notices.models import (
    DeliveryProof,
    Guidance,
    GuidanceReceipt,
    Notice,
    OutsideAnswer,
    ReportFile,
    UnitReport,
)
from huiying.work.casework.procedure.models import (
    Assignment,
    Consultation,
    Invitation,
    Opinion,
    Proposal,
)
from huiying.work.casework.references.models import Contact, Reference
from huiying.work.casework.superior_supervision.models import SuperiorSupervision
from huiying.work.casework.supervision.models import (
    Supervision,
    SupervisionEntry,
    SupervisionFile,
)
from huiying.work.casework.tasks.models import Commitment, Material, TaskEntry
from huiying.work.casework.verification.models import (
    Docket,
    Evidence,
    FindingRecord,
    ServedIncident,
    ServedPost,
)

__all__ = [
    "AgencyToken",
    "Assignment",
    "Commitment",
    "Consultation",
    "Contact",
    "DeliveryProof",
    "Docket",
    "Evidence",
    "Extension",
    "FindingRecord",
    "FollowUp",
    "Guidance",
    "GuidanceReceipt",
    "HandedIn",
    "Instruction",
    "InstructionAddressee",
    "Invitation",
    "LateRecord",
    "Lead",
    "LiaisonDesk",
    "LiaisonTalk",
    "Material",
    "Notice",
    "Opinion",
    "OutsideAnswer",
    "Proposal",
    "Reference",
    "ReportFile",
    "ResponseTeam",
    "ServedIncident",
    "ServedPost",
    "Share",
    "SuperiorSupervision",
    "Supervision",
    "SupervisionEntry",
    "SupervisionFile",
    "TaskEntry",
    "TeamMember",
    "Training",
    "UnitReport",
]
