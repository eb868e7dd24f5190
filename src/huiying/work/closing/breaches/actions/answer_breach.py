"""Acts on a breach: record, explain, decide, appeal, review, refer (Art. 11).

In:   a breach, words.    Out:  an entry that never changes, and where the breach stands now.
Cost: one conditional update, one entry and one audit record.

Three different persons: who records what the machine cannot know, who decides, and who reviews
the appeal; none of them stands in for another. No act here is a penalty.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.second_person import counts_as
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.policy.closing.breaches import (
    BreachKind,
    BreachMove,
    BreachState,
    Verdict,
    appeal_ends,
    next_state,
)
from huiying.policy.core.moves import IllegalMove
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.breaches.models import Breach, BreachEntry
from huiying.work.incidents.core.models import Incident

MAX_WORDS = 400


@transaction.atomic
def record_breach(
    *,
    incident: Incident,
    kind: BreachKind,
    unit: Unit,
    step: str,
    grounds: str,
    officer: Officer,
    now: datetime,
) -> Breach:
    """瞒报、谎报: say it as a person, with grounds; a unit and a step, nobody by name.

    Raises:
        Refused: If the kind is one that is computed, the unit is another bureau's, or step
            or grounds are missing.
    """
    if not kind.found_by_person:
        raise Refused(_("迟报和漏报由系统按记录计算，无需登记。"))
    if unit.bureau_id != incident.bureau_id:
        raise Refused(_("未找到该单位。"))
    what, why = _masked_words(step)[:40], _masked_words(grounds)
    if not what or not why:
        raise Refused(_("请写明环节和依据。"))
    year = now.astimezone(LOCAL).year
    number = f"B{take_number(bureau_id=incident.bureau_id, kind='breach', year=year)}"
    row = Breach.objects.create(
        bureau_id=incident.bureau_id,
        number=number,
        key=f"hand:{number}",
        kind=str(kind),
        incident=incident,
        step=what,
        unit=unit,
        unit_label=unit.name,
        found_at=now,
        grounds=why,
        recorded_by=officer,
    )
    record(row, "breach.recorded", officer, now, reason=why)
    return row


@transaction.atomic
def excuse_breach(*, breach: Breach, text: str, officer: Officer, now: datetime) -> None:
    """说明: the unit says why; it may add to it until it is decided."""
    _add_entry(breach, BreachMove.EXCUSE, text, officer, now)


@transaction.atomic
def decide_breach(
    *,
    breach: Breach,
    verdict: Verdict,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """认定, or after an appeal 复核: what holds, by somebody who had no part in it yet.

    Raises:
        Refused: If it is not at this step, the reason is missing, or the officer recorded
            it, excused it, or decided it before, himself or for somebody who did.
        Stale: If something was said since ``revision``.
    """
    breach.refresh_from_db()
    appealed = breach.state == BreachState.APPEALED
    _refuse_participant(breach, officer, now)
    move = BreachMove.REVIEW if appealed else BreachMove.DECIDE
    _add_entry(breach, move, reason, officer, now, verdict=verdict, revision=revision)


@transaction.atomic
def appeal_breach(*, breach: Breach, text: str, officer: Officer, now: datetime) -> None:
    """申诉: within the days of ``policy.breaches``; somebody else decides it.

    Raises:
        Refused: If nothing was decided, the days are over, or the text is missing.
    """
    breach.refresh_from_db()
    decided = breach.decided_at
    if breach.state == BreachState.DECIDED and decided and now >= appeal_ends(decided):
        raise Refused(_("申诉期已过。"))
    _add_entry(breach, BreachMove.APPEAL, text, officer, now)


@transaction.atomic
def refer_breach(*, breach: Breach, text: str, officer: Officer, now: datetime) -> None:
    """移送: note to which body it was handed, by which document; nothing is sent from here.

    Raises:
        Refused: If it was not upheld, an appeal is open or still possible, or the text is
            missing.
    """
    breach.refresh_from_db()
    if breach.verdict != Verdict.UPHELD:
        raise Refused(_("未认定成立的，不得移送。"))
    open_still = breach.state == BreachState.DECIDED and breach.decided_at is not None
    if open_still and breach.decided_at and now < appeal_ends(breach.decided_at):
        raise Refused(_("申诉期未满，不得移送。"))
    _add_entry(breach, BreachMove.REFER, text, officer, now)


def _add_entry(
    breach: Breach,
    move: BreachMove,
    text: str,
    officer: Officer,
    now: datetime,
    *,
    verdict: Verdict | None = None,
    revision: int | None = None,
) -> None:
    words = _masked_words(text)
    if not words:
        raise Refused(_("请写明理由。"))
    breach.refresh_from_db()
    try:
        state = next_state(BreachState(breach.state), move)
    except IllegalMove as error:
        raise Refused(_("该条当前不在此环节，未作更改。请刷新后查看。")) from error
    if revision is not None and revision != breach.revision:
        raise Stale(_("该条已有新的说明或认定，未作更改。请核对后重新提交。"))
    values: dict[str, object] = {"state": str(state), "revision": F("revision") + 1}
    if verdict is not None:
        values |= {"verdict": str(verdict), "decided_at": now, "decided_by": officer}
    unchanged = Breach.objects.filter(pk=breach.pk, revision=breach.revision)
    if unchanged.update(**values) != 1:
        raise Stale(_("该条已有新的说明或认定，未作更改。请核对后重新提交。"))
    BreachEntry.objects.create(
        bureau_id=breach.bureau_id,
        breach=breach,
        kind=str(move),
        text=words,
        verdict=str(verdict or ""),
        at=now,
        by=officer,
    )
    breach.refresh_from_db()
    data = {"reason": words, "verdict": str(verdict or "")}
    record(breach, f"breach.{_VERBS[move]}", officer, now, **data)


_VERBS = {
    BreachMove.EXCUSE: "excused",
    BreachMove.DECIDE: "decided",
    BreachMove.APPEAL: "appealed",
    BreachMove.REVIEW: "reviewed",
    BreachMove.REFER: "referred",
}


def participants_of(breach: Breach) -> set[int]:
    """Return the keys of those who recorded, excused, decided or appealed a breach."""
    found = set(breach.entries.values_list("by_id", flat=True))
    return found | ({breach.recorded_by_id} if breach.recorded_by_id else set())


def _refuse_participant(breach: Breach, officer: Officer, now: datetime) -> None:
    part = participants_of(breach)
    if part & counts_as(officer, since=breach.found_at, now=now):
        raise Refused(_("曾登记、说明或认定本条的人员及其代行人，不得再认定。"))


def _masked_words(text: str) -> str:
    """Return words without persons: numbers, accounts and names are masked before storage."""
    return masked_text(" ".join(text.split()))[:MAX_WORDS]
