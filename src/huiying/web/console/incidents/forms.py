"""Forms of incidents.

In:   what an officer types.    Out:  cleaned values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _word
from django.utils.translation import gettext_lazy as _

from huiying.policy.grading.event_kinds import EventKind
from huiying.policy.grading.outside_levels import OutsideLadder
from huiying.policy.grading.response_value import DutyGround, ResponseValue
from huiying.policy.grading.severity import Severity
from huiying.policy.release.disclosure import LAW
from huiying.policy.release.no_answer import NO_ANSWER_GROUNDS
from huiying.web.console.shared.forms import (
    GRADES,
    ReasonForm,
    grade_ground_field,
    moment_field,
    unchosen,
)
from huiying.web.console.shared.severity import severity_word
from huiying.web.shared.widgets import day_input
from huiying.work.incidents.grading.actions.decide_value import NoAnswer


class RegradeForm(ReasonForm):
    """升级、降级."""

    conditional = ("ground",)

    grade = forms.TypedChoiceField(
        label=_("新的等级"), coerce=int, choices=GRADES, widget=forms.RadioSelect
    )

    ground = grade_ground_field()

    field_order = ["grade", "ground", "reason"]


class SeverityForm(forms.Form):
    """突发事件类型、级别: the reason may be empty when they are what the posts state."""

    conditional = ("event_kind", "reason")

    NONE = "NONE"

    event_kind = forms.ChoiceField(
        label=_("事件类型"),
        required=False,
        help_text=_(
            "国务院令第493号仅对生产安全事故分级；其他类型按本级预案定级，理由须写明预案条款。"
        ),
    )
    level = forms.ChoiceField(label=_("突发事件级别"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("理由"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "与系统建议不同，或帖文不足以确定级别的，须写明依据，如主管部门通报、预案条款。"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (str(level) or self.NONE, severity_word(level)) for level in reversed(Severity)
        ]
        self.fields["event_kind"].choices = [  # type: ignore[attr-defined]
            (str(kind), _word(kind.label)) for kind in EventKind
        ]

    def clean_event_kind(self) -> EventKind:
        """Return the kind of event."""
        return EventKind(self.cleaned_data["event_kind"])

    def clean_level(self) -> Severity:
        """Return the level; "none" is a level too."""
        chosen = self.cleaned_data["level"]
        return Severity("" if chosen == self.NONE else chosen)


class ValueForm(forms.Form):
    """回应价值: what is due in public, the grounds that make it a duty, a reason otherwise."""

    conditional = ("no_answer", "reason", "harm", "review_on")

    value = forms.TypedChoiceField(
        label=_("回应价值"),
        coerce=ResponseValue,
        choices=[(str(value), _(value.label)) for value in ResponseValue],
        widget=forms.RadioSelect,
    )
    grounds = forms.TypedMultipleChoiceField(
        label=_("应当回应的情形"),
        required=False,
        coerce=DutyGround,
        choices=[(str(ground), _(ground.label)) for ground in DutyGround],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("国办发〔2016〕61号列明的五种情形，可多选。"),
    )
    no_answer = forms.ChoiceField(
        label=_("不公开回应的法定情形"),
        required=False,
        help_text=_("不公开回应时必选。负面、会引起关注，都不是理由。"),
    )
    reason = forms.CharField(
        label=_("理由"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不公开回应时必填：适用该条的理由。"),
    )
    harm = forms.CharField(
        label=_("公开将造成的损害"),
        required=False,
        max_length=400,
        help_text=_("危及安全、稳定的，以及第十六条各项，须写明。"),
    )
    review_on = forms.DateField(
        label=_("复审日期"),
        required=False,
        widget=day_input(),
        help_text=_("不公开回应时必填：届时重新研判。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        law = _word(LAW)
        self.fields["no_answer"].choices = [  # type: ignore[attr-defined]
            ("", _word("公开回应，不用选")),
            *(
                (code, f"{law}{_word(rule.article)} {_word(rule.label)}")
                for code, rule in NO_ANSWER_GROUNDS.items()
            ),
        ]

    def no_answer_input(self) -> NoAnswer | None:
        """Return ground, harm and day of review; None if one of them is missing."""
        ground, day = self.cleaned_data["no_answer"], self.cleaned_data["review_on"]
        return NoAnswer(ground, day, self.cleaned_data["harm"]) if ground and day else None


class OutsideLevelForm(forms.Form):
    """预警颜色、响应级别: as a document says."""

    LIFTED = "-"

    level = forms.ChoiceField(label=_("文件定的是"))
    document = forms.CharField(label=_("文号"), max_length=80)
    issuer = forms.CharField(label=_("发布机关"), max_length=80)
    on = forms.DateField(label=_("文件日期"), widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (_word(ladder.label), [*self._steps(ladder)]) for ladder in OutsideLadder
        ]

    def clean_level(self) -> tuple[OutsideLadder, str]:
        """Return ladder and step; "" = lifted."""
        ladder, _colon, step = self.cleaned_data["level"].partition(":")
        return OutsideLadder(ladder), "" if step == self.LIFTED else step

    def _steps(self, ladder: OutsideLadder) -> Iterator[tuple[str, str]]:
        for step, label in ladder.steps.items():
            yield f"{ladder}:{step}", _word(label)
        yield f"{ladder}:{self.LIFTED}", _word("已解除")


FURTHER_UNITS = 3  # that one act may notify beside the first


class NotifyForm(forms.Form):
    """通报: to which unit, with what guidance (指导解疑释惑)."""

    unit = forms.TypedChoiceField(label=_("通报哪个单位"), coerce=int, widget=forms.RadioSelect)
    guidance = forms.CharField(
        label=_("交代事项"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明核实内容、对外口径和尚未查明的事项。"),
    )
    known_since = moment_field(
        _("何时知道涉及后加的单位"),
        required=False,
        help_text=_("不填的，协办单位的时限亦自发现时起算，不自发出时起算。"),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        for place in range(1, FURTHER_UNITS + 1):
            self.fields[f"further_{place}"] = forms.TypedChoiceField(
                label=_("协办单位 %(place)s") % {"place": place},
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", _word("不需要")), *units],
            )
            self.fields[f"further_guidance_{place}"] = forms.CharField(
                label=_("协办单位 %(place)s 的工作要求") % {"place": place},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.order_fields([name for name in self.fields if name != "known_since"])

    def wanted(self) -> list[tuple[int, str]]:
        """Return key and guidance of each unit, the leading one first."""
        found = [(self.cleaned_data["unit"], self.cleaned_data["guidance"])]
        for place in range(1, FURTHER_UNITS + 1):
            if unit := self.cleaned_data[f"further_{place}"]:
                found.append((unit, self.cleaned_data[f"further_guidance_{place}"]))
        return found


class PickForm(ReasonForm):
    """Which posts (their ids travel as text: JavaScript cannot hold 64 bits)."""

    posts = forms.MultipleChoiceField(
        label=_("帖文"), widget=forms.CheckboxSelectMultiple, required=True
    )
    field_order = ["posts", "reason"]

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posts"].choices = posts  # type: ignore[attr-defined]


class MovePostsForm(PickForm):
    """Which posts, to which incident or to none."""

    NO_INCIDENT = "none"  # a number of an incident looks otherwise

    target = forms.ChoiceField(label=_("移到哪个事件"))
    field_order = ["posts", "target", "reason"]

    def __init__(self, *args: Any, targets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = (self.NO_INCIDENT, _word("不属于任何事件"))
        self.fields["target"].choices = unchosen([none, *targets])  # type: ignore[attr-defined]
