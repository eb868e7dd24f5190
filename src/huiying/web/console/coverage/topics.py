"""关注主题: keyword expressions of issues and places, tried before they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.shared.acts import Text, act_button, redirect_done
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.post_rows import PostRow, post_row
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.collection.topics.access import topic_for
from huiying.work.collection.topics.actions.add_topic import (
    TopicDetails,
    add_topic,
    end_topic,
    review_topic,
)
from huiying.work.collection.topics.models import MAX_NAME_CHARS, WatchTopic
from huiying.work.collection.topics.persons import readable
from huiying.work.collection.topics.queries import (
    CountedTopic,
    counted_topics,
    ended_topics,
    posts_for_examples,
)
from huiying.work.collection.topics.trial import MOST_SHARE, Trial, try_expression

TO = Capability.TRIAGE
BACK = "console:topics"
ENDED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A watch topic on the list.

    Attributes:
        word, level: Its state as a tag; due: when it has to be reviewed.
        posts: Where the posts that match are.
    """

    name: str
    expression: str
    purpose: str
    unit: str
    by: str
    week: int
    month: int
    word: str
    level: str
    due: datetime
    posts: str
    acts: list[ActButton]


def topic_row(counted: CountedTopic, officer: Officer, now: datetime) -> TopicRow:
    """Return a running topic."""
    row = counted.topic
    word, level = _("正常"), "ok"
    if now >= row.pauses_at:
        word, level = _("已自动暂停：60 天未复核"), "bad"
    elif now >= row.review_due:
        word, level = _("待复核"), "warn"
    acts = []
    if may(officer, TO):
        acts = [
            act_button(_("仍需关注"), "console:topic-review", row.pk, method="post"),
            act_button(_("停止关注…"), "console:topic-end", row.pk),
        ]
    posts = f"{reverse('console:posts')}?{urlencode({'topic': row.pk})}"
    return TopicRow(
        name=row.name,
        expression=row.expression,
        purpose=row.purpose,
        unit=row.unit.name,
        by=row.by.name,
        week=counted.week,
        month=counted.month,
        word=word,
        level=level,
        due=row.review_due,
        posts=posts,
        acts=acts,
    )


@require_GET
def topic_list(request: OfficerRequest) -> HttpResponse:
    """The topics that run with their numbers, and those that were ended."""
    officer, now = request.user, clock.now()
    require(officer, Capability.SEE_POSTS)
    context = {
        "rows": [
            topic_row(row, officer, now) for row in counted_topics(officer.bureau_id, now)
        ],
        "ended": list(ended_topics(officer.bureau_id)[:ENDED_SHOWN]),
        "may_manage": may(officer, TO),
    }
    return render(request, "console/coverage/topics.html", context)


class TopicForm(forms.Form):
    """A topic as an officer wants it; ``tried`` is the expression that was tried."""

    name = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=MAX_NAME_CHARS,
        help_text=gettext_lazy("事项或地点，如“供暖”“临江路积水”。"),
    )
    expression = forms.CharField(
        label=gettext_lazy("表达式"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "用 和、或、非 连接，前后留空格；可用括号、引号；近(物业,停水,8) 表示两词相隔"
            "不超过 8 个字。只写事项和地点，不写人名。"
        ),
    )
    purpose = forms.CharField(
        label=gettext_lazy("为何关注"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    unit = forms.ChoiceField(label=gettext_lazy("责任单位"))
    tried = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, *args: object, units: list[Unit], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.units = {str(row.pk): row for row in units}
        choices = [(key, row.name) for key, row in self.units.items()]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> TopicDetails:
        """Return the topic that was typed."""
        data = self.cleaned_data
        unit = self.units[data["unit"]]
        return TopicDetails(data["name"], data["expression"], data["purpose"], unit)

    @property
    def was_tried(self) -> bool:
        """Tell whether this expression was tried before it is kept."""
        return bool(self.cleaned_data["tried"] == self.cleaned_data["expression"])


@dataclass(frozen=True, slots=True)
class TrialPanel:
    """What a trial found: numbers as sentences, ten posts."""

    sentence: str
    excluded: str
    too_wide: bool
    posts: list[PostRow]


def _trial_panel(officer: Officer, trial: Trial) -> TrialPanel:
    values = {
        "examined": trial.examined,
        "matches": len(trial.matches),
        "share": f"{trial.share:.1%}",
        "most": f"{MOST_SHARE:.0%}",
        "excluded": trial.excluded,
    }
    sentence = _("近 30 天 %(examined)s 条帖文中匹配 %(matches)s 条（%(share)s）。") % values
    if trial.bounded:
        words = _(
            "近 30 天帖文较多，试查最新 %(examined)s 条，匹配 %(matches)s 条（%(share)s）。"
        )
        sentence = words % values
    posts = posts_for_examples(officer.bureau_id, trial.examples)
    return TrialPanel(
        sentence,
        _("“非”排除了 %(excluded)s 条。") % values if trial.excluded else "",
        trial.is_too_wide,
        [post_row(post, "") for post in posts],
    )


@form_page
def add(request: OfficerRequest) -> HttpResponse:
    """Add a topic: first a trial, then the same form keeps it."""
    officer, now = request.user, clock.now()
    require(officer, TO)
    units = list(units_of(officer.bureau_id))
    form = TopicForm(request.POST or None, units=units)
    if request.method != "POST" or not form.is_valid():
        return _add_page(request, form)
    try:
        if "keep" in request.POST and form.was_tried:
            row = add_topic(wanted=form.wanted(), officer=officer, now=now)
            sentence = _("已关注“%(name)s”。") % {"name": row.name}
            return redirect_done(request, sentence, reverse(BACK))
        node = readable(form.cleaned_data["expression"], officer.bureau.district)
        trial = try_expression(officer.bureau_id, node, now)
    except Refused as error:
        form.add_error(None, str(error))
        return _add_page(request, form, status=409)
    tried = request.POST.copy()
    tried["tried"] = form.cleaned_data["expression"]
    form.data = tried
    return _add_page(request, form, _trial_panel(officer, trial))


def _add_page(
    request: OfficerRequest, form: TopicForm, trial: TrialPanel | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "trial": trial}
    return render(request, "console/coverage/topic_add.html", context, status=status)


TOPIC = Target(row=topic_for, back=BACK, about=lambda row: row.name)


@ButtonAct(TOPIC, TO)
def review(topic: WatchTopic, by: By, _posted: QueryDict) -> Text:
    """Say that a topic is still needed."""
    review_topic(topic=topic, **by.stamp)
    return _("已复核“%(name)s”，30 天后再复核。") % {"name": topic.name}


class EndForm(forms.Form):
    """Why a topic is watched no more."""

    reason = forms.CharField(
        label=gettext_lazy("原因"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )


@Act(
    TOPIC,
    TO,
    title=gettext_lazy("停止关注"),
    safe=gettext_lazy("主题和已有标记保留，记明停止人和原因。"),
    form=EndForm,
    submit=gettext_lazy("停止关注"),
    danger=True,
)
def end(topic: WatchTopic, form: EndForm, by: By) -> Text:
    """End a topic."""
    end_topic(topic=topic, reason=form.cleaned_data["reason"], **by.stamp)
    return _("已停止关注“%(name)s”。") % {"name": topic.name}
