"""不予公开: the only grounds for withholding, and what each requires.

《政府信息公开条例》(2019) articles 14 to 16. The list is not editable and is no part of any
rule book: what the law does not name is published (article 13). "Negative" is no ground.
"""

from dataclasses import dataclass
from enum import StrEnum

from huiying.reasons.marking import marked


class Ground(StrEnum):
    """The grounds of the law, and no other."""

    STATE_SECRET = "STATE_SECRET"  # noqa: S105 — a ground
    LAW_FORBIDS = "LAW_FORBIDS"
    NATIONAL_SECURITY = "NATIONAL_SECURITY"
    PUBLIC_SECURITY = "PUBLIC_SECURITY"
    ECONOMIC_SECURITY = "ECONOMIC_SECURITY"
    SOCIAL_STABILITY = "SOCIAL_STABILITY"
    TRADE_SECRET = "TRADE_SECRET"  # noqa: S105 — a ground
    PRIVACY = "PRIVACY"
    INTERNAL = "INTERNAL"
    PROCESS = "PROCESS"
    ENFORCEMENT_FILE = "ENFORCEMENT_FILE"

    @property
    def rule(self) -> "GroundRule":
        """What the law says of it."""
        return _RULES[self]


@dataclass(frozen=True, slots=True)
class GroundRule:
    """One ground: its article and words, and what it asks of who invokes it."""

    article: str
    label: str
    must: bool = True  # 不予公开, 不得公开; False = 可以不予公开, a discretion
    harm: bool = False  # which harm publication would do must be written down
    storable: bool = True  # False: this system must not hold it at all


_14, _15, _16 = marked("第十四条"), marked("第十五条"), marked("第十六条")
_RULES = {
    Ground.STATE_SECRET: GroundRule(_14, marked("国家秘密"), storable=False),
    Ground.LAW_FORBIDS: GroundRule(_14, marked("法律、行政法规禁止公开")),
    Ground.NATIONAL_SECURITY: GroundRule(_14, marked("可能危及国家安全"), harm=True),
    Ground.PUBLIC_SECURITY: GroundRule(_14, marked("可能危及公共安全"), harm=True),
    Ground.ECONOMIC_SECURITY: GroundRule(_14, marked("可能危及经济安全"), harm=True),
    Ground.SOCIAL_STABILITY: GroundRule(_14, marked("可能危及社会稳定"), harm=True),
    Ground.TRADE_SECRET: GroundRule(_15, marked("商业秘密，公开会损害第三方")),
    Ground.PRIVACY: GroundRule(_15, marked("个人隐私，公开会损害第三方")),
    Ground.INTERNAL: GroundRule(_16, marked("内部事务信息"), must=False, harm=True),
    Ground.PROCESS: GroundRule(_16, marked("过程性信息"), must=False, harm=True),
    Ground.ENFORCEMENT_FILE: GroundRule(_16, marked("行政执法案卷信息"), must=False, harm=True),
}
LAW = marked("《政府信息公开条例》")


def withheld_mark(ground: Ground) -> str:
    """Return what stands in public in the place of what is kept back."""
    return f"〔此处不公开：{LAW}{ground.rule.article}〕"


MARK_START = f"〔此处不公开：{LAW}"
