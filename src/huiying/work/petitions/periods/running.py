"""What the steps of the legal periods share: the running period, days, the next period.

In:   a petition, a day, a rule.    Out:  its running clock, moments, the next clock.
Cost: no query but those of the clocks.

A period begins with the subject of the one before: a petition that is joined to an incident
stays on the incident's board, whoever takes the next step from which page.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils.translation import gettext as _

from huiying.base.audit.masked_text import masked_text
from huiying.base.clocks.actions.start import ClockSubject, Holder
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.models import Retention
from huiying.policy.time.deadlines import DeadlineRule
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.core.clocks import start_petition_clock
from huiying.work.petitions.core.models import Petition, PetitionFile

MAX_AGE_DAYS = 366
MAX_REASON = 400
LATE_DAYS = 3
"""A step recorded more days than this after its day says why."""


def running_period(petition: Petition, code: str, otherwise: str) -> Clock:
    """Return the running clock of a rule.

    Raises:
        Refused: If another one runs or none (``otherwise``), or it stands still by law.
    """
    clock = petition.clock
    runs = clock is not None and clock.state == ClockState.RUNNING and clock.rule_code == code
    if clock is None or not runs:
        raise Refused(otherwise)
    if clock.paused_at is not None:
        raise Refused(_("期限依法暂停中，请先恢复。"))
    return clock


def start_next(
    petition: Petition, rule: DeadlineRule, at: datetime, holder: Holder, now: datetime
) -> Clock:
    """Start the period that follows the one that ended; it is about the same subject."""
    before = petition.clock
    subject = (
        None
        if before is None
        else ClockSubject(
            before.subject_kind,
            before.subject_ref,
            before.subject_label,
            before.subject_grade,
            before.subject_proposed,
        )
    )
    return start_petition_clock(petition, rule, at, holder, now, subject=subject)


def start_of_day(day: date, now: datetime) -> datetime:
    """Return the first moment of a local day.

    Raises:
        Refused: If it is ahead, or older than a year.
    """
    ago = (day_of(now) - day).days
    if not 0 <= ago <= MAX_AGE_DAYS:
        raise Refused(_("日期不得晚于今日，也不得早于一年前。"))
    return datetime.combine(day, time(0), LOCAL)


def day_of(moment: datetime) -> date:
    """Return the local day of a moment: a step on the day of the one before is in order."""
    return moment.astimezone(LOCAL).date()


def reason_of_late_record(day: date, reason: str, now: datetime) -> dict[str, str]:
    """Return why a step is recorded so late, for the record; nothing for one in time.

    Raises:
        Refused: If it is late and no reason is given: an older day ends one period earlier
            than it ended, perhaps in time when it was not.
    """
    if (day_of(now) - day).days <= LATE_DAYS:
        return {}
    why = line_of(reason)
    if not why:
        raise Refused(
            _("日期早于 %(days)d 天前的，请填写补登理由和依据材料。") % {"days": LATE_DAYS}
        )
    return {"reason": why}


def keep_paper(
    petition: Petition, day: date, paper: WrittenFile | None, now: datetime
) -> dict[str, str]:
    """Keep the paper that shows the day of a step; return its hash for the record.

    Raises:
        Refused: If the day is not today and there is no paper: a date alone proves nothing.
    """
    if paper is None:
        if day < day_of(now):
            raise Refused(
                _("日期早于今日的，须附能证明该日期的材料扫描件，如收发登记、告知书。")
            )
        return {}
    file = keep_file(
        bureau_id=petition.bureau_id, written=paper, retention=Retention.THIRTY_YEARS, now=now
    )
    PetitionFile.objects.create(
        bureau_id=petition.bureau_id, petition=petition, file=file, at=now
    )
    return {"paper": file.sha256}


def line_of(text: str) -> str:
    """Return a reason as one line without personal data, at most 400 characters."""
    return masked_text(" ".join(text.split()))[:MAX_REASON]
