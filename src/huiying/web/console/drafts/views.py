"""The list of answers and the page of one draft."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused, Stale
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.web.console.drafts.forms import WordsForm
from huiying.web.console.drafts.list_rows import list_row
from huiying.web.console.drafts.rows import draft_context
from huiying.web.console.drafts.text_form import (
    comparison_rows,
    stored_form,
    text_form,
    typed_text,
)
from huiying.web.console.registers.register import FILES, may_take, register_file
from huiying.web.console.shared.component_rows import Hides, state_links
from huiying.web.console.shared.last_change import explain_stale, last_change_of_draft
from huiying.web.console.shared.list_tools import Column, file_links, list_tools
from huiying.web.errors.disk_full import STATUS as FULL
from huiying.web.errors.disk_full import add_disk_full_error
from huiying.web.shared.answers import ChangeRow, change_rows
from huiying.web.shared.registers.answers import ANSWERS
from huiying.web.shared.requests import OfficerRequest, submitted_version
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.drafts.access import draft_for
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.drafts.queries import drafts_in_sight, search_drafts
from huiying.work.responses.releases.queries import published_moments, releases_of

PAGE = 20
COLUMNS = (
    Column("title", gettext_lazy("标题"), always=True),
    Column("state", gettext_lazy("当前环节")),
    Column("holder", gettext_lazy("当前经办")),
    Column("saved", gettext_lazy("最近修改")),
    Column("published", gettext_lazy("发布时间")),
)


@require_GET
def response_list(request: OfficerRequest) -> HttpResponse:
    """List the drafts and answers in sight; a search for a person is told why not."""
    require(request.user, Capability.SEE_INCIDENTS)
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    refusal = personal_search_refusal(words)
    everything = drafts_in_sight(request.user)
    searched = everything.none() if refusal else everything
    shown = search_drafts(searched, words=words, state=state)
    if request.GET.get("format") in FILES:
        return register_file(ANSWERS, shown, request.GET["format"], request.user)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    published = published_moments([draft.answer_id for draft in page])
    total, count = everything.count(), page.paginator.count
    context = {
        "page_obj": page,
        "rows": [list_row(draft, request.user, published) for draft in page],
        "q": words,
        "refusal": refusal,
        "states": state_links(DraftState.choices, state),
        "tools": list_tools(
            request,
            "responses",
            COLUMNS,
            files=file_links(request) if may_take(request.user) else (),
        ),
        "hides": Hides(
            _("共 %(total)s 份，显示 %(count)s 份") % {"total": total, "count": count},
            _("未显示 %(hidden)s 份") % {"hidden": total - count} if count < total else "",
            reverse("console:responses") if count < total else "",
            _("全部显示"),
        ),
    }
    return render(request, "console/drafts/drafts.html", context)


@require_GET
def draft_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one draft: may it go out, and what is missing."""
    draft = draft_for(request.user, pk, to=Capability.SEE_INCIDENTS)
    return _page(request, draft, stored_form(draft))


@require_POST
def draft_edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Store the words; a form that is too old keeps what was typed and changes nothing."""
    draft = draft_for(request.user, pk, to=Capability.DRAFT)
    answer = store_words(request, draft)
    if answer is not None:
        return answer
    messages.success(request, _("文字已保存。未公开任何内容。"))
    return redirect("console:draft", pk)


def store_words(request: OfficerRequest, draft: Draft) -> HttpResponse | None:
    """Store what the form of the words sent.

    Returns:
        None when it is stored; else the page that says why not, or what it made void.
    """
    form = text_form(draft, request.POST)
    if not form.is_valid():
        return _page(request, draft, form, status=422)
    typed = typed_text(form, draft)
    revision = submitted_version(request)
    try:
        voided = edit_draft(
            draft=draft,
            revision=-1 if revision is None else revision,
            words=DraftWords(**typed),
            officer=request.user,
            now=clock.now(),
        )
    except (Refused, Stale) as error:
        form.add_error(None, str(explain_stale(error, last_change_of_draft(draft))))
        if getattr(error, "forget", False):  # classified: the page shows the stored words again
            form.data = stored_form(draft).initial
            return _page(request, draft, form, status=409)
        return _page(request, draft, form, status=409, conflict=comparison_rows(draft, typed))
    except DatabaseError as error:
        add_disk_full_error(request, form, error)
        draft.refresh_from_db()  # as it was, with its revision
        return _page(request, draft, form, status=FULL)
    if not voided:
        return None
    messages.warning(
        request,
        _("文字已保存。第 %(number)s 版的审定因修改作废，须重新送审。")
        % {"number": draft.version},
    )
    return redirect("console:draft", draft.pk)


@require_GET
def draft_changes(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what a correction changes against the version before it."""
    draft = draft_for(request.user, pk, to=Capability.SEE_INCIDENTS)
    before = releases_of(draft.answer).filter(version=draft.version - 1).first()
    context = {
        "draft": draft,
        "back_url": reverse("console:draft", args=[pk]),
        "changes": change_rows(before.content, content_of(draft)) if before else [],
        "before": draft.version - 1,
    }
    return render(request, "console/drafts/changes.html", context)


def _page(
    request: OfficerRequest,
    draft: Draft,
    form: WordsForm,
    *,
    status: int = 200,
    conflict: Sequence[ChangeRow] = (),
) -> HttpResponse:
    now = clock.now()
    context = {**draft_context(draft, request.user, now), "form": form, "conflict": conflict}
    return render(request, "console/drafts/draft.html", context, status=status)
