"""Autosave of a draft, its versions and their differences, restore."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused, Stale
from huiying.jobs import clock
from huiying.web.console.drafts.annotations import editing_words
from huiying.web.console.drafts.text_form import text_form, typed_text
from huiying.web.console.shared.acts import (
    ActText,
    act_button,
    redirect_done,
    redirect_refused,
    show_form,
)
from huiying.web.errors.disk_full import STATUS as FULL
from huiying.web.errors.disk_full import is_disk_full, log_disk_full
from huiying.web.shared.answers import change_rows
from huiying.web.shared.requests import OfficerRequest, form_page, known_revision
from huiying.web.shared.time_words import moment_text
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.drafts.access import draft_for
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.drafts.actions.restore_version import restore_version
from huiying.work.responses.drafts.lease import take_lease
from huiying.work.responses.drafts.versions import last_version, words_of

SHOWN = 50


@require_POST
def autosave(request: OfficerRequest, pk: int) -> JsonResponse:
    """Save what is being typed; what cannot be saved stays on the page, which says so."""
    draft = draft_for(request.user, pk, to=Capability.DRAFT)
    form = text_form(draft, request.POST)
    if not form.is_valid():
        errors = [str(error) for field in form.errors.values() for error in field]
        return _saved_response("unfit", " ".join(errors), draft, status=422)
    now = clock.now()
    try:
        edit_draft(
            draft=draft,
            revision=known_revision(request),
            words=DraftWords(**typed_text(form, draft)),
            officer=request.user,
            now=now,
            automatic=True,
        )
    except Stale:
        return _saved_response("stale", stale_words(draft), draft, status=409)
    except Refused as error:
        return _saved_response("refused", str(error), draft, status=409)
    except DatabaseError as error:
        if not is_disk_full(error):
            raise
        log_disk_full(request, error)
        return _saved_response("full", _disk_full_words(), draft, status=FULL)
    message = _("%(at)s 自动保存") % {"at": moment_text(now, now)}
    return _saved_response("saved", message, draft)


@require_POST
def lease(request: OfficerRequest, pk: int) -> JsonResponse:
    """Say that the officer is writing; learn who else is."""
    draft = draft_for(request.user, pk, to=Capability.DRAFT)
    now = clock.now()
    take_lease(draft, officer=request.user, now=now)
    return _saved_response("held", editing_words(draft, request.user, now), draft)


@dataclass(frozen=True, slots=True)
class DraftVersionRow:
    """A stored version of a draft as one line."""

    number: int
    kind: str
    who: str
    at: datetime
    current: bool


@require_GET
def versions(request: OfficerRequest, pk: int) -> HttpResponse:
    """List the versions of a draft, and what one of them changed."""
    draft = draft_for(request.user, pk, to=Capability.SEE_INCIDENTS)
    rows = list(draft.kept.select_related("officer").order_by("-number")[: SHOWN + 1])
    number = request.GET.get("n", "")
    shown = next((row for row in rows if str(row.number) == number), rows[0] if rows else None)
    before = next((row for row in rows if shown and row.number == shown.number - 1), None)
    may_restore = may(request.user, Capability.DRAFT) and draft.state in (
        DraftState.WRITING,
        DraftState.SUBMITTED,
        DraftState.APPROVED,
    )
    context = {
        "draft": draft,
        "back_url": reverse("console:draft", args=[pk]),
        "rows": [
            DraftVersionRow(
                number=row.number,
                kind=row.get_kind_display(),
                who=row.officer.name or row.officer.username,
                at=row.at,
                current=shown is not None and row.pk == shown.pk,
            )
            for row in rows[:SHOWN]
        ],
        "shown": shown,
        "changes": change_rows(_content(before.words if before else {}), _content(shown.words))
        if shown
        else [],
        "restore": act_button(_("恢复这一稿…"), "console:draft-restore", pk, shown.number)
        if shown and may_restore and shown.words != words_of(draft)
        else None,
    }
    return render(request, "console/drafts/versions.html", context)


@form_page
def restore(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Make the words of a version the present ones: one page, one button."""
    draft = draft_for(request.user, pk, to=Capability.DRAFT)
    if not draft.kept.filter(number=number).exists():
        raise Http404
    back = reverse("console:draft", args=[pk])
    text = ActText(
        title=_("恢复第 %(number)s 稿") % {"number": number},
        submit=_("恢复第 %(number)s 稿") % {"number": number},
        lead=_("正文换成那一稿的文字，事实不变。"),
        safe=_("当前文字保存在历史稿。未公开任何内容。"),
        back=reverse("console:draft-versions", args=[pk]),
    )
    if request.method != "POST":
        return show_form(request, None, text, draft.revision)
    try:
        restore_version(
            draft=draft,
            revision=known_revision(request),
            number=number,
            officer=request.user,
            now=clock.now(),
        )
    except Refused as error:
        return redirect_refused(request, error, back)
    return redirect_done(request, _("已恢复第 %(number)s 稿。") % {"number": number}, back)


def _disk_full_words() -> str:
    return _("存储空间不足，保存失败。输入内容仍在本页，将自动重试；请系统管理员清理空间。")


def stale_words(draft: Draft) -> str:
    """Say who saved meanwhile and when; what was typed stays where it is."""
    last = last_version(draft)
    if last is None:
        return _("回应稿已被他人更新，本次未保存。输入内容仍在本页，请点击“保存草稿”对照。")
    return _(
        "%(who)s已于 %(at)s 更新该稿，本次未保存。输入内容仍在本页，请点击“保存草稿”对照。"
    ) % {
        "who": last.officer.name or last.officer.username,
        "at": moment_text(last.at, clock.now()),
    }


def _content(words: dict[str, str]) -> dict[str, str]:
    """Return kept words under the names by which contents are compared."""
    return {**words, "note": words.get("correction_note", "")}


def _saved_response(
    state: str, message: str, draft: Draft, *, status: int = 200
) -> JsonResponse:
    body = {"state": state, "told": message, "version": draft.revision}
    return JsonResponse(body, status=status)
