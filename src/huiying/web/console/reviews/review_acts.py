"""Acts on a review: begin, change, add or drop a lesson, finish, settle a lesson.

In:   requests of CLOSE (write, finish) and REPORT_BACK (own unit: settle).
Out:  the act, or why it was not done.
Cost: one action each.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.reviews.forms import LessonForm, ReviewForm
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    carry_out,
    redirect_done,
    redirect_refused,
)
from huiying.web.console.shared.forms import WordsForm
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.closing.reviews.access import lesson_for, review_for
from huiying.work.closing.reviews.actions.write_review import (
    add_lesson,
    drop_lesson,
    edit_review,
    finish_review,
    settle_lesson,
    start_review,
)
from huiying.work.incidents.incidents.access import incident_for


@form_page
def start(request: OfficerRequest, number: str) -> HttpResponse:
    """写复盘 of a closed incident."""
    incident = incident_for(request.user, number, to=Capability.CLOSE)
    asked = ActText(
        title=_("写复盘"),
        lead=_("经过从记录里取，不用抄。写单位和岗位，不写个人姓名。"),
        submit=_("存复盘"),
        back=reverse("console:incident", args=[number]),
    )
    form = ReviewForm(request.POST or None)

    def deed() -> Outcome:
        row = start_review(
            incident=incident, said=form.said(), officer=request.user, now=clock.now()
        )
        return _("复盘已存，请添加教训。"), _url(row.number)

    return carry_out(request, form, asked, incident.revision, deed)


@form_page
def edit(request: OfficerRequest, number: str) -> HttpResponse:
    """改复盘."""
    row = review_for(request.user, number, to=Capability.CLOSE)
    asked = ActText(title=_("改复盘"), submit=_("存复盘"), back=_url(number))
    start_with = {
        name: getattr(row, name) for name in ("kind", "happened", "went_well", "went_badly")
    }
    form = ReviewForm(request.POST or None, initial=start_with)

    def deed() -> Outcome:
        edit_review(
            review=row,
            said=form.said(),
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("复盘已存。"), _url(number)

    return carry_out(request, form, asked, row.revision, deed)


@form_page
def add(request: OfficerRequest, number: str) -> HttpResponse:
    """添加教训: what must change, by which unit, by which day."""
    row = review_for(request.user, number, to=Capability.CLOSE)
    asked = ActText(
        title=_("添加教训"),
        lead=_("完成复盘后，没有改好的教训列入风险清单。"),
        submit=_("添加"),
        back=_url(number),
    )
    units = [(unit.pk, unit.name) for unit in units_of(row.bureau_id)]
    form = LessonForm(request.POST or None, units=units)

    def deed() -> Outcome:
        add_lesson(
            review=row,
            text=form.cleaned_data["text"],
            unit=unit_for(request.user, form.cleaned_data["unit"], to=Capability.CLOSE),
            due=form.cleaned_data["due"],
            officer=request.user,
            now=clock.now(),
        )
        return _("教训已添加。"), _url(number)

    return carry_out(request, form, asked, row.revision, deed)


@require_POST
def drop(request: OfficerRequest, pk: int) -> HttpResponse:
    """删去教训 of a review that is still written."""
    row = lesson_for(request.user, pk, to=Capability.CLOSE)
    back = _url(row.review.number)
    try:
        drop_lesson(lesson=row, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, back)
    return redirect_done(request, _("教训已删去。"), back)


@require_POST
def finish(request: OfficerRequest, number: str) -> HttpResponse:
    """完成复盘: into the case library."""
    row = review_for(request.user, number, to=Capability.CLOSE)
    try:
        finish_review(
            review=row,
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
    except Refused as error:
        return redirect_refused(request, error, _url(number))
    return redirect_done(request, _("复盘已完成，列入案例库。"), _url(number))


@form_page
def settle(request: OfficerRequest, pk: int) -> HttpResponse:
    """已改好: by the unit that sees to it."""
    row = lesson_for(request.user, pk, to=Capability.REPORT_BACK)
    asked = ActText(
        title=_("教训已改好"),
        lead=row.text,
        submit=_("登记已改好"),
        back=reverse("console:risks"),
    )
    form = WordsForm(request.POST or None)

    def deed() -> Outcome:
        settle_lesson(
            lesson=row,
            how=form.cleaned_data["text"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已登记。"), reverse("console:risks")

    return carry_out(request, form, asked, 0, deed)


def _url(number: str) -> str:
    return reverse("console:review", args=[number])
