"""回应效果: the volume before and after an answer, and groups that repeat the claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.shared.acts import Text, act_button
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.web.shared.time_words import length_words
from huiying.work.responses.core.access import answer_for
from huiying.work.responses.core.models import Answer
from huiying.work.responses.effect.actions.judge_groups import judge_groups
from huiying.work.responses.effect.comparison import (
    MAX_SPAN,
    MIN_POSTS,
    SAMPLE_ERRORS,
    SAMPLE_POSTS,
    CopyGroup,
    Effect,
    Side,
    effect_of,
    groups_around,
)

SHOWN = 40  # groups in one form, the largest first
WIDTH, HEIGHT = 480, 64  # units of the drawing
HOUR = timedelta(hours=1)
HOURS = MAX_SPAN // HOUR
EXCERPT = 80


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One count before and after the answer, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EffectBar:
    """The posts of an hour, in units of the drawing."""

    x: str
    y: str
    height: str
    after: bool


@dataclass(frozen=True, slots=True)
class EffectPanel:
    """The effect of the newest answer: a drawing, and the table that says the same.

    Attributes:
        soon: Less than an hour ago: nothing to compare yet.
        unseen: Posts in groups that nobody judged.
        bar, mark: Width of a bar, and where the answer was published, in units of the drawing.
    """

    soon: bool
    at: datetime
    span: str
    rows: list[EffectRow]
    unseen: int
    error: str
    least: int
    act: ActButton | None
    bars: list[EffectBar]
    sentence: str
    width: int
    height: int
    bar: str
    mark: str


def effect_panel(reading: IncidentReading) -> EffectPanel | None:
    """Return the effect of the newest answer; None before there is one."""
    found = reading.effect
    if found is None:
        return None
    url = reverse("console:answer-groups", args=[found.answer.number])
    span = length_words(found.span.total_seconds())
    wide = WIDTH / (2 * HOURS)
    return EffectPanel(
        soon=found.soon,
        at=found.at,
        span=span,
        rows=_rows(found),
        unseen=found.before.unseen + found.after.unseen,
        error=_("人工核验 %(read)s 条：已查看的组中判错 %(wrong)s 条。")
        % {"read": SAMPLE_POSTS, "wrong": SAMPLE_ERRORS},
        least=MIN_POSTS,
        act=act_button(_("判定重复说法的帖文组…"), url, method="get")
        if reading.may(Capability.VERIFY)
        else None,
        bars=_bars(found, reading.posts.by_hour, wide),
        sentence=_("发布前 %(span)s有 %(before)s 条，发布后 %(span)s有 %(after)s 条。")
        % {"span": span, "before": found.before.posts, "after": found.after.posts},
        width=WIDTH,
        height=HEIGHT,
        bar=f"{wide - 2:.1f}",
        mark=f"{WIDTH / 2:.1f}",
    )


def _rows(found: Effect) -> list[EffectRow]:
    before, after = found.before, found.after
    return [
        EffectRow(_("帖文"), str(before.posts), str(after.posts)),
        EffectRow(_("重复被更正的说法"), share_words(before), share_words(after)),
        EffectRow(_("在问的帖文"), str(before.asking), str(after.asking)),
    ]


def share_words(side: Side) -> str:
    """Say how much repeats the claim: a share, or why there is none."""
    if side.share is None:
        return _("%(posts)s 条里 %(repeating)s 条，太少，不算比例") % {
            "repeating": side.repeating,
            "posts": side.posts,
        }
    if side.unseen == side.posts:
        return _("无数据，尚未人工查看")
    return _("%(share)s%%（%(repeating)s / %(posts)s）") % {
        "share": round(100 * side.share),
        "repeating": side.repeating,
        "posts": side.posts,
    }


def gate_words(counts: Mapping[str, int]) -> str:
    """Say at the closing gate what was still said after the answer; "" = nothing to compare."""
    if not counts:
        return ""
    side = Side(counts["posts"], counts["repeating"], counts["unseen"], counts["asking"])
    return _(
        "公开回应后 %(hours)s 小时：重复已更正说法 %(share)s；继续询问 %(asking)s "
        "条；尚未人工查看 %(unseen)s 条。仅供参考，不作为办结条件。"
    ) % {
        "hours": counts["hours"],
        "share": share_words(side),
        "asking": side.asking,
        "unseen": side.unseen,
    }


def _bars(found: Effect, by_hour: dict[datetime, int], wide: float) -> list[EffectBar]:
    """Return the bars of ``HOURS`` hours before and after, each ``wide`` units."""
    at = found.at.replace(minute=0, second=0, microsecond=0)
    counts = {hour.timestamp(): posts for hour, posts in by_hour.items()}
    hours = [at + step * HOUR for step in range(-HOURS, HOURS)]
    posts = [counts.get(hour.timestamp(), 0) for hour in hours]
    longest = max(posts) or 1
    return [
        EffectBar(
            x=f"{place * wide + 1:.1f}",
            y=f"{HEIGHT - HEIGHT * count / longest:.1f}",
            height=f"{HEIGHT * count / longest:.1f}",
            after=hour >= at,
        )
        for place, (hour, count) in enumerate(zip(hours, posts, strict=True))
        if count
    ]


class GroupsForm(forms.Form):
    """Groups of copies; ticked ones repeat the corrected claim."""

    repeating = forms.TypedMultipleChoiceField(
        label=gettext_lazy("帖文组，多的在前"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, groups: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["repeating"].choices = groups  # type: ignore[attr-defined]


def _groups_shown(answer: Answer) -> list[CopyGroup]:
    incident = answer.incident.current
    found = effect_of(incident, clock.now())
    return groups_around(incident, answer, found.at, found.span)[:SHOWN] if found else []


def _group_options(answer: Answer, _request: OfficerRequest) -> dict[str, object]:
    rows = _groups_shown(answer)
    lines = [f"×{row.before + row.after}  {row.title} {row.text}"[:EXCERPT] for row in rows]
    return {
        "groups": [(row.group_id, line) for row, line in zip(rows, lines, strict=True)],
        "initial": {"repeating": [row.group_id for row in rows if row.repeats]},
    }


ANSWER = Target(
    row=answer_for,
    back=lambda answer: (
        f"{reverse('console:incident', args=[answer.incident.current.number])}#effect"
    ),
)


@Act(
    ANSWER,
    Capability.VERIFY,
    title=gettext_lazy("哪些组在重复被更正的说法"),
    lead=gettext_lazy("陈述、转发或询问该说法且未指出其有误的，请勾选；未勾选的视为不重复。"),
    safe=gettext_lazy("仅用于计算回应效果，不改动帖文，不公开。"),
    form=GroupsForm,
    options=_group_options,
    submit=gettext_lazy("存下判断"),
)
def judge(answer: Answer, form: GroupsForm, by: By) -> Text:
    """Say which groups around the release repeat the claim that the answer corrects."""
    rows = _groups_shown(answer)
    judged = judge_groups(
        answer=answer,
        looked_at=[row.group_id for row in rows],
        repeating=form.cleaned_data["repeating"],
        **by.stamp,
    )
    return _("已存下对 %(count)s 组的判断。") % {"count": judged}
