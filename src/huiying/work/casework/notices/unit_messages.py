"""Send messages about a notice to a unit's channels, each with its own signed link.

In:   a notice, what to say.    Out:  one queued message per channel.
Cost: two inserts per channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.deliver import drop_messages
from huiying.base.outbox.actions.links import revoke_links
from huiying.base.outbox.linked_papers import LinkedPaper, queue_paper_messages
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.models import Guidance, Notice

PURPOSE = "receipt"
LINK_PATH = "/r/{token}/"  # web/links/urls.py; a test holds the two together


def queue_notice_messages(
    notice: Notice, *, key: str, subject: str, lines: Sequence[str], now: datetime
) -> None:
    """Queue the message of a notice on every active channel of the unit.

    Args:
        key, lines: As ``queue_paper_messages``.
    """
    how = house_text(
        "请打开链接签收、反馈，无需账号；签收或点击“确认收到”后视为送达。"
        "仅限本单位使用，请勿转发：%(link)s"
    )
    paper = LinkedPaper(
        bureau_id=notice.bureau_id,
        unit=notice.unit,
        about=About("notice", notice.number),
        purpose=PURPOSE,
        path=LINK_PATH,
        how=how,
        urgent=notice.incident.grade_in_force >= Grade.MAJOR,
    )
    queue_paper_messages(paper, key=key, subject=subject, lines=lines, now=now)


def withdraw_notice_messages(notice: Notice, now: datetime) -> None:
    """The notice is over for this unit: its links end, and what has not gone out stays here."""
    revoke_links(bureau_id=notice.bureau_id, about_ref=notice.number, now=now)
    drop_messages(bureau_id=notice.bureau_id, about=About("notice", notice.number), now=now)


def guidance_lines(guidance: Guidance | None) -> list[str]:
    """Return the guidance as lines of a message; none when there is no guidance."""
    if guidance is None:
        return []
    parts = (
        (
            house_text("口径（第 %(version)s 版）：") % {"version": guidance.version},
            guidance.agreed_line,
        ),
        (house_text("答问参考："), guidance.brief),
        (house_text("尚未查明、不得对外表述的："), guidance.unknown),
    )
    # A message leaves the house: it names nobody whom the desk named by mistake.
    return [f"{label}{masked_text(text)}" for label, text in parts if text]
