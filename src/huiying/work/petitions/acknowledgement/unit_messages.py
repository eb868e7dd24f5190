"""Send the unit that handles a petition word of it, each message with its own signed link.

In:   a petition, what to say.    Out:  one queued message per channel.
Cost: two inserts per channel.

A message names number and kind, never the title: it leaves the house.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from huiying.base.accounts.core.models import Unit
from huiying.base.audit.house_text import house_text
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.deliver import drop_messages
from huiying.base.outbox.actions.links import revoke_links
from huiying.base.outbox.linked_papers import LinkedPaper, queue_paper_messages
from huiying.policy.petitions.kinds import PetitionKind
from huiying.work.petitions.core.models import Petition

PURPOSE = "petition"
LINK_PATH = "/r/{token}/petition/"  # web/links/urls.py; a test holds the two together


def message_forwarded(petition: Petition, unit: Unit, now: datetime) -> None:
    """Tell the unit that a petition was forwarded to it, and how it acknowledges it."""
    due = petition.result_due
    queue_petition_messages(
        petition,
        unit,
        key=f"forwarded:{petition.revision}",
        subject=house_text("【信访转办 %(number)s】%(kind)s") % _named(petition),
        lines=[
            house_text("请%(unit)s签收并办理信访事项 %(number)s。")
            % {"unit": unit.name, "number": petition.number},
            house_text("反馈结果的日期：%(day)s") % {"day": due.isoformat()} if due else "",
        ],
        now=now,
    )


def queue_petition_messages(
    petition: Petition,
    unit: Unit,
    *,
    key: str,
    subject: str,
    lines: Sequence[str],
    now: datetime,
) -> None:
    """Queue a message on every active channel of the unit.

    Args:
        key: Of the step; with number and channel it makes a second queueing a no-op.
    """
    paper = LinkedPaper(
        bureau_id=petition.bureau_id,
        unit=unit,
        about=About("petition", petition.number),
        purpose=PURPOSE,
        path=LINK_PATH,
        how=house_text(
            "请打开链接签收，无需账号；内容请登录系统查看。仅限本单位使用，请勿转发：%(link)s"
        ),
        urgent=False,
    )
    queue_paper_messages(
        paper,
        key=f"petition:{petition.number}:{key}",
        subject=subject,
        lines=[*lines, _due_line(petition)],
        now=now,
    )


def withdraw_petition_messages(petition: Petition, now: datetime) -> None:
    """It is no longer that unit's: its links end, and what has not gone out stays here."""
    revoke_links(bureau_id=petition.bureau_id, about_ref=petition.number, now=now)
    about = About("petition", petition.number)
    drop_messages(bureau_id=petition.bureau_id, about=about, now=now)


def _named(petition: Petition) -> dict[str, str]:
    kind = house_text(PetitionKind(petition.kind).label)
    return {"number": petition.number, "kind": kind}


def _due_line(petition: Petition) -> str:
    if petition.clock is None:
        return ""
    due = timezone.localtime(petition.clock.due_at).strftime("%Y-%m-%d %H:%M")
    return house_text("时限：%(due)s") % {"due": due}
