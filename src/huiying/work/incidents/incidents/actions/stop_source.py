"""Stop collecting from a source: at once and told, or by a second signature.

In:   a source, why, until when.    Out:  the source paused; a request, or none.
Cost: one query over the posts of a week, a few writes.

Alarms come from posts: who stops a source that feeds a running incident, or stops any source
for good, does harm before anybody could look. The rest is taken back by one click.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import tell_of_change
from huiying.base.personnel.actions.change_setting import (
    Setting,
    State,
    ask_change,
    checked_reason,
    setting_kind,
)
from huiying.base.personnel.models import SettingChange
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.collection.sources.actions.pause_source import pause_source
from huiying.work.collection.sources.models import Source
from huiying.work.incidents.incidents.queries import feeds_running_matters

FED_WITHIN = timedelta(days=7)
LONGEST = timedelta(days=30)


@transaction.atomic
def stop_source(
    *,
    source: Source,
    reason: str,
    until: datetime | None,
    officer: Officer,
    now: datetime,
) -> SettingChange | None:
    """Pause a source; collecting begins again by itself at ``until``.

    Args:
        until: At most 30 days ahead; None = for good.

    Returns:
        The request that waits for a second person: of a source that within seven days brought
        posts of a matter that is not settled, and of one that is stopped for good. Otherwise
        None: it is paused, and the leader, the office and who is on duty are told.

    Raises:
        PermissionDenied: If the officer manages no sources.
        Refused: If the reason says nothing, or the end is past or too far.
    """
    require(officer, Capability.MANAGE_SOURCES)
    why = checked_reason(reason)
    if until is not None and not now < until <= now + LONGEST:
        raise Refused(_("恢复时间须在今后 30 日内；不再使用的，不填恢复时间。"))
    if not source.active:
        return None
    if until is None or feeds_running_matters(source, since=now - FED_WITHIN):
        return ask_change(
            SOURCE_KIND,
            SOURCE,
            target_id=source.pk,
            name=source.name,
            after={"active": False, "until": until.isoformat() if until else ""},
            reason=why,
            by=officer,
            now=now,
        )
    actor = officer.audit_actor()
    pause_source(source=source, reason=why, actor=actor, now=now, until=until)
    told = Reason(
        "alarms.source_paused",
        {
            "name": source.name,
            "by": officer.name,
            "until": f"{localtime(until, LOCAL):%m-%d %H:%M}",
            "reason": why,
        },
    )
    about = About("source", f"source:{source.pk}")
    tell_of_change(reason=told, about=about, by=officer, now=now)
    return None


def _state(pk: int) -> State:
    row = Source.objects.get(pk=pk)
    return {
        "active": row.active,
        "until": row.paused_until.isoformat() if row.paused_until else "",
    }


def _apply(change: SettingChange, officer: Officer, now: datetime) -> None:
    until = change.after["until"]
    pause_source(
        source=Source.objects.get(pk=change.target_id),
        reason=change.reason,
        actor=officer.audit_actor(),
        now=now,
        until=datetime.fromisoformat(until) if until else None,
    )


SOURCE = Setting("source", _state, _apply)
SOURCE_KIND = setting_kind("source-pause", SOURCE)
