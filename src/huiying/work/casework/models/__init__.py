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

__all__ = [
    "Agreement",
    "DeliveryProof",
    "Guidance",
    "GuidanceReceipt",
    "Notice",
    "NoticeState",
    "OutsideAnswer",
    "ProofKind",
    "UnitReport",
]
