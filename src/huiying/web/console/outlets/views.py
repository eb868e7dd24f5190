"""发布计划: on which channels an answer stands, and whether the texts agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.outlets.articles import article_panel
from huiying.web.console.outlets.rows import carried_row, line_row
from huiying.web.console.releases.links import public_url
from huiying.web.console.shared.acts import act_button, redirect_refused
from huiying.web.shared.answers import ChangeRow
from huiying.web.shared.files import file_response
from huiying.web.shared.requests import OfficerRequest
from huiying.work.responses.core.access import answer_for
from huiying.work.responses.core.models import Answer, Release
from huiying.work.responses.outlets.access import carried_for, plan_line_for
from huiying.work.responses.outlets.agreement import verdict_on
from huiying.work.responses.outlets.queries import plan_of
from huiying.work.responses.releases.package import package_of
from huiying.work.responses.releases.picture import picture_of
from huiying.work.responses.releases.queries import last_release_of

SEE = Capability.SEE_INCIDENTS


@require_GET
def plan(request: OfficerRequest, number: str) -> HttpResponse:
    """One answer's channels; the bureau's own pages always say the newest version."""
    answer = answer_for(request.user, number, to=SEE)
    now, officer = clock.now(), request.user
    release = last_release_of(answer)
    newest = release.version if release else 0
    rows = [line_row(line, newest, officer, now) for line in plan_of(answer)]
    acts = []
    if release:
        acts.append(act_button(_("发布素材"), "console:package", number, method="get"))
    if may(officer, Capability.OUTREACH):
        acts.append(act_button(_("加渠道…"), "console:plan-add", number, main=True))
    acts.insert(0, act_button(_("官方账号"), "console:accounts", method="get"))
    context = {
        "answer": _head(answer, release),
        "rows": rows,
        "old": sum(row.old for row in rows),
        "differs": sum(row.last is not None and row.last.level == "bad" for row in rows),
        "doubts": sum(row.state == "UNKNOWN" for row in rows),
        "public_url": public_url(answer.bureau.slug, number) if release else "",
        "acts": acts,
    }
    return render(request, "console/outlets/plan.html", context)


@dataclass(frozen=True, slots=True)
class AnswerHead:
    """An answer over its plan; ``version`` is 0 before it is released."""

    number: str
    title: str
    version: int
    published_at: datetime | None
    url: str
    draft_url: str


def _head(answer: Answer, release: Release | None) -> AnswerHead:
    draft = answer.drafts.order_by("-pk").first()
    return AnswerHead(
        number=answer.number,
        title=release.content["title"] if release else (draft.title if draft else ""),
        version=release.version if release else 0,
        published_at=release.published_at if release else None,
        url=reverse("console:plan", args=[answer.number]),
        draft_url=reverse("console:draft", args=[draft.pk]) if draft else "",
    )


@require_GET
def line(request: OfficerRequest, pk: int) -> HttpResponse:
    """One channel: every version it carried, and where its words are not the released ones."""
    row = plan_line_for(request.user, pk, to=SEE)
    now, officer = clock.now(), request.user
    release = last_release_of(row.answer)
    newest = release.version if release else 0
    carried = list(row.carried.select_related("release", "recorded_by", "file"))
    found = verdict_on(carried[0].release, carried[0].text) if carried else None
    context = {
        "answer": _head(row.answer, release),
        "line": line_row(row, newest, officer, now),
        "carried": [carried_row(one, reads_file=True) for one in carried],
        "changes": [ChangeRow(_("逐句比对"), found.lines)] if found and found.lines else [],
        "article": article_panel(row, newest, officer),
        "left": max(0, found.left) if found else 0,
    }
    return render(request, "console/outlets/line.html", context)


@require_GET
def file(request: OfficerRequest, pk: int, piece: int) -> HttpResponse:
    """The picture of what a channel carried; one that is gone says so, and what to do."""
    row = carried_for(request.user, pk, piece, to=SEE)
    answer = file_response(row.file) if row.file is not None else None
    if answer is not None:
        return answer
    gone = _("该文件无法打开：已缺失、已销毁，或与登记时的校验值不符。请重新核对该渠道后登记。")
    return redirect_refused(request, Refused(gone), reverse("console:plan-line", args=[pk]))


@require_GET
def package(request: OfficerRequest, number: str) -> HttpResponse:
    """The package to copy into another channel: title, digest, plain text, HTML fragment."""
    answer = answer_for(request.user, number, to=SEE)
    release = last_release_of(answer)
    if release is None:
        raise Http404
    context = {
        "answer": _head(answer, release),
        "package": package_of(release),
        "picture_url": reverse("console:picture", args=[number]),
        "hash": release.content_hash,
    }
    return render(request, "console/outlets/package.html", context)


@require_GET
def picture(request: OfficerRequest, number: str) -> HttpResponse:
    """一图读懂 as a file: one tall picture of the released facts, and its text in it."""
    answer = answer_for(request.user, number, to=SEE)
    release = last_release_of(answer)
    if release is None or "sealed" in release.content:
        raise Http404
    drawn = HttpResponse(picture_of(release), content_type="image/svg+xml; charset=utf-8")
    drawn["Content-Disposition"] = f'attachment; filename="{number}-v{release.version}.svg"'
    return drawn
