"""Nouns of casework, a module each; everybody imports them from here.

In:   the modules of this folder.    Out:  their models, which Django finds by this import.
Cost: none.
"""

from __future__ import annotations

from huiying.work.casework.models.guidance import (
    Agreement,
    Guidance,
    GuidanceReceipt,
    OutsideAnswer,
)
from huiying.work.casework.models.notices import (
    DeliveryProof,
    Notice,
    NoticeState,
    ProofKind,
    UnitReport,
)
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
    "Agreement",
    "DeliveryProof",
    "Docket",
    "DocketState",
    "Evidence",
    "FindingRecord",
    "FindingState",
    "Guidance",
    "GuidanceReceipt",
    "Notice",
    "NoticeState",
    "OutsideAnswer",
    "ProofKind",
    "ServedIncident",
    "ServedPost",
    "UnitReport",
    "digest_of",
]
