"""写入回应稿 of a prepared answer: the officer goes on in the draft."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.shared.acts import redirect_done, redirect_refused
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.shared.requests import OfficerRequest
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.prevention.decisions.actions.insert_answer import insert_answer


@require_POST
def insert(request: OfficerRequest, incident: str, key: str) -> HttpResponse:
    """Append an answer that the officer sees on the incident page to its draft."""
    row = incident_for(request.user, incident, to=Capability.DRAFT)
    require(request.user, Capability.SEE_POSTS)
    try:
        draft = insert_answer(incident=row, key=key, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, part_url(incident, "prevention"))
    words = _("备答内容已写入回应稿末尾，请改写并逐句关联依据。")
    return redirect_done(request, words, resolve_url("console:draft", draft.pk))
