"""What every deletion by plan shares: the row, its signatures, its run; posts and petitions.

In:   a plan that was shown, who decides, stops or ends it.    Out:  its state; records.
Cost: one conditional update and one record each.

Nothing goes before two others signed exactly what was shown. What is deleted stays deleted; a
deletion that was ended does not go on, and the next can be planned.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, TypeVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Subject
from huiying.base.errors import Refused
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.core.hashing import hash_of_text

SIGNATURES = 2  # of others than who planned it; the last one is a leader's
MAX_REASON = 400
OPEN = ("PLANNED", "RUNNING", "STOPPED")


class DeletionState(models.TextChoices):
    """How a deletion stands."""

    PLANNED = "PLANNED", gettext_lazy("待签署")
    RETURNED = "RETURNED", gettext_lazy("已退回")
    RUNNING = "RUNNING", gettext_lazy("删除中")
    STOPPED = "STOPPED", gettext_lazy("已暂停")
    ENDED = "ENDED", gettext_lazy("已终止")
    DONE = "DONE", gettext_lazy("已完成")


class PlannedDeletion(models.Model):
    """A plan of a deletion: what was shown before it ran, who signed it, how far it came.

    ``digest`` chains what was deleted, batch by batch, so that a run that was stopped goes on
    with it. ``reason``: why it was stopped or ended; ``stopped_by`` is empty when the system
    stopped it. The database refuses to change what was signed.
    """

    VERBS: ClassVar[str]  # how the verbs of its records begin
    KIND: ClassVar[str]  # of its request and its number

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT)
    number = models.CharField(max_length=20)
    state = models.CharField(
        max_length=8, choices=DeletionState.choices, default=DeletionState.PLANNED
    )
    rule_version = models.CharField(max_length=40)
    total = models.PositiveIntegerField()
    plan = models.JSONField()
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    signoff = models.OneToOneField(SignoffRequest, on_delete=models.PROTECT, related_name="+")
    cursor = models.BigIntegerField(default=0)  # rows up to this key were looked at
    deleted = models.PositiveIntegerField(default=0)
    by_month = models.JSONField(default=dict)  # what went: "2026-01" → rows
    digest = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    def audit_subject(self) -> Subject:
        """Return how the record names it."""
        return Subject(self._meta.model_name or "", self.number)


Row = TypeVar("Row", bound=PlannedDeletion)


def _rows(deletion: PlannedDeletion, **states: Any) -> models.QuerySet[PlannedDeletion]:
    return type(deletion)._default_manager.filter(pk=deletion.pk, **states)


def _verb(deletion: PlannedDeletion, end: str) -> str:
    return f"{deletion.VERBS}.deletion_{end}"


def open_plan(model: type[Row], bureau_id: int) -> Row | None:
    """Return the deletion of a kind that waits, runs or is stopped."""
    return model._default_manager.filter(bureau_id=bureau_id, state__in=OPEN).first()


def refuse_second_plan(model: type[PlannedDeletion], bureau_id: int) -> None:
    """Refuse a plan while another of its kind waits or runs; the caller holds the bureau."""
    other = open_plan(model, bureau_id)
    if other is not None:
        raise Refused(
            _("另一删除计划（%(number)s）尚未结束。请先处理。") % {"number": other.number}
        )


def ask_signatures(
    row: PlannedDeletion, label: str, content_hash: str, officer: Officer, now: datetime
) -> None:
    """Ask for the signatures on a plan that is not stored yet, and store it."""
    row.signoff = request_approval(
        bureau_id=row.bureau_id,
        kind=row.KIND,
        about_ref=row.number,
        label=label,
        content_hash=content_hash,
        officer=officer,
        clock=None,
        now=now,
        needed=SIGNATURES,
    )
    row.save()


@transaction.atomic
def decide_plan(
    kind: SignoffKind[Row],
    deletion: Row,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> bool:
    """Sign, or return with a reason; after the last signature the job begins.

    Returns:
        True if it begins by this.

    Raises:
        PermissionDenied: If he may not review; of the last signature, if he does not lead.
        Refused: If he planned it, signed already or stands in for who did.
        Stale: If what he saw is not what waits.
    """
    request = deletion.signoff
    request.refresh_from_db()
    last = request.signed + 1 >= request.needed
    require(officer, Capability.APPROVE if last else Capability.REVIEW)
    done = kind.decide(
        deletion,
        request,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    rows = _rows(deletion, state=DeletionState.PLANNED)
    if done.decision == Decision.RETURNED:
        rows.update(state=DeletionState.RETURNED, finished_at=now)
        words = masked_text(reason.strip())[:MAX_REASON]
        record(deletion, _verb(deletion, "returned"), officer, now, reason=words)
        return False
    record(deletion, _verb(deletion, "signed"), officer, now, count=deletion.total)
    if done.decision != Decision.APPROVED:
        return False
    return rows.update(state=DeletionState.RUNNING, started_at=now) == 1


@transaction.atomic
def stop_deletion(
    *, deletion: PlannedDeletion, officer: Officer | None, now: datetime, reason: str = ""
) -> None:
    """Stop a deletion after its batch; what is deleted stays deleted.

    Args:
        officer: None = the system, with a reason.

    Raises:
        Refused: If it does not run.
    """
    running = _rows(deletion, state=DeletionState.RUNNING)
    values = {"state": DeletionState.STOPPED, "stopped_by": officer, "reason": reason}
    if running.update(**values) != 1:
        raise Refused(_("该计划当前未在删除，未作更改。请刷新后查看。"))
    deletion.refresh_from_db()
    data = {"deleted": deletion.deleted, **({"reason": reason} if reason else {})}
    record(deletion, _verb(deletion, "stopped"), officer, now, **data)


@transaction.atomic
def resume_deletion(*, deletion: PlannedDeletion, officer: Officer, now: datetime) -> None:
    """Let a stopped deletion go on where it stopped; each batch is checked as before.

    Raises:
        Refused: If it is not stopped, or he stopped it himself.
    """
    stopped = _rows(deletion, state=DeletionState.STOPPED)
    if stopped.filter(stopped_by=officer).exists():
        raise Refused(_("由您暂停的计划，须由另一人继续。"))
    others = stopped.filter(Q(stopped_by__isnull=True) | ~Q(stopped_by=officer))
    values = {"state": DeletionState.RUNNING, "stopped_by": None, "reason": ""}
    if others.update(**values) != 1:
        raise Refused(_("该计划未处于暂停状态，未作更改。请刷新后查看。"))
    record(deletion, _verb(deletion, "resumed"), officer, now, deleted=deletion.deleted)


@transaction.atomic
def end_deletion(
    *, deletion: PlannedDeletion, reason: str, officer: Officer, now: datetime
) -> None:
    """终止: a stopped deletion never goes on; what is left stays.

    Raises:
        Refused: If no reason is given, or it is not stopped.
    """
    words = masked_text(reason.strip())
    if not words:
        raise Refused(_("请填写终止的理由。"))
    if len(words) > MAX_REASON:
        raise Refused(_("理由最多 %(most)s 字。") % {"most": MAX_REASON})
    stopped = _rows(deletion, state=DeletionState.STOPPED)
    values = {"state": DeletionState.ENDED, "reason": words, "finished_at": now}
    if stopped.update(**values) != 1:
        raise Refused(_("只能终止已暂停的计划，未作更改。请刷新后查看。"))
    deletion.refresh_from_db()
    data = {"reason": words, **_run_data(deletion)}
    record(deletion, _verb(deletion, "ended"), officer, now, **data)


def finish_deletion(deletion: PlannedDeletion, now: datetime, **data: Any) -> None:
    """Say that nothing is left of a plan: how many went, by month, and their chained hash."""
    _rows(deletion).update(state=DeletionState.DONE, finished_at=now)
    record(deletion, f"{deletion.VERBS}.deleted", None, now, **_run_data(deletion), **data)


def _run_data(deletion: PlannedDeletion) -> dict[str, Any]:
    return {
        "deleted": deletion.deleted,
        "planned": deletion.total,
        "by_month": deletion.by_month,
        "hash": deletion.digest,
    }


def next_digest(before: str, keys: list[int]) -> str:
    """Return the hash of a batch upon the one before it."""
    return hash_of_text(f"{before}\n" + ",".join(map(str, sorted(keys))))


def why_not_signed(deletion: PlannedDeletion, content_hash: str) -> str:
    """Return why the signatures do not cover a deletion as it is now, "" if they do."""
    request = deletion.signoff
    subject = (request.bureau_id, request.kind, request.about_ref)
    if subject != (deletion.bureau_id, deletion.KIND, deletion.number):
        return house_text("签署的不是本计划。")
    if request.decision != Decision.APPROVED or request.signatures.count() < request.needed:
        return house_text("计划未经签署。")
    if content_hash != request.content_hash:
        return house_text("计划内容与签署时不一致。")
    return ""
