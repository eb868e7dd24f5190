"""Tell whoever comes late what was changed meanwhile, by whom and when.

In:   why an act was not done, what it was about, the moment.    Out:  one text.
Cost: one query, only when the form was stale.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from huiying.base.audit.actions.append import Subject
from huiying.base.audit.queries import timeline
from huiying.web.console.record.words import sentence
from huiying.web.words import moment_text, sentences
from huiying.work.incidents.exceptions import Stale
from huiying.work.responses.exceptions import Stale as StaleAnswer

Failed = TypeVar("Failed", bound=Exception)
Late = Callable[[], str]


def is_stale(error: Exception) -> bool:
    """Tell whether an act was not done because somebody was faster."""
    return isinstance(error, Stale | StaleAnswer)


def with_last_change(error: Failed, *, bureau_id: int, topic: str, now: datetime) -> Failed:
    """Return the error; a stale one also says the last change that is in the record."""
    return with_late(error, lambda: last_change(bureau_id, Subject("", "", "", topic), now))


def with_late(error: Failed, late: Late, *, behind: bool = False) -> Failed:
    """Return the error; a stale one also says who was faster, and that no word is lost.

    Args:
        behind: The form was made from an older revision, so whatever stood in the way is new.
    """
    told = late() if behind or is_stale(error) else ""
    if not told:
        return error
    return type(error)(sentences(str(error), told))


def last_change(bureau_id: int, about: Subject, now: datetime) -> str:
    """Say the last record about something; of a subject without a name, of its topic."""
    rows = timeline(bureau_id=bureau_id, topic=about.topic)
    if about.ref:
        rows = rows.filter(kind=about.kind, ref=about.ref)
    last = rows.first()
    return "" if last is None else change_words(last.at, sentence(last), now)


def change_words(at: datetime, what: str, now: datetime) -> str:
    """Say one change with its moment."""
    return _("最近的改动：%(at)s %(what)s。你输入的文字还在下面。") % {
        "at": moment_text(at, now),
        "what": what,
    }
