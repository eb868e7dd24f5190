"""The ladder of a clock: who is notified at which share of its time, and who stands in.

An acknowledgement (“知道了，正在办”) does not end the clock: for a while it holds back
reminders to the holder of a matter below 重大, and no rung above.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from huiying.policy.core.standing import Number, Standing
from huiying.reasons.marking import marked

_OWN = marked("本局内部管理规则")


class Audience(StrEnum):
    """Who is told, from the bottom of the ladder up."""

    HOLDER = "holder"  # in whose hands the minute is
    DEPUTY = "deputy"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"  # nobody else is there

    @property
    def label(self) -> str:
        """The Chinese word of the audience."""
        return _LABELS[self]

    @property
    def height(self) -> int:
        """Its place on the ladder, from 0."""
        return list(Audience).index(self)


_LABELS = {
    Audience.HOLDER: marked("经办人"),
    Audience.DEPUTY: marked("副组长"),
    Audience.LEADER: marked("组长"),
    Audience.ADMINISTRATOR: marked("系统管理员"),
}
CHOOSABLE = (Audience.HOLDER, Audience.DEPUTY, Audience.LEADER)
"""Whom a rule may name; the administrator is told only when all of them are away."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder."""

    share: float  # of the time, in [0, 1]; 0 = at once, for what a rule book cannot name
    tell: Audience


MAJOR_RUNGS = tuple(
    Rung(share, audience)
    for share in (0.0, 0.5)
    for audience in (Audience.DEPUTY, Audience.LEADER)
)
"""重大即报: the leaders hear of a signed 重大 at once, and again at half of its 30 minutes."""

RUNGS = (Rung(0.5, Audience.HOLDER), Rung(0.8, Audience.DEPUTY), Rung(1.0, Audience.LEADER))


@dataclass(frozen=True, slots=True)
class LadderRules:
    """The numbers of every ladder; minutes."""

    acknowledged: Number  # how long an acknowledgement holds
    quiet: Number  # between two messages to one audience about one matter below 重大


LADDER_FIELDS = ("acknowledged", "quiet")
DEFAULT = LadderRules(
    acknowledged=Number(15, _OWN, Standing.BUREAU), quiet=Number(10, _OWN, Standing.BUREAU)
)


def audience_present(
    wanted: Audience, present: Callable[[Audience], bool]
) -> tuple[Audience | None, tuple[Audience, ...]]:
    """Return who is told instead of an audience that is away, and who was found away.

    The way leads up only: a rung meant for the leader never falls back to the holder. None =
    nobody is there, not even an administrator.
    """
    away: list[Audience] = []
    for audience in list(Audience)[wanted.height :]:
        if present(audience):
            return audience, tuple(away)
        away.append(audience)
    return None, tuple(away)
