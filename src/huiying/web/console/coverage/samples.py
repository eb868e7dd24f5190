"""抽样核对: links found by hand each month, and the share that was known already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.jobs import clock
from huiying.web.console.coverage.sheets import sheet
from huiying.web.console.shared.acts import Outcome, Text, act_button
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import MOMENT, MomentField
from huiying.web.console.shared.list_tools import file_links
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.work.collection.samples.access import sample_for
from huiying.work.collection.samples.actions.add_links import (
    add_links,
    close_sample,
    read_links,
)
from huiying.work.collection.samples.models import SampleMonth
from huiying.work.collection.samples.queries import MOST_LINKS, LinkState, links_of, samples_of
from huiying.work.collection.samples.share import share_of

TO = Capability.ENTER_POSTS
SHOWN = 36


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A month of the list; its numbers are those of its closing, "" while it is open."""

    month: str
    url: str
    closed: bool
    size: int | None
    share: str
    interval: str
    later: int | None


@require_GET
def sample_list(request: OfficerRequest) -> HttpResponse:
    """The samples by month."""
    officer = request.user
    require(officer, Capability.SEE_SOURCES)
    rows = [sample_row(row) for row in samples_of(officer.bureau_id)[:SHOWN]]
    headings = [_("月份"), _("样本数"), _("发现时已收到"), _("置信区间"), _("之后收到")]
    if file := sheet(request, "samples", _("抽样核对"), headings, lambda: map(_cells, rows)):
        return file
    context = {
        "rows": rows,
        "files": file_links(request),
        "may_enter": may(officer, TO),
    }
    return render(request, "console/coverage/samples.html", context)


def _cells(row: SampleRow) -> list[object]:
    known = [row.size, row.share, row.interval, row.later] if row.closed else [_("未定稿")]
    return [row.month, *("" if one is None else one for one in known)]


def sample_row(sample: SampleMonth) -> SampleRow:
    """Return a month of the list."""
    share, interval = share_words(sample.known or 0, sample.size or 0)
    return SampleRow(
        f"{sample.month:%Y-%m}",
        reverse("console:sample", args=[sample.pk]),
        sample.closed_at is not None,
        sample.size,
        share,
        interval,
        sample.later,
    )


def share_words(known: int, size: int) -> tuple[str, str]:
    """Return a share and its interval in words; of nothing there is no data."""
    share = share_of(known, size)
    if share is None:
        return _("无数据"), ""
    values = {"low": f"{share.low:.0%}", "high": f"{share.high:.0%}", "size": size}
    return f"{share.value:.0%}", _("置信区间 %(low)s 至 %(high)s，n=%(size)s") % values


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link of a sample: known then, known later, or not at all."""

    position: int
    url: str
    title: str
    found_at: datetime
    by: str
    word: str
    level: str
    posts: str


def link_row(state: LinkState) -> LinkRow:
    """Return a link of a sample."""
    link, later = state.link, state.later
    word, level = _("未收到"), "bad"
    if link.known:
        word, level = _("发现时已收到"), "ok"
    elif later is not None:
        word, level = _("之后收到"), "warn"
    number = link.post_number if link.known else later.number if later else None
    posts = f"{reverse('console:posts')}?before={number + 1}" if number else ""
    return LinkRow(
        link.position, link.url, link.title, link.found_at, link.by.name, word, level, posts
    )


@require_GET
def sample(request: OfficerRequest, pk: int) -> HttpResponse:
    """The links of one month."""
    row = sample_for(request.user, pk, to=Capability.SEE_SOURCES)
    states = links_of(row, clock.now())
    known = sum(state.link.known for state in states)
    share, interval = share_words(known, len(states))
    context = {
        "sample": row,
        "links": [link_row(state) for state in states],
        "share": share,
        "interval": interval,
        "most": MOST_LINKS,
        "close": close_act(row) if may(request.user, TO) else None,
        "may_enter": may(request.user, TO) and row.closed_at is None,
    }
    return render(request, "console/coverage/sample.html", context)


def close_act(row: SampleMonth) -> ActButton | None:
    """Return the act that closes a sample that is open."""
    if row.closed_at is not None:
        return None
    return act_button(_("定稿"), "console:sample-close", row.pk, method="post")


class LinksForm(forms.Form):
    """Links that were found by hand."""

    links = forms.CharField(
        label=gettext_lazy("链接"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "一行一条：网址 标题。不经本系统，由人工在网上查找涉及本区信访的帖文。"
        ),
    )
    found_at = MomentField(
        label=gettext_lazy("发现时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )


BUREAU = Target(row=own_bureau, back="console:samples")


@Act(
    BUREAU,
    TO,
    title=gettext_lazy("录入抽样链接"),
    lead=gettext_lazy("系统按网址和标题核对发现时是否已收到；录入后不能更换。"),
    form=LinksForm,
    options=lambda _bureau, _request: {"initial": {"found_at": localtime(clock.now())}},
    submit=gettext_lazy("录入并核对"),
)
def add(_bureau: Bureau, form: LinksForm, by: By) -> Outcome:
    """Add links to the sample of this month."""
    links = read_links(form.cleaned_data["links"])
    row = add_links(links=links, found_at=form.cleaned_data["found_at"], **by.stamp)
    sentence = _("已录入 %(count)s 条。") % {"count": len(links)}
    return sentence, reverse("console:sample", args=[row.pk])


SAMPLE = Target(row=sample_for, back=lambda row: reverse("console:sample", args=[row.pk]))


@ButtonAct(SAMPLE, TO)
def close(row: SampleMonth, by: By, _posted: QueryDict) -> Text:
    """Close the sample of a month."""
    close_sample(sample=row, **by.stamp)
    return _("已定稿，不再改动。")
