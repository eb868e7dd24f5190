"""Categories of the case library."""

from enum import StrEnum

from huiying.reasons.marking import marked


class CaseKind(StrEnum):
    """What a case was about, for whoever meets the like again."""

    SERVICE = "SERVICE"
    WINDOW = "WINDOW"
    POLICY = "POLICY"
    RUMOUR = "RUMOUR"
    EMERGENCY = "EMERGENCY"
    OTHER = "OTHER"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self]


_LABELS = {
    CaseKind.SERVICE: marked("民生保障"),
    CaseKind.WINDOW: marked("窗口和作风"),
    CaseKind.POLICY: marked("政策误读"),
    CaseKind.RUMOUR: marked("不实信息"),
    CaseKind.EMERGENCY: marked("突发事件"),
    CaseKind.OTHER: marked("其他"),
}
