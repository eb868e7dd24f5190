"""登记回复: record a reply posted by a responder on an official account, with its address.

The words are those of the release, which were approved; this act has no place for others, and
none for several at once.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.work.collection.core.items import web_address
from huiying.work.incidents.recusals.access import refuse_recused
from huiying.work.responses.core.edition import bump_public_edition
from huiying.work.responses.core.models import Release
from huiying.work.responses.outlets.models import OfficialAccount
from huiying.work.responses.responders.models import Reply
from huiying.work.responses.responders.queries import listed_line_of


@transaction.atomic
def record_reply(
    *,
    release: Release,
    account: OfficialAccount,
    address: str,
    posted_at: datetime,
    officer: Officer,
    now: datetime,
) -> Reply:
    """Record that a release stands on an official account.

    Args:
        address: Where it can be read; on the account's own site.
        posted_at: When it was posted; after the release, not in the future.

    Raises:
        Refused: If the officer is not on the roster, the words are no longer the newest
            version, the account is retired, another bureau's or not confirmed, the place or the
            time cannot be, or the text stands on this account already.
    """
    line = listed_line_of(officer)
    if line is None:
        raise Refused(_("只有公开名单上的回应人员可以登记回复。"))
    refuse_recused(officer, release.answer.incident, to=Capability.PUBLISH)
    newest = release.answer.releases.order_by("-version").first()
    if newest is None or newest.pk != release.pk:
        raise Refused(_("这一版已被更正，请用最新一版回复。"))
    same = officer.bureau_id == release.bureau_id == account.bureau_id
    if not same or not account.own or account.retired_at is not None:
        raise Refused(_("只能用本局登记在用的账号回复。"))
    if account.confirmed_at is None:
        raise Refused(_("该账号尚未经第二人确认，不得在公开页面列出。"))
    _possible(account, address, posted_at, release, now)
    if Reply.objects.filter(release=release, account=account).exists():
        raise Refused(_("同一段文字在同一个账号上只发一次，已经登记过。"))
    reply = Reply.objects.create(
        bureau_id=release.bureau_id,
        release=release,
        responder=line,
        account=account,
        posted_at=posted_at,
        address=address.strip(),
        recorded_at=now,
    )
    bump_public_edition(reply.bureau_id)
    record(release, "reply.recorded", officer, now, account=str(account), address=reply.address)
    return reply


def _possible(
    account: OfficialAccount, address: str, posted_at: datetime, release: Release, now: datetime
) -> None:
    """Refuse a place that is not on the account's site, and a time that cannot be."""
    _url, host = web_address(address)
    if not host:
        raise Refused(_("请写读者能打开的网址。"))
    if host != web_address(account.address)[1]:
        raise Refused(_("网址不属于该账号的网站。"))
    if not release.published_at <= posted_at <= now:
        raise Refused(_("发出的时间须在审定发布之后、现在之前。"))
