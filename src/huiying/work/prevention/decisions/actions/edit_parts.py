"""Parts of a file: methods, risk points with their measures, dissents; never deleted.

In:   a file, what was found.    Out:  rows; any change voids a pending signature.
Cost: two writes and the record each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.models import Retention
from huiying.policy.prevention.decisions import Method
from huiying.policy.prevention.levels import SCALE
from huiying.policy.time.zone import LOCAL
from huiying.work.prevention.core.issue_text import MAX_LINE, issue_text
from huiying.work.prevention.decisions.models import (
    DecisionFile,
    Dissent,
    MethodUse,
    RiskPoint,
)
from huiying.work.prevention.decisions.rewriting import rewrite_decision
from huiying.work.prevention.decisions.watching import checked_phrases

SOURCE_CHARS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class PointText:
    """A risk point: what is doubted, how probable, how grave, what is done, what then remains.

    Attributes:
        phrases: What posts about it would say; a phrase is one or more words.
        question, answer: Prepared for the day of the announcement.
    """

    doubt: str
    probability: int
    impact: int
    measures: str = ""
    unit: Unit | None = None
    after_probability: int | None = None
    after_impact: int | None = None
    phrases: Sequence[str] = ()
    question: str = ""
    answer: str = ""


@transaction.atomic
def add_method(
    *,
    decision: DecisionFile,
    method: Method,
    used_on: date,
    summary: str,
    officer: Officer,
    now: datetime,
    file: WrittenFile | None = None,
) -> MethodUse:
    """Record that a method was used, with its result.

    Raises:
        PermissionDenied, Refused, Stale: As ``rewrite_decision``; also if the result is not
            said or names a person, or the day has not come.
    """
    words = issue_text(summary, missing=_("请填写评估情况和结果。"))
    if used_on > now.astimezone(LOCAL).date():
        raise Refused(_("开展日期不得晚于今天。"))
    voided = rewrite_decision(decision, officer=officer, now=now)
    kept = None
    if file is not None:
        kept = keep_file(
            bureau_id=decision.bureau_id,
            written=file,
            retention=Retention.THIRTY_YEARS,
            now=now,
        )
    row = MethodUse.objects.create(
        bureau_id=decision.bureau_id,
        decision=decision,
        method=str(method),
        used_on=used_on,
        summary=words,
        file=kept,
    )
    data = {"method": str(method), "hash": kept.sha256 if kept else "", "voided": voided}
    record(decision, "decision.method_added", officer, now, **data)
    return row


@transaction.atomic
def strike_method(*, method: MethodUse, reason: str, officer: Officer, now: datetime) -> None:
    """Strike a method; it stays readable with the reason.

    Raises:
        PermissionDenied, Refused, Stale: As ``rewrite_decision``; also without a reason.
    """
    _strike(method, method.decision, reason, officer, now)
    record(method.decision, "decision.method_struck", officer, now, reason=method.struck_reason)


@transaction.atomic
def add_point(
    *, decision: DecisionFile, text: PointText, officer: Officer, now: datetime
) -> RiskPoint:
    """Add a risk point.

    Raises:
        PermissionDenied, Refused, Stale: As ``rewrite_decision``; also if the doubt is missing,
            a number is not 1 to 5, a text or a phrase names a person, a phrase says nothing.
    """
    values = _point_values(decision, text, now)
    voided = rewrite_decision(decision, officer=officer, now=now)
    last = decision.points.aggregate(last=Max("place"))["last"] or 0
    row = RiskPoint.objects.create(
        bureau_id=decision.bureau_id,
        decision=decision,
        place=last + 1,
        highest=text.probability * text.impact,
        **values,
    )
    record(decision, "decision.point_added", officer, now, **_named(row), voided=voided)
    return row


@transaction.atomic
def edit_point(
    *,
    point: RiskPoint,
    text: PointText,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Change a risk point; that it was higher once stays on it for who signs.

    Args:
        revision: Of the file.

    Raises:
        PermissionDenied, Refused, Stale: As ``add_point``; also if it was struck.
    """
    if point.struck_at is not None:
        raise Refused(_("该风险点已撤销，不得改动。"))
    before, was = str(point.level), str(point.level_after or "")
    values = _point_values(point.decision, text, now)
    voided = rewrite_decision(point.decision, officer=officer, now=now, revision=revision)
    values["highest"] = max(point.highest, text.probability * text.impact)
    RiskPoint.objects.filter(pk=point.pk).update(**values)
    point.refresh_from_db()
    data = {"before": before, "before_after": was, "voided": voided}
    record(point.decision, "decision.point_edited", officer, now, **_named(point), **data)


