"""封存: grounds for removing published text that the law forbids to keep readable.

A correction is a new version and changes nothing that was published. Sealing is the one
exception: on a ground of the law, by two persons, with a public notice in its place. That a
text was wrong, unwelcome or embarrassing is no ground. The list is not editable.
"""

from dataclasses import dataclass
from enum import StrEnum

from huiying.reasons.marking import marked


class SealGround(StrEnum):
    """The grounds, and no other."""

    STATE_SECRET = "STATE_SECRET"  # noqa: S105 — a ground
    PERSONAL = "PERSONAL"
    MINOR = "MINOR"
    COURT = "COURT"

    @property
    def words(self) -> "GroundWords":
        """The law and the words of the public notice."""
        return _WORDS[self]


@dataclass(frozen=True, slots=True)
class GroundWords:
    """The law of a ground, and how the public notice names it."""

    law: str
    label: str


_WORDS = {
    SealGround.STATE_SECRET: GroundWords(
        marked("《保守国家秘密法》"), marked("含有依法不得公开的国家秘密")
    ),
    SealGround.PERSONAL: GroundWords(
        marked("《个人信息保护法》第四十七条"), marked("含有应当删除的个人信息")
    ),
    SealGround.MINOR: GroundWords(marked("《未成年人保护法》第四条"), marked("能认出未成年人")),
    SealGround.COURT: GroundWords(marked("生效的裁判文书"), marked("法院判决或裁定不得公开")),
}


def public_notice(ground: SealGround) -> str:
    """Return the ground as the public reads it."""
    return f"{ground.words.law}：{ground.words.label}"
