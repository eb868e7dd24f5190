"""The severity of an emergency event (突发事件级别), and what follows from it.

It is another ladder than the opinion grade: the law grades what happened, the bureau grades
what is said of it. Only an officer puts a matter on it.
"""

from enum import StrEnum

from huiying.reasons.marking import marked


class Severity(StrEnum):
    """突发事件应对法 art. 3; ``NONE``: no emergency event of that law."""

    NONE = ""
    IV = "IV"
    III = "III"
    II = "II"
    I = "I"  # noqa: E741 - the law's own numeral

    @property
    def label(self) -> str:
        """The Chinese name of the level."""
        return _LABELS[self]

    @property
    def grave(self) -> bool:
        """Tell whether an authority must speak within 5 hours (国办发〔2016〕80号)."""
        return self in (Severity.I, Severity.II)

    @property
    def rank(self) -> int:
        """Return how grave the level is, from 0."""
        return list(Severity).index(self)


_LABELS = {
    Severity.NONE: marked("未列为突发事件"),
    Severity.IV: marked("一般"),
    Severity.III: marked("较大"),
    Severity.II: marked("重大"),
    Severity.I: marked("特别重大"),
}
