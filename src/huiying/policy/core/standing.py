"""State where a number of the rules comes from, and how binding it is."""

from dataclasses import dataclass
from enum import StrEnum

from huiying.reasons.marking import marked


class Standing(StrEnum):
    """How binding a number of the rule book is."""

    REGULATION = "regulation"
    LAW = "law"
    BUREAU = "bureau"
    TO_CONFIRM = "to_confirm"
    EXAMPLE = "example"

    @property
    def label(self) -> str:
        """The Chinese words shown beside the number."""
        return _LABELS[self]


_LABELS = {
    Standing.REGULATION: marked("制度规定"),
    Standing.LAW: marked("上级规定"),
    Standing.BUREAU: marked("本局规则"),
    Standing.TO_CONFIRM: marked("待本局确认"),
    Standing.EXAMPLE: marked("示例值（本局可调整）"),
}

BINDING = frozenset({Standing.REGULATION, Standing.LAW})
"""A number of these standings may be made stricter by the bureau, never looser."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the rule book with its basis."""

    value: float  # unit and range as its field says
    basis: str  # Chinese: the article or document it rests on
    standing: Standing