@transaction.atomic
def strike_point(*, point: RiskPoint, reason: str, officer: Officer, now: datetime) -> None:
    """Strike a risk point; it stays readable with the reason, also for who signs.

    Raises:
        PermissionDenied, Refused, Stale: As ``rewrite_decision``; also without a reason.
    """
    _strike(point, point.decision, reason, officer, now)
    data = {**_named(point), "reason": point.struck_reason}
    record(point.decision, "decision.point_struck", officer, now, **data)


@transaction.atomic
def add_dissent(
    *, decision: DecisionFile, source: str, text: str, officer: Officer, now: datetime
) -> Dissent:
    """Record a dissent word for word, by unit or group; it can neither be changed nor struck.

    Raises:
        PermissionDenied, Refused, Stale: As ``rewrite_decision``; also if it is missing or
            names a person.
    """
    who = issue_text(source, SOURCE_CHARS, _("请填写提出意见的单位或群体。"))
    words = issue_text(text, missing=_("请如实填写不同意见。"))
    voided = rewrite_decision(decision, officer=officer, now=now)
    row = Dissent.objects.create(
        bureau_id=decision.bureau_id,
        decision=decision,
        source=who,
        text=words,
        at=now,
        by=officer,
    )
    record(decision, "decision.dissent_added", officer, now, source=who, voided=voided)
    return row


def _strike(
    row: MethodUse | RiskPoint,
    decision: DecisionFile,
    reason: str,
    officer: Officer,
    now: datetime,
) -> None:
    words = issue_text(reason, MAX_LINE, _("请填写撤销理由。"))
    rewrite_decision(decision, officer=officer, now=now)
    rows = type(row)._default_manager.filter(pk=row.pk, struck_at__isnull=True)
    if rows.update(struck_at=now, struck_reason=words) != 1:
        raise Refused(_("该项已撤销。"))
    row.refresh_from_db()


def _named(row: RiskPoint) -> dict[str, object]:
    after = str(row.level_after or "")
    return {"place": row.place, "level": str(row.level), "after": after}


def _point_values(decision: DecisionFile, text: PointText, now: datetime) -> dict[str, object]:
    after = (text.after_probability, text.after_impact)
    if text.probability not in SCALE or text.impact not in SCALE:
        raise Refused(_("可能性和影响程度按 1 至 5 评估。"))
    if (after[0] is None) != (after[1] is None):
        raise Refused(_("措施后的可能性和影响程度须同时填写。"))
    if any(one is not None and one not in SCALE for one in after):
        raise Refused(_("可能性和影响程度按 1 至 5 评估。"))
    unit = text.unit
    if unit is not None and (unit.bureau_id != decision.bureau_id or not unit.active):
        raise Refused(_("未找到该单位。"))
    return {
        "doubt": issue_text(text.doubt, MAX_LINE, _("请填写可能出现的疑虑。")),
        "probability": text.probability,
        "impact": text.impact,
        "measures": issue_text(text.measures),
        "unit": unit,
        "after_probability": after[0],
        "after_impact": after[1],
        "phrases": checked_phrases(decision.bureau_id, text.phrases, now),
        "question": issue_text(text.question, MAX_LINE),
        "answer": issue_text(text.answer),
    }
