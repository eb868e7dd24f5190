"""处置预案: begin a plan, write its text and parts, revise an approved one.

In:   what is prepared for.    Out:  a plan; any change voids a pending approval.
Cost: one or two writes and the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.policy.grading.grades import Grade
from huiying.policy.time.zone import LOCAL
from huiying.work.prevention.core.issue_text import MAX_LINE, issue_text, unit_telephone
from huiying.work.prevention.plans.models import ItemKind, Plan, PlanItem, PlanState
from huiying.work.prevention.plans.rewriting import rewrite_plan

TITLE_CHARS, POST_CHARS = 120, 80
MOST_HOURS = 720
MOST_ITEMS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanText:
    """The words of a plan: when it is used, for which grade, who leads, who speaks."""

    title: str
    trigger: str
    grade: Grade
    lead_unit: Unit
    speaking_unit: Unit
    holding_statement: str
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemText:
    """A part: a task with its unit and hours, a question with its answer, or a telephone."""

    kind: ItemKind
    text: str
    detail: str = ""
    unit: Unit | None = None
    hours: int = 0


@transaction.atomic
def start_plan(*, text: PlanText, officer: Officer, now: datetime) -> Plan:
    """Begin a plan.

    Raises:
        PermissionDenied: If the officer may not write plans.
        Refused: If a text is missing or names a person, a unit is not the bureau's or out of
            use, or the day of review is over.
    """
    require(officer, Capability.CONSULT)
    year = now.astimezone(LOCAL).year
    number = take_number(bureau_id=officer.bureau_id, kind="plan", year=year)
    row = Plan.objects.create(
        bureau_id=officer.bureau_id,
        number=f"YA{number}",
        started_at=now,
        started_by=officer,
        writers=[officer.pk],
        **_values(officer.bureau_id, text, now),
    )
    record(row, "plan.started", officer, now)
    return row


@transaction.atomic
def edit_plan(
    *,
    plan: Plan,
    text: PlanText,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> bool:
    """Store new words; True if a request to approve was voided by it.

    Raises:
        PermissionDenied, Refused, Stale: As ``start_plan`` and ``rewrite_plan``.
    """
    changes = _values(plan.bureau_id, text, now)
    voided = rewrite_plan(plan, officer=officer, now=now, revision=revision, changes=changes)
    record(plan, "plan.edited", officer, now, voided=voided)
    return voided


@transaction.atomic
def add_plan_item(*, plan: Plan, item: ItemText, officer: Officer, now: datetime) -> PlanItem:
    """Add a task, a question or a telephone.

    Raises:
        PermissionDenied, Refused, Stale: As ``rewrite_plan``; also if something is missing or
            names a person, or a telephone is no unit's.
    """
    values = _item_values(plan.bureau_id, item)
    voided = rewrite_plan(plan, officer=officer, now=now)
    if plan.items.count() >= MOST_ITEMS:
        raise Refused(_("一份预案最多 %(most)s 项。") % {"most": MOST_ITEMS})
    row = PlanItem.objects.create(bureau_id=plan.bureau_id, plan=plan, **values)
    record(plan, "plan.item_added", officer, now, kind=str(item.kind), voided=voided)
    return row


@transaction.atomic
def drop_plan_item(*, item: PlanItem, officer: Officer, now: datetime) -> None:
    """Take a part out of what is written; an approved version keeps it.

    Raises:
        PermissionDenied, Refused, Stale: As ``rewrite_plan``.
    """
    plan = item.plan
    voided = rewrite_plan(plan, officer=officer, now=now)
    kind = item.kind
    item.delete()
    record(plan, "plan.item_dropped", officer, now, kind=kind, voided=voided)


@transaction.atomic
def revise_plan(
    *,
    plan: Plan,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Open an approved plan for a new version; the approved one stays in force until then.

    Raises:
        PermissionDenied: If the officer may not write plans.
        Refused: If it is not approved, or the reason is missing or names a person.
        Stale: If somebody changed it since ``revision``.
    """
    require(officer, Capability.CONSULT)
    words = issue_text(reason, MAX_LINE, _("请填写修订理由。"))
    expected = plan.revision if revision is None else revision
    plan.refresh_from_db()
    if plan.state != PlanState.APPROVED:
        raise Refused(_("预案尚未批准，可直接修改。"))
    changes = {
        "state": PlanState.WRITING,
        "version": plan.version + 1,
        "change_reason": words,
        "signoff": None,
    }
    if not claim_row(plan, expected, changes):
        raise Stale(_("预案已被他人更新，本次未修订。请核对最新内容。"))
    record(plan, "plan.revised", officer, now, version=plan.version, reason=words)


def _values(bureau_id: int, text: PlanText, now: datetime) -> dict[str, object]:
    for unit in (text.lead_unit, text.speaking_unit):
        check_unit(bureau_id, unit)
    if text.review_on <= now.astimezone(LOCAL).date():
        raise Refused(_("复核日期须在今天以后。"))
    title = issue_text(text.title, TITLE_CHARS, _("请填写预案名称。"))
    return {
        "title": " ".join(title.split()),
        "trigger": issue_text(text.trigger, missing=_("请填写启动条件。")),
        "grade": int(text.grade),
        "lead_unit": text.lead_unit,
        "speaking_unit": text.speaking_unit,
        "holding_statement": issue_text(
            text.holding_statement, missing=_("请填写首次回应口径。")
        ),
        "review_on": text.review_on,
    }


def _item_values(bureau_id: int, item: ItemText) -> dict[str, object]:
    if item.kind != ItemKind.QUESTION:
        check_unit(bureau_id, item.unit)
    if item.kind == ItemKind.MEASURE and not 1 <= item.hours <= MOST_HOURS:
        raise Refused(_("办理时限须为 1 至 %(most)s 小时。") % {"most": MOST_HOURS})
    missing = {
        ItemKind.MEASURE: _("请填写处置措施。"),
        ItemKind.QUESTION: _("请填写问题。"),
        ItemKind.CONTACT: _("请填写科室或岗位。"),
    }
    most = POST_CHARS if item.kind == ItemKind.CONTACT else MAX_LINE
    detail = ""
    if item.kind == ItemKind.QUESTION:
        detail = issue_text(item.detail, missing=_("请填写备答内容。"))
    elif item.kind == ItemKind.CONTACT:
        detail = unit_telephone(item.detail)
    return {
        "kind": str(item.kind),
        "unit": None if item.kind == ItemKind.QUESTION else item.unit,
        "text": issue_text(item.text, most, missing[item.kind]),
        "detail": detail,
        "hours": item.hours if item.kind == ItemKind.MEASURE else 0,
    }


def check_unit(bureau_id: int, unit: Unit | None) -> None:
    """Refuse a unit that is not the bureau's or out of use.

    Raises:
        Refused.
    """
    if unit is None or unit.bureau_id != bureau_id or not unit.active:
        raise Refused(_("未找到该单位。"))
