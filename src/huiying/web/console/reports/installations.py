"""Other installations that reports and 督办 come from: what their two pages share.

In:   下级单位 or 上级系统 of the bureau.    Out:  the list, the pages of a token.
Cost: a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.jobs import clock
from huiying.web.console.shared.acts import ActText, Text, act_button
from huiying.web.console.shared.declared_acts import Act, By, Target, View
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.one_time_display import issue_token, read_token_of_digest
from huiying.web.console.shared.token_use import TokenUse, token_use
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.reports.exchange.actions.token import end_token, make_token
from huiying.work.reports.exchange.models import (
    Subordinate,
    SubordinateToken,
    SuperiorSystem,
    SuperiorToken,
)
from huiying.work.reports.exchange.queries import working_token

TO = Capability.MANAGE_RULES

Row = TypeVar("Row", Subordinate, SuperiorSystem)


@dataclass(frozen=True, slots=True)
class InstallationRow:
    """Another installation and its newest token."""

    name: str
    active: bool
    token: TokenUse
    acts: list[ActButton]


def name_field(label: Any, max_length: int) -> forms.CharField:
    """Return the field for the name of another installation."""
    return forms.CharField(
        label=label,
        max_length=max_length,
        help_text=gettext_lazy("与对方系统中的单位名称一致；名称不一致的文件不接收。"),
    )


@dataclass(frozen=True, slots=True)
class ListText:
    """The words of the list of one kind of installation."""

    tab: str
    heading: str
    lead: str
    empty: str
    add_label: str


@dataclass(frozen=True, kw_only=True)
class InstallationPages(Generic[Row]):
    """The pages of one kind of installation.

    Attributes:
        find: Access function of a row.
        list_page: Name of the list.
        address: How the names of the acts begin.
        push_address: Name of the address that the other system sends to.
    """

    find: Callable[..., Row]
    list_page: str
    address: str
    push_address: str

    @property
    def target(self) -> Target[Row]:
        """Return what acts on a row are about."""
        return Target(row=self.find, back=self.list_page, about=lambda row: row.name)

    def render_list(
        self,
        request: OfficerRequest,
        rows: Iterable[Row],
        tokens: Mapping[int, SubordinateToken | SuperiorToken],
        text: ListText,
    ) -> HttpResponse:
        """Return every row, whether its system is let in, when it last came.

        Args:
            tokens: The newest token of each row, by the key of the row.
        """
        edits = may(request.user, TO)
        add = act_button(text.add_label, f"{self.address}-add", main=True)
        context = {
            "rows": [self._line(row, tokens.get(row.pk), edits=edits) for row in rows],
            "text": text,
            "acts": [add] if edits else [],
            "described_url": reverse("api:v1:openapi-json"),
        }
        return render(request, "console/reports/installations.html", context)

    def _line(
        self, row: Row, token: SubordinateToken | SuperiorToken | None, *, edits: bool
    ) -> InstallationRow:
        use = token_use(token)
        acts = self._acts(row, has_token=use.works) if edits else []
        return InstallationRow(row.name, row.active, use, acts)

    def _acts(self, row: Row, *, has_token: bool) -> list[ActButton]:
        label = _("停用") if row.active else _("启用")
        version = row.revision
        switch = act_button(
            label, f"{self.address}-switch", row.pk, method="post", version=version
        )
        make, end = f"{self.address}-token", f"{self.address}-token-end"
        if has_token:
            return [
                act_button(_("更换令牌…"), make, row.pk),
                act_button(_("收回令牌…"), end, row.pk),
                switch,
            ]
        if not row.active:
            return [switch]
        return [act_button(_("生成令牌…"), make, row.pk), switch]

    def make_token_page(self) -> View:
        """Return the page that makes or replaces a token, which is asked first."""

        @never_cache
        @form_page
        def make(request: OfficerRequest, pk: int) -> HttpResponse:
            row = self.find(request.user, pk, to=TO)
            text = ActText(
                title=_("生成%(name)s的推送令牌") % {"name": row.name},
                lead=_("令牌只显示一次；原有令牌立即失效，对方须改用新令牌。"),
                safe=_("已接收的不受影响。"),
                submit=_("生成令牌"),
                back=reverse(self.list_page),
                danger=working_token(row) is not None,
            )
            return issue_token(
                request,
                text,
                lambda: make_token(row=row, officer=request.user, now=clock.now()),
                self._whose(row),
                reverse(f"{self.address}-token-shown", args=[row.pk]),
            )

        return make

    def show_token_page(self, *, how: Text) -> View:
        """Return the page that shows a token once, unless it was replaced or ended.

        Args:
            how: What the other side does with it.
        """

        @never_cache
        @require_GET
        def shown(request: OfficerRequest, pk: int) -> HttpResponse:
            row = self.find(request.user, pk, to=TO)
            works = working_token(row)
            digest = works.digest if works else ""
            context = {
                "row": row,
                "token": read_token_of_digest(request, self._whose(row), digest),
                "url": request.build_absolute_uri(reverse(self.push_address)),
                "anew_url": reverse(f"{self.address}-token", args=[row.pk]),
                "back_url": reverse(self.list_page),
                "how": how,
            }
            return render(request, "console/reports/installation_token.html", context)

        return shown

    def _whose(self, row: Row) -> str:
        return f"{self.address} {row.pk}"

    def end_token_act(self, *, lead: Text, safe: Text) -> View:
        """Return the act that ends a token that works, with a reason."""
        target = Target(row=self._with_token, back=self.list_page, about=lambda row: row.name)

        @Act(
            target,
            TO,
            title=gettext_lazy("收回推送令牌"),
            lead=lead,
            safe=safe,
            form=ReasonForm,
            submit=gettext_lazy("收回令牌"),
            danger=True,
        )
        def end(row: Row, form: ReasonForm, by: By) -> Text:
            end_token(row=row, reason=form.cleaned_data["reason"], **by.stamp)
            return _("令牌已收回。")

        return end

    def _with_token(self, officer: Officer, pk: int, *, to: Capability) -> Row:
        row = self.find(officer, pk, to=to)
        if working_token(row) is None:
            raise Http404
        return row
