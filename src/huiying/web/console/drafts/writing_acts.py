"""Acts of writing: change a fact, choose a form, give a reason, settle a contradiction."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.drafts.forms import ChooseForm, FactForm
from huiying.web.console.shared.acts import ActText, Outcome, carry_out_on_draft
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.requests import OfficerRequest, form_page, known_revision
from huiying.work.responses.checks.questions import public_questions
from huiying.work.responses.checks.wording import empty_phrases
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.access import draft_for
from huiying.work.responses.drafts.actions.choose_form import choose_form
from huiying.work.responses.drafts.actions.give_reason import give_reason
from huiying.work.responses.drafts.models import ExemptionKind
from huiying.work.responses.drafts.reasons import digest_of_words
from huiying.work.responses.facts.actions.edit import FactWords, change_fact
from huiying.work.responses.facts.actions.supersede import supersede
from huiying.work.responses.facts.contradictions import contradictions_of
from huiying.work.responses.facts.statements import statements_of

FACT = ("subject", "attribute", "value", "as_of", "statement", "evidence", "link")


@form_page
def fact_change(request: OfficerRequest, pk: int, fact_id: int) -> HttpResponse:
    """Change a fact; the text goes on citing it by its code."""
    draft = draft_for(request.user, pk, to=Capability.DRAFT)
    fact = draft.facts.filter(pk=fact_id).first()
    if fact is None:
        raise Http404
    text = ActText(
        title=_("改事实 F%(number)s") % {"number": fact.order},
        submit=_("存这条事实"),
        safe=_("编号不变，正文仍引用它。"),
        back=_address(pk),
    )
    form = FactForm(request.POST or None, initial={name: getattr(fact, name) for name in FACT})

    def perform() -> Outcome:
        change_fact(
            draft=draft,
            revision=known_revision(request),
            fact_id=fact_id,
            words=FactWords(**form.cleaned_data),
            officer=request.user,
            now=clock.now(),
        )
        return _("事实已改。"), f"{_address(pk)}#facts"

    return carry_out_on_draft(request, form, text, draft, perform)


@form_page
def form_choose(request: OfficerRequest, pk: int) -> HttpResponse:
    """Choose the form of the answer; its outline fills an empty text."""
    draft = draft_for(request.user, pk, to=Capability.DRAFT)
    filled = bool(draft.body.strip())
    text = ActText(
        title=_("选回应形式"),
        submit=_("用这种形式"),
        lead=_("正文是空的，会填上提纲。") if not filled else _("正文已有文字，只记下形式。"),
        safe=_("公众页注明回应形式。"),
        back=_address(pk),
    )
    form = ChooseForm(request.POST or None, filled=filled, initial={"form": draft.form})

    def perform() -> Outcome:
        filled_in = choose_form(
            draft=draft,
            revision=known_revision(request),
            form=form.cleaned_data["form"],
            replace=form.cleaned_data.get("replace", False),
            officer=request.user,
            now=clock.now(),
        )
        message = _("形式已选，提纲已写入正文。") if filled_in else _("形式已选，正文未改动。")
        return message, f"{_address(pk)}#text"

    return carry_out_on_draft(request, form, text, draft, perform)


@form_page
def reason(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give a reason for the very words that the page showed."""
    draft = draft_for(request.user, pk, to=Capability.DRAFT)
    kind = request.GET.get("kind", "")
    words = _words(draft, kind, request.GET.get("of", ""))
    titles = {
        ExemptionKind.QUESTION: _("关切处理方式"),
        ExemptionKind.WORDING: _("保留该说法的理由"),
    }
    text = ActText(
        title=titles.get(ExemptionKind(kind), _("不属事实陈述")),
        submit=_("记下理由"),
        lead=_("“%(words)s”") % {"words": words} if words else _("该句已不在正文中。"),
        safe=_("审定人可见理由。修改后理由作废。"),
        back=f"{_address(pk)}#text",
    )
    form = ReasonForm(request.POST or None)

    def perform() -> Outcome:
        give_reason(
            draft=draft,
            revision=known_revision(request),
            kind=ExemptionKind(kind),
            words=words,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("理由已记下。"), f"{_address(pk)}#text"

    return carry_out_on_draft(request, form, text, draft, perform)


@form_page
def replace_fact(request: OfficerRequest, pk: int, fact_id: int) -> HttpResponse:
    """Mark that this draft replaces what another answer says."""
    draft = draft_for(request.user, pk, to=Capability.DRAFT)
    row = next((one for one in contradictions_of(draft) if one.other.pk == fact_id), None)
    if row is None and request.method != "POST":
        raise Http404
    text = ActText(
        title=_("以本稿为准"),
        submit=_("标明以本稿为准"),
        lead=_("第 %(number)s 号回应写的是“%(theirs)s”，本稿写的是“%(ours)s”。")
        % {
            "number": row.other.answer.number,
            "theirs": row.other.value,
            "ours": row.fact.value,
        }
        if row
        else "",
        safe=_("已发布的文字不变；本稿发布后，那条事实标为已被取代。"),
        back=_address(pk),
    )
    form = ReasonForm(request.POST or None)

    def perform() -> Outcome:
        supersede(
            draft=draft,
            revision=known_revision(request),
            fact_id=fact_id,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已标明以本稿为准。"), f"{_address(pk)}#contradictions"

    return carry_out_on_draft(request, form, text, draft, perform)


def _words(draft: Draft, kind: str, digest: str) -> str:
    """Return the words of a draft that a reason is asked for, "" when they are gone."""
    if kind == ExemptionKind.STATEMENT:
        rows = [one.text for one in statements_of(draft) if one.digest == digest]
    elif kind == ExemptionKind.QUESTION:
        rows = [one.text for one in public_questions(draft) if one.digest == digest]
    elif kind == ExemptionKind.WORDING:
        phrases = empty_phrases(draft)
        rows = [phrases] if phrases and digest_of_words(phrases) == digest else []
    else:
        raise Http404
    return next(iter(rows), "")


def _address(pk: int) -> str:
    return reverse("console:draft", args=[pk])
