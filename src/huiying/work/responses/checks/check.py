"""One check of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CheckState = Literal["blocked", "warned", "passed"]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its state, a sentence, a hint, and the id of the place in the editor.

    Attributes:
        reason_for: What a reason can be given for: a kind of ``Exemption`` and the digest of
            the words; empty when none is taken.
    """

    state: CheckState
    text: str
    hint: str = ""
    place: str = ""
    reason_for: tuple[str, str] | None = None
