"""登记: read the working text beside what was masked; the original with a reason only."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from huiying.base.accounts.roles.access import NotAllowed
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.petitions.kinds import PetitionStage
from huiying.web.console.petitions.forms import RegisterForm
from huiying.web.console.petitions.rows import (
    masked_parts,
    petition_note,
    petition_row,
    similar_row,
)
from huiying.web.console.petitions.targets import (
    PETITION,
    petition_in_sight,
    petition_to_act_on,
    petition_url,
)
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    redirect_done,
    redirect_refused,
    show_form,
    show_refusal,
)
from huiying.web.console.shared.declared_acts import Act, By
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.files import file_facts
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.web.shared.widgets import text_area
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.named_officer import refuse_named
from huiying.work.petitions.petitions.actions.divert_to_accusations import (
    LEAST_PASSAGE,
    MOST_PASSAGE,
    divert_to_accusations,
)
from huiying.work.petitions.petitions.actions.register import register_petition
from huiying.work.petitions.petitions.actions.reveal_original import (
    may_reveal,
    reveal_original,
)
from huiying.work.petitions.petitions.queries import files_of
from huiying.work.petitions.petitions.similar import similar_petitions

HANDLE = Capability.HANDLE_PETITIONS


@form_page
def register(request: OfficerRequest, number: str) -> HttpResponse:
    """核对并登记: the form beside what was masked, what is alike, and how it came in."""
    row, now = petition_to_act_on(request.user, number, to=HANDLE), clock.now()
    if row.stage != PetitionStage.RECEIVED:
        if request.method == "POST":
            done = Refused(_("该信访事项已登记，无需重复。"))
            return redirect_refused(request, done, petition_url(row))
        return redirect(petition_url(row))
    try:
        refuse_named(row, request.user)
    except Refused as error:
        return redirect_refused(request, error, petition_url(row))
    form = RegisterForm(
        request.POST or None,
        initial={"title": row.title, "text": row.text, "kind": row.kind},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            register_petition(
                petition=row,
                checked=form.checked(),
                officer=request.user,
                now=now,
                revision=submitted_version(request),
            )
        except Refused as error:
            form.add_error(None, str(error))
            if getattr(error, "forget", False):
                form.data = {}
            row, status = petition_to_act_on(request.user, number, to=HANDLE), 409
        else:
            return redirect_done(request, _("已登记。"), petition_url(row))
    context = {
        "petition": petition_row(row, request.user, now),
        "form": form,
        "version": row.revision,
        "masked": masked_parts(row.text),
        "people": row.people,
        "reached": row.can_be_reached,
        "note": petition_note(row, bureau=True),
        "reveals": may_reveal(request.user, row, now),
        "similar": [similar_row(one) for one in similar_petitions(row, request.user)],
        "files": [file_facts(one.file, paged=False) for one in files_of(row, request.user)],
    }
    return render(request, "console/petitions/register.html", context, status=status)


@never_cache
@form_page
def reveal(request: OfficerRequest, number: str) -> HttpResponse:
    """查看原文: once, on the answer to the form; nothing keeps it but the officer's memory."""
    row, now = petition_in_sight(request.user, number), clock.now()
    if not may_reveal(request.user, row, now):
        raise NotAllowed(Capability.REVEAL_IDENTITY)
    text = ActText(
        title=_("查看原文"),
        about=f"{row.number} {row.title}",
        lead=_("原文含信访人的姓名和联系方式。查看人、时间和理由均记入审计记录。"),
        safe=_("只显示这一次；刷新页面须重新写理由。"),
        submit=_("写明理由并查看"),
        back=petition_url(row),
    )
    form = ReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, row.revision)
    try:
        original = reveal_original(
            petition=row, reason=form.cleaned_data["reason"], officer=request.user, now=now
        )
    except Refused as error:
        return show_refusal(request, form, text, row.revision, error)
    context = {
        "number": row.number,
        "title": row.title,
        "original": original,
        "working": row.text,
        "back_url": petition_url(row),
    }
    return render(request, "console/petitions/revealed.html", context)


class DivertForm(forms.Form):
    """属检举控告: the passage that accuses, in the words of the working text."""

    passage = forms.CharField(
        label=gettext_lazy("指向机关、单位或者人员的原话"),
        max_length=MOST_PASSAGE,
        min_length=LEAST_PASSAGE,
        widget=text_area(3),
        help_text=gettext_lazy("从工作文本中逐字摘录，6 至 200 字；只给核对的人看。"),
    )


@Act(
    PETITION,
    HANDLE,
    title=gettext_lazy("属检举控告"),
    lead=gettext_lazy(
        "由检举控告经办人在一个工作日内核对：同意的，移出信访事项，只转有权处理的机关；不同意的，退回照常办理。"
    ),
    safe=gettext_lazy(
        "核对前各单位和本局其他人员都看不到，内容不删除，法定期限照常计算，查询页显示“转办中”。"
    ),
    form=DivertForm,
    submit=gettext_lazy("提出转办"),
    danger=True,
)
def divert(row: Petition, form: DivertForm, by: By) -> Outcome:
    """属检举控告: another person decides whether it is one."""
    divert_to_accusations(
        petition=row, passage=form.cleaned_data["passage"], revision=by.revision, **by.stamp
    )
    return _("已提出，待检举控告经办人核对。"), "console:petitions"
