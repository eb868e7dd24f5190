"""分享: share the facts of an incident with an agency, frozen, through a revocable link.

In:   an incident, an agency, what for.    Out:  a share and messages with its link; or its end.
Cost: two inserts per channel, one record.

Looking is counted and told in the record once; it acts upon nothing. The link serves until it
ends, for an agency comes back with what it found; what is handed in is an act of a person.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit, UnitKind
from huiying.base.audit.house_text import house_text
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.deliver import drop_messages
from huiying.base.outbox.actions.links import make_link, revoke_links
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_of
from huiying.base.refused_text import refuse_removal_request
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.core.text import checked_text
from huiying.work.casework.liaison.models import Share, ShareState
from huiying.work.casework.liaison.queries import share_content
from huiying.work.casework.liaison.records import record_share
from huiying.work.incidents.core.models import Incident

LINK_LIFETIME = timedelta(days=14)
PURPOSE = "share"
LINK_PATH = "/s/{token}/"  # web/links/urls.py; a test holds the two together
MAX_PURPOSE, MAX_REASON = 300, 200


@transaction.atomic
def share_facts(
    *, incident: Incident, unit: Unit, purpose: str, officer: Officer, now: datetime
) -> Share:
    """Freeze the facts and send the agency a link to them.

    Raises:
        Refused: If the unit is no agency of this bureau or has no channel, nothing says
            what for, it asks that posts be removed, or the incident was merged or set aside.
    """
    if unit.bureau_id != incident.bureau_id or not unit.active or unit.kind != UnitKind.AGENCY:
        raise Refused(_("仅共享给外单位；本局科室和直属单位请用通报。"))
    if incident.stage in SET_ASIDE:
        raise Refused(_("事件已并入或排除，不再共享。"))
    checked_purpose = checked_text(purpose, MAX_PURPOSE, _("请填写共享目的和对方办理事项。"))
    refuse_removal_request(checked_purpose)
    if not channels_of(unit).exists():
        raise Refused(
            _(
                "%(unit)s无可用消息渠道，链接无法发送。请系统管理员登记渠道；登记、"
                "修改后须另一人确认。"
            )
            % {"unit": unit.name}
        )
    number = take_number(
        bureau_id=incident.bureau_id, kind="share", year=now.astimezone(LOCAL).year
    )
    content = share_content(incident, checked_purpose, now)
    share = Share.objects.create(
        bureau_id=incident.bureau_id,
        number=f"S{number}",
        incident=incident,
        unit=unit,
        purpose=checked_purpose,
        content=content,
        content_hash=hash_of_content(content),
        shared_at=now,
        shared_by=officer,
        ends_at=now + LINK_LIFETIME,
    )
    _send(share, now)
    data = {"hash": share.content_hash, "findings": len(content["findings"])}
    record_share(share, "share.made", officer, now, **data)
    return share


def _send(share: Share, now: datetime) -> None:
    for channel in channels_of(share.unit):
        token = make_link(
            bureau_id=share.bureau_id,
            purpose=PURPOSE,
            about_ref=share.number,
            unit=share.unit,
            now=now,
            lifetime=LINK_LIFETIME,
            channel=channel,
        )
        link = f"{settings.PUBLIC_URL.rstrip('/')}{LINK_PATH.format(token=token)}"
        queue_message(
            bureau_id=share.bureau_id,
            channel=channel,
            key=f"share:{share.number}:{channel.pk}",
            subject=house_text("【情况共享 %(number)s】%(title)s")
            % {"number": share.number, "title": share.incident.title[:60]},
            body="\n".join(
                [
                    house_text("请%(unit)s查阅：%(purpose)s")
                    % {"unit": share.unit.name, "purpose": share.purpose},
                    house_text(
                        "请通过链接查看情况、提交线索（14 天内有效，请勿转发）：%(link)s"
                    )
                    % {"link": link},
                ]
            ),
            about=About("share", share.number),
            urgent=share.incident.grade_in_force >= Grade.MAJOR,
            now=now,
        )


@transaction.atomic
def revoke_share(*, share: Share, reason: str, officer: Officer, now: datetime) -> None:
    """收回: every link to it ends, and what has not gone out stays here.

    Raises:
        Refused: If there is no reason.
        Stale: If it was taken back already.
    """
    why = checked_text(reason, MAX_REASON, _("请填写收回理由。"))
    rows = Share.objects.filter(pk=share.pk, state=ShareState.OPEN)
    if rows.update(state=ShareState.REVOKED, reason=why) != 1:
        raise Stale(_("该共享已收回。"))
    share.refresh_from_db()
    revoke_links(bureau_id=share.bureau_id, about_ref=share.number, now=now)
    drop_messages(bureau_id=share.bureau_id, about=About("share", share.number), now=now)
    record_share(share, "share.revoked", officer, now, reason=why)


@transaction.atomic
def record_opening(*, share: Share, now: datetime, actor: Actor | None = None) -> None:
    """Count that the facts were looked at; the first time is written into the record.

    Args:
        actor: How the record names who looked; None = the link of the share.
    """
    rows = Share.objects.filter(pk=share.pk)
    first = rows.filter(first_opened_at__isnull=True).update(first_opened_at=now) == 1
    rows.update(opened=F("opened") + 1, last_opened_at=now)
    if first:
        by_link = Actor(f"link:{share.number}", share.unit.name)
        record_share(share, "share.opened", actor or by_link, now)
