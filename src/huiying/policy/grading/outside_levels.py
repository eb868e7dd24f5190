"""预警颜色 and 响应级别: two scales of other bodies, recorded by the bureau and never derived.

突发事件应对法 art. 63 has four warning colours, art. 71 four levels of response. Neither
follows from the opinion grade or from the severity, so neither is derived from anything.
"""

from enum import StrEnum

from huiying.reasons.marking import marked


class OutsideLadder(StrEnum):
    """What an outside document sets."""

    WARNING = "WARNING"
    RESPONSE = "RESPONSE"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return marked("预警颜色") if self is OutsideLadder.WARNING else marked("响应级别")

    @property
    def steps(self) -> dict[str, str]:
        """Return its steps, the gravest first, with their Chinese names."""
        return dict(_WARNING if self is OutsideLadder.WARNING else _RESPONSE)


_WARNING = {
    "red": marked("红色（一级）"),
    "orange": marked("橙色（二级）"),
    "yellow": marked("黄色（三级）"),
    "blue": marked("蓝色（四级）"),
}
_RESPONSE = {
    "I": marked("一级响应"),
    "II": marked("二级响应"),
    "III": marked("三级响应"),
    "IV": marked("四级响应"),
}
