"""联系方式: write how people reach the bureau; the public pages print it at once."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.work.responses.contact_details.models import FIELDS, ContactDetails
from huiying.work.responses.core.edition import bump_public_edition
from huiying.work.responses.core.text import strip_unsafe

GOVERNMENT = ".gov.cn"


@transaction.atomic
def set_contact_details(
    *, revision: int, officer: Officer, now: datetime, **details: str
) -> ContactDetails:
    """Replace the contact details of the officer's bureau.

    Args:
        revision: Of the details that the form was made from; 0 = none were written.
        details: By the names of ``FIELDS``; what is missing becomes empty.

    Raises:
        PermissionDenied: If the officer may not manage the bureau.
        Refused: If the address of the online way is none of a government.
        Stale: If somebody changed the details since.
    """
    require(officer, Capability.MANAGE_PEOPLE)
    values = {name: " ".join(strip_unsafe(details.get(name, "")).split()) for name in FIELDS}
    if values["online"] and not _is_government(values["online"]):
        raise Refused(_("网上信访的网址须以 https:// 开头，域名以 .gov.cn 结尾。未保存。"))
    row, _new = ContactDetails.objects.get_or_create(bureau_id=officer.bureau_id)
    same = ContactDetails.objects.filter(pk=row.pk, revision=revision)
    if same.update(revision=F("revision") + 1, **values) != 1:
        raise Stale(_("联系方式已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))
    changed = [name for name in FIELDS if getattr(row, name) != values[name]]
    row.refresh_from_db()
    bump_public_edition(row.bureau_id)
    written = {name: values[name] for name in changed}
    record(row, "bureau.contact_details_set", officer, now, changed=written)
    return row


def _is_government(address: str) -> bool:
    """Tell whether readers may be sent to an address as to a lawful way."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = not parts.username and not parts.password
    return parts.scheme == "https" and plain and host.endswith(GOVERNMENT)
