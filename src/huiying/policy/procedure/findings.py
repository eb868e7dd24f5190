"""What is checked and what was found: one finding answers everybody who asked."""

from collections.abc import Iterable
from enum import StrEnum

from huiying.reasons.marking import marked


class ClaimKind(StrEnum):
    """What the outside world says of the bureau's work, in the words of Article 5."""

    DOUBT = "DOUBT"
    MISUNDERSTANDING = "MISUNDERSTANDING"
    DISTORTION = "DISTORTION"
    RUMOUR = "RUMOUR"
    COMPLAINT = "COMPLAINT"

    @property
    def label(self) -> str:
        """The Chinese word of the kind."""
        return _KINDS[self]


_KINDS = {
    ClaimKind.DOUBT: marked("疑虑"),
    ClaimKind.MISUNDERSTANDING: marked("误解"),
    ClaimKind.DISTORTION: marked("歪曲"),
    ClaimKind.RUMOUR: marked("谣言"),
    ClaimKind.COMPLAINT: marked("属实诉求"),
}


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

    @property
    def must_be_solved(self) -> bool:
        """What is true, wholly or in part, is solved offline (Article 7), not denied."""
        return self in (Finding.TRUE, Finding.PARTLY_TRUE)


_LABELS = {
    Finding.TRUE: marked("属实"),
    Finding.PARTLY_TRUE: marked("部分属实"),
    Finding.FALSE: marked("不属实"),
    Finding.UNVERIFIABLE: marked("无法核实"),
}


def contradict(findings: Iterable[Finding]) -> bool:
    """Tell whether findings about one and the same claim exclude each other.

    "Cannot be verified" excludes nothing: who could not find out does not say that it is false.
    """
    return len({found for found in findings if found != Finding.UNVERIFIABLE}) > 1
