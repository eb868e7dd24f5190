"""Register a community: posts that name it are shown under it once a second person agrees.

In:   a bureau, the name of a place or a topic.    Out:  the community, waiting or on the list.
Cost: two writes; about 2 ms for the look at the name.

A nickname can read like a place: hence the second person. Until then the record has no name.
Posts that came before stay *other*: what they named was not stored.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused
from huiying.base.search.personal import personal_kind_of_place
from huiying.policy.rulebook.platforms import OTHER, fold_name
from huiying.work.collection.communities.models import MAX_NAME_CHARS, Community

LEAST_NAME_CHARS = 2


@transaction.atomic
def register_community(
    *, bureau: Bureau, name: str, actor: Officer | Actor, now: datetime
) -> Community:
    """Register a community; what an officer registers waits for a second person.

    Args:
        actor: Who registers it; what the system itself registers is on the list at once.

    Raises:
        Refused: If the name looks like a person, cannot be one, or is listed.
    """
    name = " ".join(name.split())
    if not LEAST_NAME_CHARS <= len(name) <= MAX_NAME_CHARS or name.casefold().startswith(OTHER):
        raise Refused(_("名称须为 2 至 %(most)s 个字。") % {"most": MAX_NAME_CHARS})
    _refuse_person(name, bureau)
    officer = actor if isinstance(actor, Officer) else None
    confirmed_at = None if officer else now
    try:
        with transaction.atomic():
            row = Community.objects.create(
                bureau=bureau,
                name=name,
                key=fold_name(name),
                registered_at=now,
                registered_by=officer,
                confirmed_at=confirmed_at,
            )
    except IntegrityError:
        raise Refused(_("名单里已有“%(name)s”，或在等确认。") % {"name": name}) from None
    record(row, "community.asked" if officer else "community.registered", actor, now)
    return row


def _refuse_person(name: str, bureau: Bureau) -> None:
    """Refuse what a search refuses."""
    kind = personal_kind_of_place(name, bureau.district)
    if kind == "name":
        raise Refused(
            _(
                "社区名单只登记地方和主题，不登记个人：输入内容疑似姓名。属地方的，"
                "请写全称，如“某某小区”“某某论坛”。"
            )
        )
    if kind is not None:
        raise Refused(
            _("社区名单只登记地方和主题，不登记个人：输入内容含账号、电话、证件号或住址。")
        )
