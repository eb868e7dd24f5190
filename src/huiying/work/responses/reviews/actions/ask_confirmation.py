"""沟通确认: send exactly these words to another agency by a signed link (Art. 8).

In:   an open draft with nothing missing, the agency.    Out:  a confirmation with its clock.
Cost: about six writes, and one message per channel of the agency.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit, UnitKind
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.links import make_link
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_of
from huiying.base.refused_text import refuse_removal_request
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.policy.time.deadlines import CONFIRMATION
from huiying.policy.time.zone import LOCAL
from huiying.work.responses.checks.all_checks import blocking
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.confirmations.record import ABOUT, record_confirmation
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.exceptions import NotReady
from huiying.work.responses.core.models import OPEN_STATES, Draft, DraftState

PURPOSE = "confirmation"
LINK_PATH = "/k/{token}/"  # web/links/urls.py; a test holds the two together
LINK_LIFETIME = timedelta(days=7)


@transaction.atomic
def ask_confirmation(
    *, draft: Draft, unit: Unit, revision: int, officer: Officer, now: datetime
) -> Confirmation:
    """Ask an agency about the words as they stand.

    Raises:
        PermissionDenied: If the officer may not draft.
        NotReady: If the draft still lacks something: what is asked about must be complete.
        Stale: If somebody changed the draft since ``revision``.
        Refused: If it is not open, the unit is no outside agency of the bureau, or it was
            asked about these words already, or they ask for a removal.
    """
    require(officer, Capability.DRAFT)
    draft = _locked(draft, revision)
    if unit.bureau_id != draft.bureau_id or unit.kind != UnitKind.AGENCY or not unit.active:
        raise Refused(_("只向外单位沟通确认。"))
    if missing := blocking(draft, now):
        raise NotReady(missing)
    standing = draft.confirmations.exclude(state=ConfirmationState.VOID)
    if standing.filter(unit=unit).exists():
        raise Refused(_("已就本稿征求%(unit)s确认。") % {"unit": unit.name})
    content = content_of(draft)
    refuse_removal_request(*(text for text in content.values() if isinstance(text, str)))
    number = take_number(
        bureau_id=draft.bureau_id, kind="confirmation", year=now.astimezone(LOCAL).year
    )
    row = Confirmation.objects.create(
        bureau_id=draft.bureau_id,
        number=f"Q{number}",
        draft=draft,
        unit=unit,
        content=content,
        content_hash=hash_of_content(content),
        requested_by=officer,
        requested_at=now,
        clock=_clock(draft, unit, now),
    )
    _send(row, now)
    record_confirmation(row, "confirmation.asked", officer, now)
    return row


def _locked(draft: Draft, revision: int) -> Draft:
    """Hold the draft, so that no edit slips in between the hash and the question."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related(
        "answer__incident__merged_into", "answer__speaker", "answer__bureau"
    )
    held = rows.get(pk=draft.pk)
    if held.state not in OPEN_STATES:
        label = DraftState(held.state).label
        raise Refused(_("该回应当前状态为“%(state)s”，不能办理此操作。") % {"state": label})
    if held.revision != revision:
        raise Stale(_("回应稿已被他人更新，本次未发送。请核对最新内容后重新提交。"))
    return held


def _clock(draft: Draft, unit: Unit, now: datetime) -> Clock:
    incident = draft.answer.incident
    book = book_of(draft.bureau_id, now)
    return start_clock(
        bureau_id=draft.bureau_id,
        kind="confirmation",
        name="沟通确认",
        rule=book.deadline(CONFIRMATION),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(draft.bureau_id),
        subject=ClockSubject(
            "incident", incident.number, incident.title, incident.grade_in_force
        ),
        holder=Holder(unit.name, unit=unit),
        now=now,
    )


def _send(row: Confirmation, now: datetime) -> None:
    """Queue one message per channel of the agency, each with a link of its own."""
    for channel in channels_of(row.unit):
        token = make_link(
            bureau_id=row.bureau_id,
            purpose=PURPOSE,
            about_ref=row.number,
            unit=row.unit,
            now=now,
            lifetime=LINK_LIFETIME,
            channel=channel,
        )
        link = f"{settings.PUBLIC_URL.rstrip('/')}{LINK_PATH.format(token=token)}"
        queue_message(
            bureau_id=row.bureau_id,
            channel=channel,
            key=f"{ABOUT}:{row.number}:{channel.pk}",
            subject=house_text("【请确认 %(number)s】拟公开的一份回应")
            % {"number": row.number},
            body="\n".join(
                [
                    house_text("拟公开的一份回应涉及%(unit)s，请确认文字是否准确一致。")
                    % {"unit": row.unit.name},
                    house_text("请通过链接查看全文并答复（仅可答复一次，请勿转发）：%(link)s")
                    % {"link": link},
                ]
            ),
            about=About(ABOUT, row.number),
            urgent=row.draft.answer.incident.grade_in_force >= Grade.MAJOR,
            now=now,
        )
