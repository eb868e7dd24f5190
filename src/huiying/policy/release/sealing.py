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
    """The law of a ground and its words; ``public``: what the notice says in their place."""

    law: str
    label: str
    public: str = ""


# Nobody confirms in public that a text held a state secret (保守国家秘密法实施条例). A court's
# order has the same words: had only secrets neutral ones, these would say it as well.
_NEUTRAL = marked("法律或者生效裁判禁止继续公开")
_WORDS = {
    SealGround.STATE_SECRET: GroundWords(
        marked("《保守国家秘密法》"), marked("含有依法不得公开的国家秘密"), public=_NEUTRAL
    ),
    SealGround.PERSONAL: GroundWords(
        marked("《个人信息保护法》第四十七条"), marked("含有应当删除的个人信息")
    ),
    SealGround.MINOR: GroundWords(
        marked("《未成年人保护法》第一百零三条"), marked("能认出未成年人")
    ),
    SealGround.COURT: GroundWords(
        marked("生效的裁判文书"), marked("法院判决或裁定不得公开"), public=_NEUTRAL
    ),
}


def public_notice(ground: SealGround) -> str:
    """Return the ground as the public reads it; never that there was a state secret."""
    return ground.words.public or f"{ground.words.law}：{ground.words.label}"
