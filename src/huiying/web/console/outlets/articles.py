"""公众号文章: ask for a draft, publish it, give it up; how it stands on its channel's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.outlets.forms import ExplanationForm
from huiying.web.console.releases.links import public_url
from huiying.web.console.shared.acts import (
    ActText,
    Text,
    act_button,
    redirect_done,
    redirect_refused,
    show_form,
)
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.responses.outlets.access import plan_line_for, posting_for
from huiying.work.responses.outlets.actions.post_article import (
    ask_article,
    drop_article,
    publish_article,
)
from huiying.work.responses.outlets.models import PlanLine, Posting, PostingState
from huiying.work.responses.outlets.queries import active_key, last_posting

LEVELS = {
    PostingState.PUBLISHED: "ok",
    PostingState.UNKNOWN: "bad",
    PostingState.FAILED: "bad",
    PostingState.DRAFTED: "warn",
}


@form_page
def start(request: OfficerRequest, pk: int) -> HttpResponse:
    """建公众号草稿."""
    line = plan_line_for(request.user, pk, to=Capability.OUTREACH)
    back = reverse("console:plan-line", args=[pk])
    text = ActText(
        title=_("建公众号草稿"),
        submit=_("建立草稿，不发布"),
        lead=_("最新版本存入“%(account)s”草稿箱，读者不可见。")
        % {"account": line.account.name},
        safe=_("发布要再由有发布权的人按一次。"),
        back=back,
    )
    if request.method != "POST":
        return show_form(request, None, text, line.revision)
    path = public_url(line.answer.bureau.slug, line.answer.number)
    source = f"{settings.PUBLIC_URL.rstrip('/')}{path}" if settings.PUBLIC_URL else ""
    try:
        ask_article(
            line=line,
            source_url=source,
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
    except Refused as error:
        return redirect_refused(request, error, back)
    return redirect_done(request, _("正在建立草稿，数秒后刷新查看结果。"), back)


@form_page
def publish(request: OfficerRequest, pk: int) -> HttpResponse:
    """发布到公众号: a person's own act."""
    posting = posting_for(request.user, pk, to=Capability.PUBLISH)
    back = reverse("console:plan-line", args=[posting.line_id])
    text = ActText(
        title=_("发布到公众号"),
        submit=_("发布这篇文章"),
        lead=_("“%(account)s”将发布第 %(version)s 版。平台处理完、给出网址，才记为已发。")
        % {"account": posting.line.account.name, "version": posting.release.version},
        safe=_("提交后未答复的，记为结果待核，不自动重发。"),
        back=back,
        danger=True,
    )
    if request.method != "POST":
        return show_form(request, None, text, posting.revision)
    try:
        publish_article(
            posting=posting,
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
    except Refused as error:
        return redirect_refused(request, error, back)
    return redirect_done(request, _("正在提交。平台发布后自动登记网址。"), back)


POSTING = Target(
    row=posting_for, back=lambda posting: reverse("console:plan-line", args=[posting.line_id])
)


@Act(
    POSTING,
    Capability.OUTREACH,
    title=gettext_lazy("放弃公众号草稿"),
    lead=gettext_lazy("请先到公众号后台查看，有此草稿的先删除。放弃后可重新建立。"),
    form=ExplanationForm,
    submit=gettext_lazy("放弃草稿"),
)
def drop(posting: Posting, form: ExplanationForm, by: By) -> Text:
    """放弃草稿."""
    drop_article(
        posting=posting, how=form.cleaned_data["why"], revision=by.revision, **by.stamp
    )
    return _("已放弃，可重新建立草稿。")


@dataclass(frozen=True, slots=True)
class ArticlePanel:
    """The newest article of a channel.

    Attributes:
        state, level: As a tag; level: ok, bad, warn or dash.
        version: Of the answer; 0 = there is no article yet.
    """

    state: str
    level: str
    version: int
    error: str
    requested_at: datetime | None
    requested_by: str
    published_by: str
    acts: list[ActButton]


def article_panel(line: PlanLine, newest: int, officer: Officer) -> ArticlePanel | None:
    """Return the newest article of a channel with its acts; None = no interface is in use."""
    posting, ready = last_posting(line), active_key(line) is not None
    if posting is None and not ready:
        return None
    acts = _acts(line, posting, newest if ready else 0, officer)
    if posting is None:
        return ArticlePanel(_("尚未建立草稿"), "dash", 0, "", None, "", "", acts)
    state = PostingState(posting.state)
    return ArticlePanel(
        state=str(state.label),
        level=LEVELS.get(state, "dash"),
        version=posting.release.version,
        error=posting.error,
        requested_at=posting.requested_at,
        requested_by=posting.requested_by.name,
        published_by=posting.published_by.name if posting.published_by else "",
        acts=acts,
    )


def _acts(
    line: PlanLine, posting: Posting | None, newest: int, officer: Officer
) -> list[ActButton]:
    acts, outreach = [], may(officer, Capability.OUTREACH)
    last = next(iter(line.carried.all()), None)
    stands = last is not None and last.release.version == newest
    if newest and outreach and not stands and _needed(posting, newest):
        acts.append(act_button(_("建公众号草稿…"), "console:article-start", line.pk))
    if posting is None:
        return acts
    drafted = posting.state == PostingState.DRAFTED
    if drafted and posting.release.version == newest and may(officer, Capability.PUBLISH):
        url = reverse("console:article-publish", args=[posting.pk])
        acts.append(act_button(_("发布到公众号…"), url, main=True))
    lost = posting.state == PostingState.UNKNOWN and posting.publish_requested_at is None
    if outreach and (drafted or lost):
        acts.append(act_button(_("放弃草稿…"), "console:article-drop", posting.pk))
    return acts


def _needed(posting: Posting | None, newest: int) -> bool:
    """Tell whether the newest version is neither under way nor published."""
    if posting is None or posting.state in (PostingState.FAILED, PostingState.DROPPED):
        return True
    return posting.state == PostingState.PUBLISHED and posting.release.version < newest
