"""社区名单: the places and topics that posts may be shown under; register one, retire one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.acts import Text, act_button
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.work.collection.communities.access import community_for
from huiying.work.collection.communities.actions.confirm import (
    confirm_community,
    refuse_community,
)
from huiying.work.collection.communities.actions.register import register_community
from huiying.work.collection.communities.models import MAX_NAME_CHARS, Community
from huiying.work.collection.communities.queries import (
    communities_of,
    retired_communities_of,
    waiting_communities_of,
)
from huiying.work.collection.posts.actions.retire_community import retire_community

TO = Capability.MANAGE_SOURCES
BACK = "console:communities"
RETIRED_SHOWN = 20


class CommunityForm(forms.Form):
    """The name of a place or a topic."""

    name = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=MAX_NAME_CHARS,
        help_text=gettext_lazy("与推送、表格中的写法一致，如“临江苑业主论坛”“民生求助”。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@require_GET
def communities(request: OfficerRequest) -> HttpResponse:
    """List the communities, and those that were taken off the list last."""
    officer = request.user
    require(officer, Capability.SEE_SOURCES)
    context = {
        "rows": list(communities_of(officer.bureau_id)),
        "waiting": _waiting(officer) if may(officer, TO) else [],
        "retired": list(retired_communities_of(officer.bureau_id)[:RETIRED_SHOWN]),
        "may_manage": may(officer, TO),
    }
    return render(request, "console/sources/communities.html", context)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A community that waits for a second person: its name, who registered it, the acts."""

    name: str
    who: str
    at: datetime
    acts: list[ActButton]


def _waiting(officer: Officer) -> list[WaitingRow]:
    return [
        WaitingRow(
            name=row.name,
            who=str(row.registered_by.name) if row.registered_by else "",
            at=row.registered_at,
            acts=[
                act_button(text, name, row.pk, method="post")
                for text, name in (
                    (_("确认"), "console:community-confirm"),
                    (_("不通过"), "console:community-refuse"),
                )
                if name != "console:community-confirm" or row.registered_by_id != officer.pk
            ],
        )
        for row in waiting_communities_of(officer.bureau_id)
    ]


BUREAU = Target(row=own_bureau, back=BACK)
COMMUNITY = Target(row=community_for, back=BACK, about=lambda row: row.name)


@Act(
    BUREAU,
    TO,
    title=gettext_lazy("登记社区"),
    lead=gettext_lazy(
        "仅登记场所和主题，如小区论坛、版块、同城圈；不登记人，不登记昵称和账号。"
    ),
    safe=gettext_lazy("经另一人确认后，新到帖文方显示该名称；此前帖文仍为“其他”。"),
    form=CommunityForm,
    submit=gettext_lazy("登记"),
)
def add(bureau: Bureau, form: CommunityForm, by: By) -> Text:
    """Put a community on the list."""
    row = register_community(bureau=bureau, actor=by.officer, now=by.now, **form.cleaned_data)
    return _("已登记“%(name)s”，待另一人确认。") % {"name": row.name}


@ButtonAct(COMMUNITY, TO)
def confirm(community: Community, by: By, _posted: QueryDict) -> Text:
    """Put a community that somebody else registered on the list."""
    confirm_community(community=community, **by.stamp)
    return _("已确认，“%(name)s”已列入名单。") % {"name": community.name}


@ButtonAct(COMMUNITY, TO)
def refuse(community: Community, by: By, _posted: QueryDict) -> Text:
    """Take a community that waits away."""
    refuse_community(community=community, **by.stamp)
    return _("未通过，名称已删除。")


@Act(
    COMMUNITY,
    TO,
    title=gettext_lazy("移出社区名单"),
    lead=gettext_lazy("移出后，注明该名称的帖文（含已采集的）均记为“其他”，名称无法恢复。"),
    safe=gettext_lazy("帖文保留，条数和传播的版块数不变。"),
    form=forms.Form,
    submit=gettext_lazy("移出名单"),
    danger=True,
)
def retire(community: Community, _form: forms.Form, by: By) -> Text:
    """Take a community off the list."""
    retire_community(community=community, actor=by.officer.audit_actor(), now=by.now)
    return _("“%(name)s”已移出名单。") % {"name": community.name}
