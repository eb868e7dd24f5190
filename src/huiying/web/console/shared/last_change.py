"""Name the last change of a row to whoever submits a stale form.

In:   why an act was not done, what it was about, the moment.    Out:  one text.
Cost: one query, only when the form was stale.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from huiying.base.audit.queries import timeline
from huiying.base.audit.subjects import Subject
from huiying.base.errors import Stale
from huiying.jobs import clock
from huiying.web.console.shared.records.sentences import record_sentence
from huiying.web.shared.time_words import moment_text, sentences
from huiying.work.casework.notices.models import Notice
from huiying.work.casework.verification.models import Docket
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.versions import last_version

Failed = TypeVar("Failed", bound=Exception)
LastChange = Callable[[], str]


def is_stale(error: Exception) -> bool:
    """Tell whether an act was not done because somebody was faster."""
    return isinstance(error, Stale)


def explain_stale_topic(error: Failed, *, bureau_id: int, topic: str, now: datetime) -> Failed:
    """Return the error; a stale one also says the last change that is in the record."""
    return explain_stale(
        error, lambda: last_change_of(bureau_id, Subject("", "", "", topic), now)
    )


def explain_stale(error: Failed, late: LastChange, *, behind: bool = False) -> Failed:
    """Return the error; a stale one also says who was faster, and that no word is lost.

    Args:
        behind: The form was made from an older revision, so whatever stood in the way is new.
    """
    change = late() if behind or is_stale(error) else ""
    if not change:
        return error
    return type(error)(sentences(str(error), change))


def last_change_of(bureau_id: int, about: Subject, now: datetime) -> str:
    """Say the last record about something; of a subject without a name, of its topic."""
    rows = timeline(bureau_id=bureau_id, topic=about.topic)
    if about.ref:
        rows = rows.filter(kind=about.kind, ref=about.ref)
    last = rows.first()
    return "" if last is None else change_text(last.at, record_sentence(last), now)


def change_text(at: datetime, what: str, now: datetime) -> str:
    """Say one change with its moment."""
    return _("最近更新：%(at)s %(what)s。输入内容保留在下方。") % {
        "at": moment_text(at, now),
        "what": what,
    }


def incident_topic(incident: Incident) -> str:
    """Return the topic of an incident, or of what it became by merging."""
    return incident.current.audit_topic


def last_change_of_notice(notice: Notice) -> LastChange:
    """Return who last acted on a notice."""
    return lambda: last_change_of(notice.bureau_id, notice.audit_subject(), clock.now())


def last_change_of_docket(docket: Docket) -> LastChange:
    """Return who last acted on a docket."""
    return lambda: last_change_of(docket.bureau_id, docket.audit_subject(), clock.now())


def last_change_of_draft(draft: Draft) -> LastChange:
    """Return who last changed the words of a draft, or acted on it; whatever came last."""
    return lambda: _draft_change(draft)


def _draft_change(draft: Draft) -> str:
    about, saved = draft.audit_subject(), last_version(draft)
    rows = timeline(bureau_id=draft.bureau_id, topic=about.topic)
    acted = rows.filter(kind=about.kind, ref=about.ref).first()
    if saved is not None and (acted is None or saved.at > acted.at):
        who = saved.officer.name or saved.officer.username
        return change_text(saved.at, _("%(who)s改过这份稿") % {"who": who}, clock.now())
    return "" if acted is None else change_text(acted.at, record_sentence(acted), clock.now())
