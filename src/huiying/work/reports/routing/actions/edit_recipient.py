"""归口: which superior body hears of which class; the usual rows, a new one, a changed one.

A report goes only to whom its signature names: a change here counts for later reports. What
adds or tightens counts at once; what drops or loosens is proposed, and another person adopts it
(``adopt_change``): one person alone lets no superior body hear nothing, or later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit, UnitKind
from huiying.base.accounts.organisation.models import Superior
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import AuditedActor, record
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.actions.void import void_about
from huiying.policy.procedure.reports import CLASS_OF_SUPERIOR, MatterClass, Way
from huiying.reasons.marking import marked
from huiying.work.casework.core.text import checked_text
from huiying.work.reports.routing.changes import KIND, change_hash
from huiying.work.reports.routing.models import RecipientChange, RecipientRule
from huiying.work.reports.routing.queries import superiors_without_rule
from huiying.work.reports.routing.terms import loosened, terms_of

MAX_BASIS, MAX_REASON, MOST_MINUTES = 120, 400, 31 * 24 * 60
UNSET = marked("《制度》第十条未规定时限，待本局填写")
PUBLISHED = marked("参照兰州市县区向市政府报告突发公共事件，最迟 2 小时；本局待确认")
PUBLISHED_MINUTES = 120
BODIES_WITH_A_PERIOD = ("GOVERNMENT", "EMERGENCY")
"""Kinds of bodies for which a period was published: reports of emergencies to a government."""


@dataclass(frozen=True, slots=True)
class RecipientInput:
    """One row of the table as it was typed."""

    way: Way
    unit: Unit | None = None
    minutes_major: int | None = None
    minutes_significant: int | None = None
    minutes_ordinary: int | None = None
    basis: str = ""
    periodic: bool = True

    def columns(self, bureau_id: int) -> dict[str, object]:
        """Return the columns.

        Raises:
            Refused: If a link has no agency, minutes have no basis or are too many, or a
                graver matter has more of them.
        """
        minutes = (self.minutes_major, self.minutes_significant, self.minutes_ordinary)
        named = [one for one in minutes if one is not None]
        basis = checked_text(self.basis, MAX_BASIS)
        if self.way == Way.LINK and self.unit is None:
            raise Refused(_("以签名链接报送的，须选择对应的外单位，链接发至其消息渠道。"))
        if self.way == Way.PUSH and self.unit is None:
            raise Refused(_("以系统推送报送的，须选择对应的外单位及其“上下级回应系统”渠道。"))
        if self.unit is not None and (
            self.unit.bureau_id != bureau_id
            or not self.unit.active
            or self.unit.kind != UnitKind.AGENCY
        ):
            raise Refused(_("对应单位须是本局登记、在用的外单位。"))
        if named and not basis:
            raise Refused(_("填写时限的，须写明依据。"))
        if any(not 0 < one <= MOST_MINUTES for one in named):
            raise Refused(_("时限须在 1 分钟至 31 日之间。"))
        if named != sorted(named):
            raise Refused(_("等级更高的时限不得比等级更低的更长。"))
        return {
            "way": str(self.way),
            "unit": self.unit,
            "minutes_major": self.minutes_major,
            "minutes_significant": self.minutes_significant,
            "minutes_ordinary": self.minutes_ordinary,
            "basis": basis or UNSET,
            "periodic": self.periodic,
        }


@transaction.atomic
def add_recipient(
    *,
    bureau: Bureau,
    matter: MatterClass,
    superior: Superior,
    values: RecipientInput,
    officer: AuditedActor,
    now: datetime,
) -> RecipientRule:
    """Add a row.

    Raises:
        Refused: As ``RecipientInput.columns``; also if the body is another bureau's or out of
            use, or hears of this class already.
    """
    if superior.bureau_id != bureau.pk or not superior.active:
        raise Refused(_("未找到该上级机关。"))
    try:
        with transaction.atomic():
            row = RecipientRule.objects.create(
                bureau=bureau,
                matter=str(matter),
                superior=superior,
                **values.columns(bureau.pk),
            )
    except IntegrityError as error:
        raise Refused(_("该类信息已报送该机关，请修改原有一行。")) from error
    record(row, "recipient.added", officer, now, matter=str(matter), after=terms_of(row))
    return row


@transaction.atomic
def change_recipient(
    *,
    row: RecipientRule,
    values: RecipientInput,
    active: bool,
    shown_revision: int,
    officer: Officer,
    now: datetime,
    reason: str = "",
) -> RecipientChange | None:
    """Change a row, or put it out of use; return the change if another person must adopt it.

    A change that waits is void by any later one.

    Raises:
        Refused: As ``RecipientInput.columns``; also if nothing changes, or something is
            dropped or loosened without a reason.
        Stale: If somebody changed it meanwhile.
    """
    columns = {**values.columns(row.bureau_id), "active": active}
    rows = RecipientRule.objects.filter(pk=row.pk, revision=shown_revision)
    if rows.update(revision=F("revision") + 1) != 1:
        raise _stale()
    row.refresh_from_db()
    before = terms_of(row)
    after = terms_of(RecipientRule(**columns))
    if before == after:
        raise Refused(_("归口报送无变化，无需保存。"))
    if loosened(before, after):
        return _propose(row, before, after, reason, officer, now)
    void_about(bureau_id=row.bureau_id, kind=KIND, about_ref=str(row.pk), now=now)
    RecipientRule.objects.filter(pk=row.pk).update(**columns)
    row.refresh_from_db()
    record(row, "recipient.changed", officer, now, before=before, after=after)
    return None


def _propose(
    row: RecipientRule,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str,
    officer: Officer,
    now: datetime,
) -> RecipientChange:
    why = checked_text(reason, MAX_REASON)
    if not why:
        raise Refused(
            _("停用、放宽时限、改用较弱方式或改变接收单位的，须写明理由，由另一人采纳后生效。")
        )
    change = RecipientChange(
        bureau_id=row.bureau_id,
        rule=row,
        revision=row.revision,
        before=before,
        after=after,
        reason=why,
        requested_at=now,
        requested_by=officer,
    )
    digest = change_hash(change)
    change.signoff = request_approval(
        bureau_id=row.bureau_id,
        kind=KIND,
        about_ref=str(row.pk),
        label=house_text("归口表变更：%(name)s") % {"name": row.superior.name},
        content_hash=digest,
        officer=officer,
        clock=None,
        now=now,
    )
    change.save()
    data = {"before": before, "after": after, "reason": why, "hash": digest}
    record(row, "recipient.change_asked", officer, now, **data)
    return change


def _stale() -> Stale:
    return Stale(_("该行已被他人更新，本次修改未保存。请核对最新内容后重新提交。"))


@transaction.atomic
def add_usual_recipients(
    *, bureau: Bureau, officer: AuditedActor, now: datetime
) -> list[RecipientRule]:
    """Add a row for each superior body that has none, by the published split of classes.

    No period is invented: what no published text names stays empty, and says so.

    Raises:
        Refused: If every body has a row, or none is registered.
    """
    missing = superiors_without_rule(bureau.pk)
    if not missing:
        raise Refused(_("没有可加入的上级机关。请先在“领导小组”登记上级机关。"))
    return [
        add_recipient(
            bureau=bureau,
            matter=CLASS_OF_SUPERIOR[superior.kind],
            superior=superior,
            values=_usual_values(superior),
            officer=officer,
            now=now,
        )
        for superior in missing
    ]


def _usual_values(superior: Superior) -> RecipientInput:
    published = superior.kind in BODIES_WITH_A_PERIOD
    return RecipientInput(
        way=Way.PAPER,
        minutes_major=PUBLISHED_MINUTES if published else None,
        basis=PUBLISHED if published else UNSET,
    )
