"""Tell whoever comes late what was changed meanwhile, by whom and when.

In:   why an act was not done, the topic of the record, the moment.    Out:  one text.
Cost: one query, only when the form was stale.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from huiying.base.audit.queries import timeline
from huiying.web.console.record.words import sentence
from huiying.web.words import moment_text
from huiying.work.incidents.exceptions import Stale
from huiying.work.responses.exceptions import Stale as StaleAnswer

Failed = TypeVar("Failed", bound=Exception)


def with_last_change(error: Failed, *, bureau_id: int, topic: str, now: datetime) -> Failed:
    """Return the error; a stale one also says the last change that is in the record."""
    if not isinstance(error, Stale | StaleAnswer):
        return error
    last = timeline(bureau_id=bureau_id, topic=topic).first()
    if last is None:
        return error
    changed = _("最近的改动：%(at)s %(what)s。你输入的文字还在下面。") % {
        "at": moment_text(last.at, now),
        "what": sentence(last),
    }
    return type(error)(f"{error} {changed}")
