"""Who was faster on a notice, a docket, a draft: for forms that came too late.

In:   the row, the moment.    Out:  a sentence, "" when nothing is on record; a draft's acts.
Cost: one or two queries, asked only when a form was stale.
"""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiying.base.audit.queries import timeline
from huiying.jobs import clock
from huiying.web.console.acts import Asked, Told, carry_out
from huiying.web.console.record.words import sentence
from huiying.web.console.stale import Late, change_words, last_change
from huiying.work.casework.delivery import subject_of
from huiying.work.casework.dockets import Docket
from huiying.work.casework.procedure import incident_now
from huiying.work.casework.queries import Notice
from huiying.work.casework.verification import subject_of_docket
from huiying.work.incidents.queries import Incident
from huiying.work.responses.drafting import subject_of_draft
from huiying.work.responses.exceptions import CannotAnswer
from huiying.work.responses.queries import Draft
from huiying.work.responses.versions import last_version


def topic_of(incident: Incident) -> str:
    """Return the topic of an incident, or of what it became by merging."""
    return f"incident:{incident_now(incident).number}"


def on_notice(notice: Notice) -> Late:
    """Return who last acted on a notice."""
    return lambda: last_change(notice.bureau_id, subject_of(notice), clock.now())


def on_docket(docket: Docket) -> Late:
    """Return who last acted on a docket."""
    return lambda: last_change(docket.bureau_id, subject_of_docket(docket), clock.now())


def on_draft(draft: Draft) -> Late:
    """Return who last changed the words of a draft, or acted on it; whatever came last."""
    return lambda: _draft_words(draft)


def act_on_draft(
    request: HttpRequest, form: Form, asked: Asked, draft: Draft, deed: Callable[[], Told]
) -> HttpResponse:
    """Do as ``carry_out`` with an act on a draft; who was faster is said to who comes late."""
    late = on_draft(draft)
    return carry_out(
        request, form, asked, draft.revision, deed, refusals=CannotAnswer, late=late
    )


def _draft_words(draft: Draft) -> str:
    about, saved = subject_of_draft(draft), last_version(draft)
    rows = timeline(bureau_id=draft.bureau_id, topic=about.topic)
    acted = rows.filter(kind=about.kind, ref=about.ref).first()
    if saved is not None and (acted is None or saved.at > acted.at):
        who = saved.officer.name or saved.officer.username
        return change_words(saved.at, _("%(who)s改过这份稿") % {"who": who}, clock.now())
    return "" if acted is None else change_words(acted.at, sentence(acted), clock.now())
