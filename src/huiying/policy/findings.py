"""What verification found: one finding answers everybody who asked.

In:   nothing.          Out:  ``Finding``.
Cost: none.
"""

from enum import StrEnum


class Finding(StrEnum):
    """The result of checking one claim."""

    TRUE = "TRUE"
    PARTLY_TRUE = "PARTLY_TRUE"
    FALSE = "FALSE"
    UNVERIFIABLE = "UNVERIFIABLE"

    @property
    def label(self) -> str:
        """The Chinese words of the finding."""
        return _LABELS[self]


_LABELS = {
    Finding.TRUE: "属实",
    Finding.PARTLY_TRUE: "部分属实",
    Finding.FALSE: "不属实",
    Finding.UNVERIFIABLE: "无法核实",
}
