"""Acts on a draft: start, facts, submit, drop, publish, correct."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.core.models import Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.drafts.forms import AskForm, FactForm, NoteForm, StartForm
from huiying.web.console.drafts.unit_reports import fact_start
from huiying.web.console.drafts.views import store_words
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    about,
    carry_out,
    redirect_done,
    redirect_refused,
    show_form,
)
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.last_change import last_change_of_draft
from huiying.web.shared.requests import OfficerRequest, form_page, known_revision
from huiying.work.casework.notices.queries import reports_of
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.responses.checks.all_checks import blocking
from huiying.work.responses.confirmations.required import unasked_agencies
from huiying.work.responses.core.access import answer_for
from huiying.work.responses.core.exceptions import NotReady
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.access import draft_for
from huiying.work.responses.drafts.actions.drop import drop_draft
from huiying.work.responses.drafts.actions.start import start_draft
from huiying.work.responses.drafts.queries import open_draft_of, open_draft_of_incident
from huiying.work.responses.facts.actions.edit import add_fact, remove_fact
from huiying.work.responses.facts.actions.take_reports import take_reports
from huiying.work.responses.releases.actions.correct import correct_release
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.reviews.actions.submit import ask_and_submit, submit_draft
from huiying.work.responses.reviews.required import required_reviews


@form_page
def start(request: OfficerRequest, number: str) -> HttpResponse:
    """Begin an answer; an open draft of the incident is shown instead."""
    incident = incident_for(request.user, number, to=Capability.DRAFT)
    existing = open_draft_of_incident(incident)
    if existing is not None:
        return redirect("console:draft", existing.pk)
    text = ActText(
        title=_("起草回应"),
        submit=_("开始起草"),
        lead=_("回应经审定后才会公开。"),
        about=about(incident),
        back=reverse("console:incident", args=[number]),
    )
    form = StartForm(
        request.POST or None,
        bureau_id=incident.bureau_id,
        reported=reports_of(incident.current).exists(),
        initial={"speaker": incident.lead_unit_id},
    )

    def perform() -> Outcome:
        values, now = form.cleaned_data, clock.now()
        with transaction.atomic():
            draft = start_draft(
                incident=incident,
                officer=request.user,
                now=now,
                speaker=values["speaker"],
                speaker_reason=values["speaker_reason"],
            )
            if values.get("take"):
                take_reports(
                    draft=draft, revision=draft.revision, officer=request.user, now=now
                )
                words = _(
                    "已开始起草，单位反馈已写入。请改写为面向公众的文字；未公开任何内容。"
                )
                return words, _address(draft.pk)
        return _("已开始起草。未公开任何内容。"), _address(draft.pk)

    return carry_out(request, form, text, incident.revision, perform)


DRAFT = Target(
    row=draft_for, back=lambda draft: _address(draft.pk), last_change=last_change_of_draft
)


@Act(
    DRAFT,
    Capability.DRAFT,
    title=_("加事实"),
    form=FactForm,
    options=lambda draft, request: {"initial": fact_start(draft, request)},
    submit=_("加这条事实"),
)
def fact_add(draft: Draft, form: FactForm, by: By) -> Outcome:
    """Add a fact with its evidence."""
    add_fact(draft=draft, revision=by.known_revision, **form.cleaned_data, **by.stamp)
    return _("事实已加上。"), f"{_address(draft.pk)}#facts"


@require_POST
def fact_remove(request: OfficerRequest, pk: int, fact_id: int) -> HttpResponse:
    """Take a fact out."""
    draft = draft_for(request.user, pk, to=Capability.DRAFT)
    try:
        remove_fact(
            draft=draft,
            revision=known_revision(request),
            fact_id=fact_id,
            officer=request.user,
            now=clock.now(),
        )
    except Refused as error:
        return redirect_refused(request, error, _address(pk))
    return redirect_done(request, _("事实已删除。"), f"{_address(pk)}#facts")


@require_POST
def submit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for approval; what is missing is listed, agencies not asked yet are asked first.

    The form of the words sends them along: they are stored first, also if more is missing.
    """
    draft = draft_for(request.user, pk, to=Capability.DRAFT)
    now = clock.now()
    if "body" in request.POST:
        answer = store_words(request, draft)
        if answer is not None:
            return answer
    agencies = unasked_agencies(draft)
    form = AskForm(request.POST if "ask" in request.POST else None)
    if agencies and not form.is_bound and not blocking(draft, now):
        return show_form(request, form, _ask_first(draft, agencies), draft.revision)
    revision = draft.revision if "body" in request.POST else known_revision(request)
    ask = bool(agencies) and form.is_valid() and form.cleaned_data["ask"] == AskForm.FIRST
    act = ask_and_submit if ask else submit_draft
    try:
        act(draft=draft, revision=revision, officer=request.user, now=now)
    except NotReady as error:
        refused = _("未送审，稿件已保留。请按下列各项修改后重新送审：")
        messages.error(request, "\n".join([str(refused), *error.missing]))
        return redirect("console:draft", pk)
    except Refused as error:
        return redirect_refused(request, error, _address(pk))
    sentence = str(
        _("已送审，复核完成后由组长或副组长审定。审定前修改的，须重新送审。")
        if len(required_reviews(draft)) > 1
        else _("已送审，待组长或副组长审定。审定前修改的，须重新送审。")
    )
    if ask:
        names = _("、").join(unit.name for unit in agencies)
        sentence = str(_("已征求%(units)s确认。") % {"units": names}) + sentence
    return redirect_done(request, sentence, _address(pk))


