"""评估卷: begin the assessment of a planned decision, and write its text.

In:   what is planned, by whom, for whom.    Out:  a file; any change voids a pending signature.
Cost: one or two writes and the record.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.policy.prevention.decisions import Conclusion, DecisionKind
from huiying.policy.time.zone import LOCAL
from huiying.work.prevention.core.issue_text import MAX_LINE, issue_text
from huiying.work.prevention.decisions.models import DecisionFile
from huiying.work.prevention.decisions.rewriting import rewrite_decision
from huiying.work.prevention.plans.models import Plan

TITLE_CHARS, OFFICE_CHARS = 120, 80


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionText:
    """The words and days of a file.

    Attributes:
        plan: What is done if a doubt becomes an incident.
        emergency: Why article 3 excludes the decision: it is made in an emergency; "" = it is
            not, and is assessed.
        affected: Groups by place or matter, never persons.
        comment_exception: The law's ground for fewer than 30 days of comment, or for none.
        legality_by: The office that examined the legality.
    """

    title: str
    lead_unit: Unit
    kind: DecisionKind
    planned_on: date
    emergency: str = ""
    scope: str = ""
    affected: str = ""
    comment_from: date | None = None
    comment_to: date | None = None
    comment_exception: str = ""
    comment_result: str = ""
    legality_by: str = ""
    legality_opinion: str = ""
    legality_from: date | None = None
    legality_to: date | None = None
    conclusion: Conclusion | None = None
    grounds: str = ""
    plan: Plan | None = None


NAMES = tuple(field.name for field in fields(DecisionText))
LIMITS = {
    "title": TITLE_CHARS,
    "emergency": MAX_LINE,
    "comment_exception": MAX_LINE,
    "legality_by": OFFICE_CHARS,
}
TEXTS = (
    *("title", "emergency", "scope", "affected", "comment_exception"),
    *("comment_result", "legality_by", "legality_opinion", "grounds"),
)


@transaction.atomic
def start_decision(*, text: DecisionText, officer: Officer, now: datetime) -> DecisionFile:
    """Begin a file.

    Raises:
        PermissionDenied: If the officer may not write files.
        Refused: If the title is missing, a text names a person, the unit is another bureau's,
            or days are in the wrong order.
    """
    require(officer, Capability.CONSULT)
    year = now.astimezone(LOCAL).year
    number = take_number(bureau_id=officer.bureau_id, kind="decision", year=year)
    row = DecisionFile.objects.create(
        bureau_id=officer.bureau_id,
        number=f"PG{number}",
        started_at=now,
        started_by=officer,
        writers=[officer.pk],
        **_values(officer.bureau_id, text),
    )
    record(row, "decision.started", officer, now)
    return row


@transaction.atomic
def edit_decision(
    *,
    decision: DecisionFile,
    text: DecisionText,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> bool:
    """Store new words; True if a request to sign was voided by it.

    Raises:
        PermissionDenied, Refused, Stale: As ``start_decision`` and ``rewrite_decision``.
    """
    changes = _values(decision.bureau_id, text)
    changed = sorted(
        name for name, value in changes.items() if getattr(decision, name) != value
    )
    voided = rewrite_decision(
        decision, officer=officer, now=now, revision=revision, changes=changes
    )
    record(decision, "decision.edited", officer, now, fields=changed, voided=voided)
    return voided


def _values(bureau_id: int, text: DecisionText) -> dict[str, Any]:
    unit = text.lead_unit
    if unit.bureau_id != bureau_id or not unit.active:
        raise Refused(_("未找到该单位。"))
    if text.plan is not None and text.plan.bureau_id != bureau_id:
        raise Refused(_("未找到该预案。"))
    _check_order(text.comment_from, text.comment_to, _("公开征求意见"))
    _check_order(text.legality_from, text.legality_to, _("合法性审查"))
    values: dict[str, Any] = {name: getattr(text, name) for name in NAMES}
    for name in TEXTS:
        missing = _("请填写决策事项名称。") if name == "title" else ""
        values[name] = issue_text(values[name], LIMITS.get(name, 4_000), missing)
    values["title"] = " ".join(values["title"].split())
    values["kind"] = str(text.kind)
    values["conclusion"] = str(text.conclusion) if text.conclusion else ""
    return values


def _check_order(begin: date | None, end: date | None, what: str) -> None:
    if (begin is None) != (end is None):
        raise Refused(_("%(what)s须同时填写开始和结束日期。") % {"what": what})
    if begin is not None and end is not None and end < begin:
        raise Refused(_("%(what)s的结束日期早于开始日期。") % {"what": what})
