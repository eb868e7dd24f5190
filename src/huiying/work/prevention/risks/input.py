"""A risk as an officer typed it, checked.

In:   words, numbers, unit, owner, day.    Out:  the terms that are stored.
Cost: linear in the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.base.rulebook.queries import book_of
from huiying.policy.prevention.levels import (
    RiskLevel,
    level_of,
    longest_review_days,
    residual_problem,
)
from huiying.policy.time.zone import LOCAL
from huiying.work.prevention.risks.models import RiskState
from huiying.work.prevention.risks.text import MAX_TEXT, MAX_TITLE, matter_text


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskInput:
    """One risk as it was typed; unit is the owner's."""

    title: str
    description: str
    topic: str
    owner: Officer
    probability: int
    impact: int
    measures: str
    residual_probability: int
    residual_impact: int
    next_review: date
    signs: str = ""

    def terms(self, officer: Officer, now: datetime) -> dict[str, Any]:
        """Return what is stored.

        Raises:
            NotAllowed: If the unit is another one and the officer is not of the office.
            Refused: If a text names people or is missing, the topic is none of the rule
                book, a number is not from 1 to 5, the owner works nowhere, or the review is
                too late for the level.
        """
        owner_of_bureau(self.owner, officer)
        if self.topic not in book_of(officer.bureau_id, now).topics:
            raise Refused(_("请选择规则中的事项领域。"))
        level, residual = self._levels()
        check_review_day(self.next_review, level, now)
        return {
            "title": matter_text(self.title, MAX_TITLE, _("请填写风险点名称。")),
            "description": matter_text(
                self.description, MAX_TEXT, _("请写明可能引发什么舆情、为什么。")
            ),
            "topic": self.topic,
            "unit_id": self.owner.unit_id,
            "owner_id": self.owner.pk,
            "probability": self.probability,
            "impact": self.impact,
            "score": self.probability * self.impact,
            "level": str(level),
            "signs": matter_text(self.signs, MAX_TEXT),
            "measures": matter_text(self.measures, MAX_TEXT, _("请填写防范措施。")),
            "residual_probability": self.residual_probability,
            "residual_impact": self.residual_impact,
            "residual": str(residual),
            "next_review": self.next_review.isoformat(),
            "state": str(RiskState.LISTED),
        }

    def _levels(self) -> tuple[RiskLevel, RiskLevel]:
        judged = (self.probability, self.impact)
        expected = (self.residual_probability, self.residual_impact)
        try:
            levels = level_of(*judged), level_of(*expected)
        except ValueError as error:
            raise Refused(_("可能性、影响程度须为 1 至 5。")) from error
        if problem := residual_problem(judged, expected):
            raise Refused(_(problem))
        return levels


def owner_of_bureau(owner: Officer, officer: Officer) -> None:
    """Refuse an owner who works in no unit, or in one that the officer does not comb for.

    Raises:
        NotAllowed, Refused.
    """
    unit = owner.unit
    if owner.bureau_id != officer.bureau_id or not owner.is_active or unit is None:
        raise Refused(_("责任人须为本局在岗人员，并属于一个科室或单位。"))
    if not unit.active:
        raise Refused(_("%(unit)s已停用，请选择其他单位的责任人。") % {"unit": unit.name})
    if owner.unit_id != officer.unit_id and not may(officer, Capability.SUPERVISE):
        raise NotAllowed(Capability.SUPERVISE)


def check_review_day(day: date, level: RiskLevel, now: datetime) -> None:
    """Refuse a day of review that is over, or too late for a level.

    Raises:
        Refused.
    """
    today = now.astimezone(LOCAL).date()
    last = latest_review(level, now)
    if not today <= day <= last:
        raise Refused(
            _("%(level)s的下次复核须在今天至 %(last)s 之间。")
            % {"level": _(level.label), "last": last.isoformat()}
        )


def latest_review(level: RiskLevel, now: datetime) -> date:
    """Return the last day on which a risk of a level may be reviewed next."""
    return now.astimezone(LOCAL).date() + timedelta(days=longest_review_days(level))
