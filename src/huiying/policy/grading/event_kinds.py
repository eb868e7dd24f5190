"""The kind of an emergency event (突发事件类型), and the scale by which its severity is set.

In:   a kind and the numbers stated of dead, hurt and direct loss.
Out:  the level on the scale of that kind, or None; the basis as a reason.
Cost: constant.

国务院令第493号 art. 3 grades accidents in production and business (art. 2), nothing else: one
person hurt at a school or in a fight is no level IV. Of the other kinds 突发事件应对法 art. 3
leaves the scale to the State Council and its departments, and grades no social security event.
No scale of theirs is held here, so the bureau's own plan decides and an officer signs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from huiying.policy.grading.severity import Severity
from huiying.reasons.marking import marked
from huiying.reasons.reason import Reason, reason


class EventKind(StrEnum):
    """突发事件应对法 art. 2, with accidents parted by the rules that hold for them.

    ``NONE``: no emergency event, or its kind is not known.
    """

    NONE = ""
    PRODUCTION_SAFETY = "production_safety"
    FIRE = "fire"
    ROAD_TRAFFIC = "road_traffic"
    OTHER_ACCIDENT = "other_accident"
    NATURAL_DISASTER = "natural_disaster"
    PUBLIC_HEALTH = "public_health"
    SOCIAL_SECURITY = "social_security"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return _LABELS[self]


_LABELS = {
    EventKind.NONE: marked("类型未定"),
    EventKind.PRODUCTION_SAFETY: marked("生产安全事故"),
    EventKind.FIRE: marked("火灾（非生产经营）"),
    EventKind.ROAD_TRAFFIC: marked("道路交通事故（非生产经营）"),
    EventKind.OTHER_ACCIDENT: marked("其他事故"),
    EventKind.NATURAL_DISASTER: marked("自然灾害"),
    EventKind.PUBLIC_HEALTH: marked("公共卫生事件"),
    EventKind.SOCIAL_SECURITY: marked("社会安全事件"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a scale: from how many dead or hurt, or how much direct loss, it holds."""

    level: Severity
    dead: int  # people
    hurt: int  # people
    direct_loss: int  # yuan


SCALES: Mapping[EventKind, tuple[Step, ...]] = {
    EventKind.PRODUCTION_SAFETY: (
        Step(Severity.I, 30, 100, 100_000_000),
        Step(Severity.II, 10, 50, 50_000_000),
        Step(Severity.III, 3, 10, 10_000_000),
        Step(Severity.IV, 1, 1, 1),
    ),
}
"""The scale of a kind, the gravest level first; a kind that is missing has none."""


def level_by_scale(kind: EventKind, numbers: Mapping[str, int]) -> tuple[Severity, str] | None:
    """Return the level and the number that decides it; None without scale or number above 0.

    Args:
        numbers: What is stated of ``dead``, ``hurt`` and ``direct_loss``; others count nothing.

    >>> level_by_scale(EventKind.PRODUCTION_SAFETY, {"dead": 2, "hurt": 12})
    (<Severity.III: 'III'>, 'hurt')
    >>> level_by_scale(EventKind.OTHER_ACCIDENT, {"hurt": 1}) is None
    True
    """
    for step in SCALES.get(kind, ()):
        for name in ("dead", "hurt", "direct_loss"):
            if numbers.get(name, 0) >= getattr(step, name):
                return step.level, name
    return None


def severity_basis(kind: EventKind) -> Reason:
    """Return by what the severity of a kind is set."""
    if kind in SCALES:
        return reason("policy.severity_by_493")
    if kind == EventKind.NONE:
        return reason("policy.severity_kind_unknown")
    if kind == EventKind.SOCIAL_SECURITY:
        return reason("policy.severity_not_graded")
    return reason("policy.severity_by_plan")
