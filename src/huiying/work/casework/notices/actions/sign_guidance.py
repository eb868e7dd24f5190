"""签收口径: a unit acknowledges a version of the guidance, with the notice or after it.

In:   a notice, the version that the officer was shown.    Out:  a signed receipt.
Cost: a few writes; a conditional UPDATE decides when two officers sign at once.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.signatory import Signatory, officer_signatory
from huiying.work.casework.notices.guidance import (
    guidance_for_notice,
    open_guidance_receipt,
    stop_guidance_clock,
)
from huiying.work.casework.notices.models import GuidanceReceipt, Notice, NoticeState


@transaction.atomic
def sign_guidance(*, notice: Notice, version: int, officer: Officer, now: datetime) -> None:
    """Sign for the version in force.

    Args:
        version: What the officer was shown.

    Raises:
        Refused: If the officer is not of the unit or the notice itself is not signed.
        Stale: If another version is in force by now, or this one is signed already.
    """
    if officer.unit_id != notice.unit_id:
        raise Refused(_("仅%(unit)s人员可签收。") % {"unit": notice.unit.name})
    sign_guidance_alone(notice=notice, version=version, by=officer_signatory(officer), now=now)


def sign_guidance_alone(*, notice: Notice, version: int, by: Signatory, now: datetime) -> None:
    """Sign for the version in force of a notice that is signed; raises as above."""
    if notice.state != NoticeState.SIGNED:
        raise Refused(_("请先签收通报，口径随通报一并签收。"))
    if not sign_current_guidance(notice=notice, shown_version=version, by=by, now=now):
        raise Stale(_("本版口径已签收，本次操作未执行。"))


def sign_current_guidance(
    *, notice: Notice, shown_version: int | None, by: Signatory, now: datetime
) -> bool:
    """Keep that the unit signed for the version in force; False if there is nothing to sign.

    Args:
        shown_version: What was shown, 0 for none; None = the one in force.

    Raises:
        Stale: If another version is in force by now.
    """
    guidance = guidance_for_notice(notice)
    version = guidance.version if guidance else 0
    if shown_version is not None and shown_version != version:
        raise Stale(
            _("口径已修订为第 %(version)s 版，本次未签收。请阅读最新口径后签收。")
            % {"version": version}
        )
    if guidance is None:
        return False
    receipt = open_guidance_receipt(notice, guidance, now)
    waiting = GuidanceReceipt.objects.filter(pk=receipt.pk, signed_at__isnull=True)
    values = {"signed_at": now, "signed_by": by.officer, "signed_label": by.label}
    if waiting.update(**values) != 1:
        return False
    stop_guidance_clock(receipt, now)
    record(notice, "guidance.signed", by, now, unit=notice.unit.name, version=guidance.version)
    return True
