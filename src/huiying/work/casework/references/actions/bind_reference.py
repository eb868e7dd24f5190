"""来件绑定: link an outside submission to an incident; its sender is encrypted or not stored.

The record holds the kind and our own number, never the outside number: it lives for ever.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.delegations import units_behind
from huiying.base.audit.record import record
from huiying.base.clocks.actions.relabel import relabel_clocks
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.clocks.models import ClockState
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.files.sealing import CannotOpen, Sealed, open_sealed, seal
from huiying.base.signoff.actions.void import void_about
from huiying.policy.procedure.offline import ReferenceKind
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.casework.core.incidents import family_of
from huiying.work.casework.core.numbers import next_number
from huiying.work.casework.core.text import MAX_LINE, MAX_TITLE, mask_text
from huiying.work.casework.references.models import Reference
from huiying.work.casework.references.withdrawals import KIND as WITHDRAWAL
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.models import ConcernedUnit
from huiying.work.petitions.core.claim import refuse_diverted
from huiying.work.petitions.core.clocks import petition_subject

MAX_NUMBER = 60


@transaction.atomic
def bind_reference(
    *,
    incident: Incident,
    origin: ReferenceKind,
    outside_number: str,
    label: str,
    officer: Officer,
    now: datetime,
    identity: str = "",
) -> Reference:
    """Bind an incident to a petition, a visit, a ticket or a post.

    Args:
        label: What it is about, without persons; it is masked before it is kept.
        identity: Who is to be reached and how; sealed, never shown without a recorded reason.

    Raises:
        Refused: If number or label is missing, or it is bound to this incident already.
    """
    outside = " ".join(outside_number.split())[:MAX_NUMBER]
    about = mask_text(" ".join(label.split()), MAX_TITLE)
    if not outside or not about:
        raise Refused(_("请写明编号和事由。"))
    sealed = seal(incident.bureau_id, identity.strip().encode()) if identity.strip() else None
    try:
        with transaction.atomic():
            row = Reference.objects.create(
                bureau_id=incident.bureau_id,
                number=next_number(incident, "reference", "R", now),
                incident=incident,
                origin=str(origin),
                outside_number=outside,
                label=about,
                identity_key=sealed.key if sealed else None,
                identity=sealed.body if sealed else None,
                bound_at=now,
                bound_by=officer,
            )
    except IntegrityError:
        raise Refused(_("该来件已关联本事件。")) from None
    record(row, "reference.bound", officer, now, origin=row.origin)
    return row


@transaction.atomic
def unbind_reference(
    *, reference: Reference, reason: str, officer: Officer, now: datetime
) -> None:
    """Take a binding back; who it came from can no longer be read by anybody.

    Raises:
        Refused: If no reason is given, it was taken back before, or a period runs: only who
            bound it corrects his own slip, on the same day.
    """
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    if reference.petition is not None:
        refuse_diverted(reference.petition)
    if _ends_period(reference, officer, now):
        raise Refused(
            _(
                "该来件期限计时中，取消关联将终止计时。误关联的，由关联人当日取消；"
                "超过当日的，须依法办结、答复后方可取消。"
            )
        )
    rows = Reference.objects.filter(pk=reference.pk, unbound_at__isnull=True)
    done = rows.update(
        unbound_at=now,
        reason=mask_text(reason, MAX_LINE),
        identity_key=None,
        identity=None,
        revision=F("revision") + 1,
    )
    if done != 1:
        raise Refused(_("关联已取消。"))
    reference.refresh_from_db()
    if reference.clock is not None:
        cancel_clock(clock=reference.clock, reason=Reason("clocks.unlinked"), now=now)
    _give_clock_back(reference)
    void_about(
        bureau_id=reference.bureau_id, kind=WITHDRAWAL, about_ref=reference.number, now=now
    )
    record(reference, "reference.unbound", officer, now)


def _give_clock_back(reference: Reference) -> None:
    """Let the period of a petition that is bound no more name the petition on the board."""
    petition, clock = reference.petition, reference.legal_clock
    if petition is not None and clock is not None:
        relabel_clocks(
            bureau_id=clock.bureau_id,
            old_ref=clock.subject_ref,
            subject=petition_subject(petition),
            only=clock,
        )


def _ends_period(reference: Reference, officer: Officer, now: datetime) -> bool:
    """Tell whether an answer is owed here and it is not the officer's own slip of today."""
    clocks = (reference.clock, reference.legal_clock)
    if not any(clock and clock.state == ClockState.RUNNING for clock in clocks):
        return False
    same_day = localdate(reference.bound_at, LOCAL) == localdate(now, LOCAL)
    return not (same_day and reference.bound_by_id == officer.pk)


@transaction.atomic
def reveal_identity(
    *, reference: Reference, reason: str, officer: Officer, now: datetime
) -> str:
    """Show who a reference came from, once, to somebody who says why; that is recorded.

    Raises:
        Refused: If no reason is given, nothing is kept, the officer belongs to a unit that
            the incident concerns or the petition went to, or stands in for somebody of one,
            or the secret is another one.
    """
    if not reason.strip():
        raise Refused(_("请填写查看理由。"))
    if reference.petition is not None:
        refuse_diverted(reference.petition)
    family = family_of(reference.incident.current)  # merged, both are one matter
    concerned = ConcernedUnit.objects.filter(incident_id__in=family)
    behind = units_behind(officer, now)
    # The body that a petition went to is often the one that it is about.
    competent = None if reference.petition is None else reference.petition.competent_id
    if competent in behind or concerned.filter(unit_id__in=behind).exists():
        raise Refused(_("涉事单位人员及其代行人不得查看来件人信息。"))
    if reference.identity_key is None or reference.identity is None:
        raise Refused(_("未登记来件人信息，或已销毁。"))
    sealed = Sealed(bytes(reference.identity_key), bytes(reference.identity))
    try:
        text = open_sealed(reference.bureau_id, sealed).decode()
    except CannotOpen:
        raise Refused(_("无法打开：本机密钥与登记时不同。请联系系统管理员。")) from None
    why = mask_text(reason, MAX_LINE)
    record(reference, "reference.revealed", officer, now, reason=why)
    return text


def claim_reference(reference: Reference, revision: int | None) -> None:
    """Move a reference on if it is as the officer saw it.

    Raises:
        Refused: If the binding was taken back, or its petition is diverted.
        Stale: If somebody acted on it since.
    """
    if reference.petition is not None:
        refuse_diverted(reference.petition)
    if claim_row(reference, revision, unbound_at__isnull=True):
        return
    reference.refresh_from_db()
    if reference.unbound_at is not None:
        raise Refused(_("关联已取消。"))
    raise Stale(_("他人已先行登记联系，本次登记未生效。请核对最新内容后重新提交。"))
