"""Confirm that a registered community is a place or a topic, or refuse it.

In:   a community that waits, who looked at its name.    Out:  it is on the list, or gone.
Cost: two writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.work.collection.communities.models import Community


@transaction.atomic
def confirm_community(*, community: Community, officer: Officer, now: datetime) -> None:
    """Put a community that somebody else registered on the list.

    Raises:
        PermissionDenied: If the officer may not manage sources.
        Refused: If he registered it, or acts for who did, or it does not wait any more.
    """
    require(officer, Capability.MANAGE_SOURCES)
    first, since = community.registered_by, community.registered_at
    if first is not None and not is_second_person(officer, first, since=since, now=now):
        raise Refused(_("登记人不得自行确认，须由另一人确认。"))
    waiting = Community.objects.filter(pk=community.pk, confirmed_at__isnull=True)
    if waiting.update(confirmed_at=now) != 1:
        raise _decided()
    community.confirmed_at = now
    record(community, "community.confirmed", officer, now)


@transaction.atomic
def refuse_community(*, community: Community, officer: Officer, now: datetime) -> None:
    """Take a community that waits away; its name stays nowhere.

    Raises:
        PermissionDenied: If the officer may not manage sources.
        Refused: If it does not wait any more.
    """
    require(officer, Capability.MANAGE_SOURCES)
    subject = Community(pk=community.pk, bureau_id=community.bureau_id)
    deleted, _each = Community.objects.filter(
        pk=community.pk, confirmed_at__isnull=True
    ).delete()
    if deleted != 1:
        raise _decided()
    record(subject, "community.refused", officer, now)


def _decided() -> Refused:
    return Refused(_("该社区已确认，或未通过。"))