def _ask_first(draft: Draft, agencies: list[Unit]) -> ActText:
    names = _("、").join(unit.name for unit in agencies)
    return ActText(
        title=_("送审：%(title)s") % {"title": draft.title},
        submit=_("送审"),
        lead=_("涉及其他机关，尚未征求确认：%(units)s。") % {"units": names},
        safe=_("制度第八条：涉及其他行政机关的，先沟通确认。未确认的稿件不能发布。"),
        back=_address(draft.pk),
    )


@Act(
    DRAFT,
    Capability.DRAFT,
    title=_("终止起草回应"),
    lead=_("稿件不再送审、不会发布。"),
    safe=_("已公开的内容不受影响，记录保留。"),
    form=ReasonForm,
    submit=lambda draft: _("终止起草第 %(number)s 版") % {"number": draft.version},
    danger=True,
)
def drop(draft: Draft, form: ReasonForm, by: By) -> Outcome:
    """Set a draft aside, with a reason."""
    drop_draft(draft=draft, revision=by.known_revision, **form.cleaned_data, **by.stamp)
    return _("已终止起草。公开内容无变化。"), reverse("console:responses")


@form_page
def publish_draft(request: OfficerRequest, pk: int) -> HttpResponse:
    """Make an approved draft public: one page, one button that names the version."""
    draft = draft_for(request.user, pk, to=Capability.PUBLISH)
    text = ActText(
        title=_("发布：%(title)s") % {"title": draft.title},
        submit=_("发布第 %(number)s 版") % {"number": draft.version},
        lead=_("发布后面向公众公开，该版文字不可再修改。"),
        safe=_("发现错误可以更正：更正是新的一版，旧版仍可查。"),
        back=_address(pk),
    )
    if request.method != "POST":
        return show_form(request, None, text, draft.revision)
    try:
        publish(
            draft=draft, revision=known_revision(request), officer=request.user, now=clock.now()
        )
    except Refused as error:
        return redirect_refused(request, error, _address(pk))
    sentence = _("第 %(number)s 版已发布。") % {"number": draft.version}
    return redirect_done(request, sentence, _address(pk))


@form_page
def correct(request: OfficerRequest, number: str) -> HttpResponse:
    """Begin a correction of what is public; an open one is shown instead."""
    require(request.user, Capability.DRAFT)
    answer = answer_for(request.user, number, to=Capability.DRAFT)
    existing = open_draft_of(answer)
    if existing is not None:
        return redirect("console:draft", existing.pk)
    text = ActText(
        title=_("更正已发布的回应"),
        submit=_("起草更正"),
        lead=_("更正是新的一版，同样须审定后发布。"),
        safe=_("已发布的文字不变，一直可查。"),
        back=reverse("console:responses"),
    )
    form = NoteForm(request.POST or None)

    def perform() -> Outcome:
        draft = correct_release(
            answer=answer,
            note=form.cleaned_data["note"],
            officer=request.user,
            now=clock.now(),
        )
        sentence = _("更正稿已建立，公开内容无变化。请修改正文，改好后点击“送审”。")
        return sentence, _address(draft.pk)

    return carry_out(request, form, text, 0, perform)


def _address(pk: int) -> str:
    return reverse("console:draft", args=[pk])
