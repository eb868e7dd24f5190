"""The rule book: every number with its basis, in any version."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.base.rulebook.access import version_for
from huiying.base.rulebook.actions.set_media import set_media
from huiying.base.rulebook.queries import book_of, draft_of, version_book, waiting_version
from huiying.jobs import clock
from huiying.policy.rulebook.data import InvalidRuleBook
from huiying.web.console.rulebook.book_rows import book_page
from huiying.web.console.rulebook.media_form import MediaForm
from huiying.web.console.shared.acts import ActText, redirect_done, show_form, show_refusal
from huiying.web.console.shared.rulebook_words import (
    problem_text,
)
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version


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


@form_page
def media(request: OfficerRequest) -> HttpResponse:
    """Change the table of media: a new version of the rule book takes effect at once."""
    require(request.user, Capability.MANAGE_RULES)
    now = clock.now()
    book = book_of(request.user.bureau_id, now)
    back = reverse("console:rules") + "#h-media"
    text = ActText(
        title=_("修改媒体层级"),
        lead=_("媒体分按最高的层级计。子域名随上级域名；名称要与来源、渠道或版块的全名一致。"),
        safe=_("保存后成为规则书的新版本，写入记录。已定的等级不变。"),
        submit=_("保存为新版本"),
        back=back,
    )
    form = MediaForm(request.POST or None, tiers=book.media_tiers)
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, book.version)
    tiers = form.tiers
    try:
        adopted = set_media(
            bureau=request.user.bureau,
            tiers=tiers,
            shown_version=submitted_version(request),
            actor=request.user.audit_actor(),
            now=now,
        )
    except Refused as error:
        return show_refusal(request, form, text, book.version, error)
    except InvalidRuleBook as error:
        for problem in error.problems:
            entry = problem.path.partition("/")[2]
            form.add_error(tiers.get(entry), f"“{entry}”：{problem_text(problem)}")
        return show_form(request, form, text, book.version, status=409)
    if adopted is None:
        return redirect_done(request, _("没有改动。"), back)
    return redirect_done(
        request, _("已保存，成为规则书第 %(n)s 版。") % {"n": adopted.version}, back
    )
