"""Acts on a review: begin, change, add or drop a lesson, finish, settle a lesson."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.reviews.forms import LessonForm, ReviewForm
from huiying.web.console.shared.acts import (
    Outcome,
    Text,
)
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import WordsForm
from huiying.work.closing.reviews.access import lesson_for, review_for
from huiying.work.closing.reviews.actions.write_review import (
    add_lesson,
    drop_lesson,
    edit_review,
    finish_review,
    settle_lesson,
    start_review,
)
from huiying.work.closing.reviews.models import AfterReview, Lesson
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for

INCIDENT = Target(
    row=incident_for, back=lambda incident: reverse("console:incident", args=[incident.number])
)

REVIEW = Target(row=review_for, back=lambda row: _url(row.number))

LESSON = Target(row=lesson_for, back=lambda row: _url(row.review.number))

LESSON2 = Target(row=lesson_for, back="console:risks")


@Act(
    INCIDENT,
    Capability.CLOSE,
    title=_("撰写复盘"),
    lead=_("办理过程自审计记录提取，无需抄录。写明单位和岗位，不写个人姓名。"),
    form=ReviewForm,
    submit=_("保存复盘"),
)
def start(incident: Incident, form: ReviewForm, by: By) -> Outcome:
    """写复盘 of a closed incident."""
    row = start_review(incident=incident, text=form.review_text(), **by.stamp)
    return _("复盘已保存，请添加整改事项。"), _url(row.number)


@Act(
    REVIEW,
    Capability.CLOSE,
    title=_("修改复盘"),
    form=ReviewForm,
    options=lambda row, _request: {
        "initial": {
            name: getattr(row, name) for name in ("kind", "happened", "went_well", "went_badly")
        }
    },
    submit=_("保存复盘"),
)
def edit(row: AfterReview, form: ReviewForm, by: By) -> Text:
    """改复盘."""
    edit_review(review=row, text=form.review_text(), revision=by.revision, **by.stamp)
    return _("复盘已保存。")


@Act(
    REVIEW,
    Capability.CLOSE,
    title=_("添加整改事项"),
    lead=_("完成复盘后，未整改事项列入整改清单。"),
    form=LessonForm,
    options=lambda row, _request: {
        "units": [(unit.pk, unit.name) for unit in units_of(row.bureau_id)]
    },
    submit=_("添加"),
)
def add(row: AfterReview, form: LessonForm, by: By) -> Text:
    """添加教训: what must change, by which unit, by which day."""
    add_lesson(
        review=row,
        text=form.cleaned_data["text"],
        unit=unit_for(by.officer, form.cleaned_data["unit"], to=Capability.CLOSE),
        due=form.cleaned_data["due"],
        **by.stamp,
    )
    return _("整改事项已添加。")


@ButtonAct(LESSON, Capability.CLOSE)
def drop(row: Lesson, by: By, _posted: QueryDict) -> Text:
    """删去教训 of a review that is still written."""
    drop_lesson(lesson=row, **by.stamp)
    return _("整改事项已删除。")


@ButtonAct(REVIEW, Capability.CLOSE)
def finish(row: AfterReview, by: By, _posted: QueryDict) -> Text:
    """完成复盘: into the case library."""
    finish_review(review=row, revision=by.revision, **by.stamp)
    return _("复盘已完成，列入案例库。")


@Act(
    LESSON2,
    Capability.REPORT_BACK,
    title=_("整改已登记。"),
    lead=lambda row: row.text,
    form=WordsForm,
    submit=_("登记整改"),
)
def settle(row: Lesson, form: WordsForm, by: By) -> Text:
    """已改好: by the unit that sees to it."""
    settle_lesson(lesson=row, how=form.cleaned_data["text"], **by.stamp)
    return _("已登记。")


def _url(number: str) -> str:
    return reverse("console:review", args=[number])
