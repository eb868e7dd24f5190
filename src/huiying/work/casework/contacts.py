"""What the acts of liaison share: the clock of the next talk, texts without names, records.

In:   an office, what an officer or an agency typed.    Out:  clocks, clean texts, records.
Cost: one clock and one audit record at most.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huiying.base.accounts.models import Officer, Unit, UnitKind
from huiying.base.accounts.queries import actor_of
from huiying.base.audit.actions.append import Actor, Subject, append
from huiying.base.audit.kept import kept
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.engine.masking import mask
from huiying.policy.calendar import end_of_day
from huiying.policy.deadlines import LIAISON
from huiying.policy.offline import FOLLOW_UP
from huiying.policy.secrecy import mark_in
from huiying.work.casework.models import Lead, LiaisonDesk, Share
from huiying.work.incidents.exceptions import CannotDecide

SUBJECT_KIND = "liaison"
CLOCK_NAME = "定期联络"
DESK = Holder("值班员")
SCHEMES = ("http://", "https://")
LINK_CHARS = 500


def refuse_classified(*texts: str) -> None:
    """Refuse what carries a mark such as 机密★10年; nothing of it is kept.

    Raises:
        CannotDecide: With what to do instead.
    """
    if any(mark_in(text) for text in texts):
        raise CannotDecide(
            _(
                "这段文字带有密级标志，没有存下。涉密信息不上网：请从本机删去，"
                "经涉密渠道办理，并告知本局保密工作人员。"
            )
        )


def clean(text: str, most: int, missing: str = "") -> str:
    """Return a text of people without personal data.

    Args:
        most: Characters that are kept at most; a longer text is refused.
        missing: The sentence when nothing is left; "" = it may be empty.

    Raises:
        CannotDecide: If it is empty and must not be, too long, or marked as classified.
    """
    refuse_classified(text)
    words = mask(text.replace("\r\n", "\n").strip()).text
    if not words and missing:
        raise CannotDecide(missing)
    if len(words) > most:
        raise CannotDecide(_("最多 %(most)s 字，现在 %(here)s 字。")
                           % {"most": most, "here": len(words)})  # fmt: skip
    return words


def office_name(text: str, most: int = 80) -> str:
    """Return the name of an office or a post.

    Raises:
        CannotDecide: If it is empty, too long or names a person.
    """
    words = " ".join(text.split())
    if not words:
        raise CannotDecide(_("请写明是哪个科室或岗位。"))
    if len(words) > most:
        raise CannotDecide(_("科室或岗位最多 %(most)s 字。") % {"most": most})
    if mask(words).text != words:
        raise CannotDecide(_("请写科室或岗位，不写人名。"))
    return words


def web_address(text: str) -> str:
    """Return an address of the web, or nothing.

    Raises:
        CannotDecide: If it is no address, or too long.
    """
    link = text.strip()
    if link and (not link.startswith(SCHEMES) or " " in link or len(link) > LINK_CHARS):
        raise CannotDecide(_("网址须以 http:// 或 https:// 开头，最多 500 字。"))
    return link


def start_next(desk: LiaisonDesk, since: datetime, now: datetime) -> Clock:
    """Start the time until the next talk, as the rule book in force has it."""
    book = book_of(desk.bureau_id, now)
    return start_clock(
        bureau_id=desk.bureau_id,
        kind="liaison",
        name=CLOCK_NAME,
        rule=book.deadline(LIAISON),
        rule_version=str(book.version),
        starts_at=since,
        calendar=calendar_of(desk.bureau_id),
        subject=ClockSubject(
            SUBJECT_KIND,
            desk.number,
            kept("与%(unit)s%(office)s联络") % {"unit": desk.unit.name, "office": desk.office},
        ),
        holder=DESK,
        now=now,
    )


def start_follow_up(
    desk: LiaisonDesk, words: str, owner: Unit, due: date, now: datetime
) -> Clock:
    """Start the time until what was agreed is done: to the end of the day that was named.

    A unit of the bureau holds it; what an agency is to do, the duty desk sees to.
    """
    return start_clock(
        bureau_id=desk.bureau_id,
        kind=FOLLOW_UP.code.lower(),
        name=FOLLOW_UP.name,
        rule=FOLLOW_UP,
        rule_version=str(book_of(desk.bureau_id, now).version),
        starts_at=now,
        calendar=calendar_of(desk.bureau_id),
        subject=ClockSubject(SUBJECT_KIND, desk.number, f"{owner.name}：{words}"),
        holder=DESK if owner.kind == UnitKind.AGENCY else Holder(owner.name, unit=owner),
        now=now,
        due=end_of_day(due),
    )


def record_desk(
    desk: LiaisonDesk,
    verb: str,
    officer: Officer,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record about an office."""
    append(
        bureau_id=desk.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=Subject("liaison", desk.number, f"{desk.unit.name} {desk.office}"),
        now=now,
        data={"unit": desk.unit.name, "office": desk.office, **(data or {})},
    )


def record_share(
    row: Share | Lead,
    verb: str,
    actor: Actor,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record, on the timeline of the incident."""
    share = row if isinstance(row, Share) else row.share
    kind = "share" if isinstance(row, Share) else "lead"
    incident = share.incident.merged_into or share.incident
    append(
        bureau_id=row.bureau_id,
        actor=actor,
        verb=verb,
        subject=Subject(kind, row.number, incident.title, f"incident:{incident.number}"),
        now=now,
        data={"unit": share.unit.name, **(data or {})},
    )
