"""会商纪要: write the conclusions and have them signed by the participants, bound to a hash."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import roles_of
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.heavy_path import quorum
from huiying.work.casework.procedure.actions.consult import change_consultation
from huiying.work.casework.procedure.content import minutes_content, procedure_rules_of
from huiying.work.casework.procedure.models import (
    Attendance,
    Consultation,
    ConsultationState,
    Invitation,
)
from huiying.work.casework.procedure.queries import consultation_by_number

KIND = "minutes"
MAX_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class MinutesInput:
    """What the consultation concluded: the four points of Article 6."""

    nature: str
    trend: str
    risks: str
    proposal: str


LEADING_GROUP = frozenset({Role.LEADER, Role.DEPUTY, Role.MEMBER})


@transaction.atomic
def write_minutes(
    *,
    consultation: Consultation,
    minutes: MinutesInput,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> bool:
    """Store the conclusions; True if signatures became void by it.

    Raises:
        Refused, Stale: As ``consult.change``.
    """
    writers = list(dict.fromkeys([*consultation.writers, officer.pk]))
    words = {name: text.strip()[:MAX_TEXT] for name, text in asdict(minutes).items()}
    voided = change_consultation(
        consultation, now=now, revision=revision, writers=writers, **words
    )
    record(consultation, "minutes.written", officer, now, voided=voided)
    return voided


@transaction.atomic
def submit_minutes(
    *, consultation: Consultation, officer: Officer, now: datetime, revision: int | None = None
) -> SignoffRequest:
    """Put the minutes before those who were there.

    Raises:
        Refused: If a conclusion is missing, the quorum is not (or no longer) there, or too
            few of those present may sign.
        Stale: If somebody changed the consultation since ``revision``.
    """
    wrong = missing_for_signature(consultation)
    if wrong:
        raise Refused(" ".join(wrong))
    changes = {"state": ConsultationState.TO_SIGN}
    if not claim_row(consultation, revision, changes, state=ConsultationState.CALLED):
        raise Stale(_("会商内容已被他人更新，本次未送签。请核对最新内容后重新提交。"))
    request = request_approval(
        bureau_id=consultation.bureau_id,
        kind=KIND,
        about_ref=consultation.number,
        label=house_text("会商纪要 %(number)s") % {"number": consultation.number},
        content_hash=hash_of_content(minutes_content(consultation)),
        officer=officer,
        clock=None,
        now=now,
        needed=int(procedure_rules_of(consultation).signatures.value),
    )
    Consultation.objects.filter(pk=consultation.pk).update(signoff=request)
    consultation.refresh_from_db()
    record(consultation, "minutes.sent", officer, now, hash=request.content_hash)
    return request


def missing_for_signature(consultation: Consultation) -> list[str]:
    """Return the sentences of what is missing before minutes can be signed."""
    invited = list(consultation.invitations.all())
    present = [row for row in invited if row.attendance == Attendance.PRESENT]
    rules = procedure_rules_of(consultation)
    signatures, needed = int(rules.signatures.value), quorum(len(invited), rules)
    found = []
    names = {
        "nature": _("事件性质"),
        "trend": _("舆情走势"),
        "risks": _("可能出现的风险"),
        "proposal": _("处置建议"),
    }
    for name, label in names.items():
        if not getattr(consultation, name):
            found.append(_("尚未填写%(part)s。") % {"part": label})
    if len(present) < needed:
        found.append(
            _("出席单位 %(here)s 个，不足 %(needed)s 个，纪要不得送签。请补充邀请或另行召开。")
            % {"here": len(present), "needed": needed}
        )
    least = int(rules.least_present.value)
    members = [row for row in present if not _is_office_staff(row)]
    if len(present) >= needed and len(members) < least:
        words = {"here": len(members), "needed": least}
        found.append(
            _(
                "出席的领导小组成员和相关部门 %(here)s 个，不足 %(needed)s 个，纪要"
                "不得送签；办公室人员不计入。"
            )
            % words
        )
    signers = [row for row in present if row.officer_id not in (None, *consultation.writers)]
    if len(signers) < signatures:
        found.append(
            _("出席人员中可签署的不足 %(needed)s 人；执笔人不得签署。") % {"needed": signatures}
        )
    return found


def _is_office_staff(row: Invitation) -> bool:
    """Tell whether a party is the office that convenes, which is no member and no department.

    Article 6: the office consults with the departments concerned, not with itself.
    """
    if row.unit is not None:
        return row.unit.is_office
    assert row.officer is not None  # noqa: S101 - a constraint of the table
    if set(roles_of(row.officer)) & LEADING_GROUP:
        return False
    unit = row.officer.unit
    return unit is None or unit.is_office


def may_sign(consultation: Consultation, officer: Officer) -> bool:
    """Tell whether an officer was there and wrote none of the minutes."""
    here = consultation.invitations.filter(officer=officer, attendance=Attendance.PRESENT)
    return officer.pk not in consultation.writers and here.exists()


@transaction.atomic
def sign_minutes(
    consultation: Consultation, *, shown_hash: str, officer: Officer, now: datetime
) -> SignoffRequest:
    """Sign exactly these minutes; the last signature that is needed makes them stand.

    Raises:
        Refused: If the officer was not there, wrote them, or signed already.
        Stale: If they are not what he saw, or do not wait for signatures.
    """
    if not may_sign(consultation, officer):
        raise Refused(_("仅出席且未执笔的人员可签署。"))
    return _decide(consultation, officer, shown_hash, now, reason="", approve=True)


@transaction.atomic
def return_minutes(
    consultation: Consultation, *, reason: str, shown_hash: str, officer: Officer, now: datetime
) -> SignoffRequest:
    """Send the minutes back to who wrote them.

    Raises:
        Refused, Stale: As ``sign_minutes``; also without a reason.
    """
    if not may_sign(consultation, officer):
        raise Refused(_("仅出席且未执笔的人员可退回。"))
    return _decide(consultation, officer, shown_hash, now, reason=reason, approve=False)


def _decide(
    consultation: Consultation,
    officer: Officer,
    shown_hash: str,
    now: datetime,
    *,
    reason: str,
    approve: bool,
) -> SignoffRequest:
    consultation.refresh_from_db()
    request = consultation.signoff
    if consultation.state != ConsultationState.TO_SIGN or request is None:
        raise Stale(_("纪要当前不在待签署状态。请查看最新内容。"))
    done = MINUTES_KIND.decide(
        consultation,
        request,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    state = {
        Decision.APPROVED: ConsultationState.SIGNED,
        Decision.RETURNED: ConsultationState.CALLED,
    }.get(Decision(done.decision))
    if state is not None:
        Consultation.objects.filter(pk=consultation.pk).update(
            state=state, revision=F("revision") + 1
        )
        consultation.refresh_from_db()
    verb = "minutes.signed" if approve else "minutes.returned"
    data = {"hash": done.content_hash, "signed": done.signed, "reason": done.reason}
    record(consultation, verb, officer, now, **data)
    return done


def _may_sign_request(request: SignoffRequest, officer: Officer) -> bool:
    row = consultation_by_number(request.bureau_id, request.about_ref)
    return row is not None and may_sign(row, officer)


MINUTES_KIND = SignoffKind[Consultation](
    name=KIND,
    content_hash=lambda row: hash_of_content(minutes_content(row)),
    approve=sign_minutes,
    send_back=return_minutes,
    changed=gettext_lazy("纪要已更新，本次未签署。请阅读最新全文。"),
    authors=lambda row: row.writers,
    may_decide=_may_sign_request,
)
