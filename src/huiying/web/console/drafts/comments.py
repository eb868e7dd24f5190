"""批注 on a draft: add one, settle it, open it again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.drafts.forms import CommentForm
from huiying.web.console.shared.acts import redirect_done, redirect_refused
from huiying.web.shared.requests import OfficerRequest
from huiying.work.responses.drafts.access import draft_for
from huiying.work.responses.drafts.actions.comment import (
    MAY_COMMENT,
    comment_on,
    settle_comment,
)


@require_POST
def comment(request: OfficerRequest, pk: int) -> HttpResponse:
    """Remark on a draft; what was typed comes back when it cannot be stored."""
    draft = draft_for(request.user, pk, to=require(request.user, *MAY_COMMENT))
    back = f"{reverse('console:draft', args=[pk])}#comments"
    form = CommentForm(request.POST)
    try:
        if form.is_valid():
            comment_on(
                draft=draft,
                text=form.cleaned_data["text"],
                quote=form.cleaned_data["quote"],
                officer=request.user,
                now=clock.now(),
            )
            return redirect_done(request, _("批注已添加。文字未修改。"), back)
    except Refused as error:
        form.add_error(None, str(error))
    context = {"act_title": _("批注"), "submit_label": _("写上批注"), "form": form}
    return render(
        request,
        "console/shared/act.html",
        {**context, "action": request.get_full_path(), "back_url": back, "version": None},
        status=422,
    )


@require_POST
def settle(request: OfficerRequest, pk: int, comment_id: int) -> HttpResponse:
    """Say that a remark is dealt with (``settled=1``), or open it again."""
    draft = draft_for(request.user, pk, to=require(request.user, *MAY_COMMENT))
    back = f"{reverse('console:draft', args=[pk])}#comments"
    settled = request.POST.get("settled") == "1"
    try:
        settle_comment(
            draft=draft,
            comment_id=comment_id,
            settled=settled,
            officer=request.user,
            now=clock.now(),
        )
    except Refused as error:
        return redirect_refused(request, error, back)
    return redirect_done(
        request, _("批注已处理。") if settled else _("批注已恢复待处理。"), back
    )
