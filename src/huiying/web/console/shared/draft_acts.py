"""Who was faster on a notice, a docket, a draft: for forms that came too late.

In:   the row, the moment.    Out:  a sentence, "" when nothing is on record; a draft's acts.
Cost: one or two queries, asked only when a form was stale.
"""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse

from huiying.web.console.shared.acts import ActText, Outcome, carry_out
from huiying.web.console.shared.last_change import (
    last_change_of_draft,
)
from huiying.work.responses.core.models import Draft


def carry_out_on_draft(
    request: HttpRequest,
    form: Form,
    text: ActText,
    draft: Draft,
    perform: Callable[[], Outcome],
) -> HttpResponse:
    """Do as ``carry_out`` with an act on a draft; who was faster is said to who comes late."""
    late = last_change_of_draft(draft)
    return carry_out(request, form, text, draft.revision, perform, last_change=late)
