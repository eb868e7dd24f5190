"""Nouns of casework, a module each; everybody imports them from here.

In:   the modules of this folder.    Out:  their models, which Django finds by this import.
Cost: none.
"""

from __future__ import annotations

from huiying.work.casework.models.notices import (
    DeliveryProof,
    Notice,
    NoticeState,
    ProofKind,
    UnitReport,
)

__all__ = [
    "DeliveryProof",
    "Notice",
    "NoticeState",
    "ProofKind",
    "UnitReport",
]
