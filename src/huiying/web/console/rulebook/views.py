"""The rule book: every number with its basis, in any version."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.rulebook.access import version_for
from huiying.base.rulebook.queries import book_of, draft_of, version_book, waiting_version
from huiying.jobs import clock
from huiying.web.console.rulebook.book_rows import book_page
from huiying.web.shared.requests import OfficerRequest


@require_GET
def rules(request: OfficerRequest) -> HttpResponse:
    """Show deadlines, grade table, media tiers, delivery proofs and what cannot be edited."""
    require(request.user, Capability.SEE_RULES)
    now = clock.now()
    book = book_of(request.user.bureau_id, now)
    draft = draft_of(request.user.bureau_id)
    context = {
        "book": book_page(book),
        "in_force": True,
        "may_change": may(request.user, Capability.MANAGE_RULES),
        "drafted": len(draft.edits) if draft else 0,
        "drafted_by": draft.edited_by.name if draft else "",
        "waiting": waiting_version(request.user.bureau_id, now),
    }
    return render(request, "console/rulebook/rulebook.html", context)


@require_GET
def version(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one version as it was adopted."""
    row = version_for(request.user, pk, to=Capability.SEE_RULES)
    book = version_book(row.bureau_id, row.version)
    context = {"book": book_page(book) if book else None, "in_force": False}
    return render(request, "console/rulebook/rulebook.html", context)
