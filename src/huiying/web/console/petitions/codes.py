"""补发查询码: asked for by one officer, signed by another, given out once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.jobs import clock
from huiying.policy.petitions.codes import CodeState, Recognition
from huiying.web.console.petitions.erasure_forms import ErasureRequestForm
from huiying.web.console.petitions.targets import PETITION, petition_topic, petition_url
from huiying.web.console.shared.acts import ActText, Outcome, act_button
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.one_time_display import issue_token, read_token
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.petitions.code_replacements.access import code_replacement_for
from huiying.work.petitions.code_replacements.actions.decide import CODE_KIND
from huiying.work.petitions.code_replacements.actions.issue import issue_code
from huiying.work.petitions.code_replacements.actions.request import CodeRequest, request_code
from huiying.work.petitions.code_replacements.concern import is_concerned
from huiying.work.petitions.code_replacements.models import CodeReplacement
from huiying.work.petitions.core.models import Petition

SEE, HANDLE = Capability.SEE_PETITIONS, Capability.HANDLE_PETITIONS
LEVELS = {CodeState.ASKED: "acc", CodeState.APPROVED: "warn", CodeState.ISSUED: "ok"}


def code_url(row: CodeReplacement) -> str:
    """Return the page of a request."""
    return reverse("console:petition-code", args=[row.number])


CODE = Target(
    row=code_replacement_for,
    back=code_url,
    topic=lambda row: petition_topic(row.petition),
    about=lambda row: f"{row.number} · {row.petition.number}",
)


class CodeRequestForm(ErasureRequestForm):
    """补发查询码: how the sender is recognised, and what was checked."""

    way = forms.ChoiceField(
        label=gettext_lazy("确认方式"),
        choices=[(one.value, gettext_lazy(one.label)) for one in Recognition],
        widget=forms.RadioSelect,
    )
    field_order = ("way", "identity")

    def code_request(self) -> CodeRequest:
        """Return it as the act wants it."""
        return CodeRequest(Recognition(self.cleaned_data["way"]), self.cleaned_data["identity"])


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A request for a new code.

    Attributes:
        level: How its state is coloured: ok, acc, warn or "".
        returned: Why it was returned; "" = it was not.
    """

    number: str
    petition: str
    petition_url: str
    state: str
    level: str
    way: str
    identity: str
    requested_by: str
    requested_at: datetime
    decided_by: str
    decided_at: datetime | None
    returned: str
    issued_by: str
    issued_at: datetime | None


def code_row(row: CodeReplacement, now: datetime) -> CodeRow:
    """Return a request as its page shows it; no query."""
    state, signoff = row.state(now), row.signoff
    decider = signoff.decided_by
    return CodeRow(
        number=row.number,
        petition=row.petition.number,
        petition_url=petition_url(row.petition),
        state=_(state.label),
        level=LEVELS.get(state, ""),
        way=_(Recognition(row.way).label),
        identity=row.identity,
        requested_by=row.requested_by.name,
        requested_at=row.requested_at,
        decided_by=decider.name if decider else "",
        decided_at=signoff.decided_at,
        returned=signoff.reason if state == CodeState.RETURNED else "",
        issued_by=row.issued_by.name if row.issued_by else "",
        issued_at=row.issued_at,
    )


@require_GET
def page(request: OfficerRequest, number: str) -> HttpResponse:
    """One request: how the sender was recognised, who signed, whether a code was given out."""
    officer, now = request.user, clock.now()
    row = code_replacement_for(officer, number, to=SEE)
    state = row.state(now)
    waits = state == CodeState.ASKED
    others = officer.pk != row.requested_by_id
    decides = waits and others and CODE_KIND.may_decide(row.signoff, officer)
    context = {
        "row": code_row(row, now),
        "hash": CODE_KIND.content_hash(row) if waits else "",
        "may_decide": decides,
        "waits_for_others": waits and not decides,
        "return_url": reverse("console:petition-code-return", args=[number]),
        "acts": _acts(row, officer, state, now),
    }
    return render(request, "console/petitions/code.html", context)


def _acts(
    row: CodeReplacement, officer: Officer, state: CodeState, now: datetime
) -> list[ActButton]:
    if state != CodeState.APPROVED or not may(officer, HANDLE):
        return []
    if is_concerned(row.petition, officer, now):
        return []
    return [
        act_button(_("出具新查询码…"), "console:petition-code-issue", row.number, main=True)
    ]


@Act(
    PETITION,
    HANDLE,
    title=gettext_lazy("补发查询码"),
    lead=gettext_lazy("只凭姓名不补发：须由本人当面，或按提交时留下的电话、住址联系确认。"),
    safe=gettext_lazy("须另一人签署。新查询码出具前，旧的仍可使用；出具后旧的作废。"),
    form=CodeRequestForm,
    submit=gettext_lazy("报请签署"),
)
def ask(row: Petition, form: CodeRequestForm, by: By) -> Outcome:
    """Ask for a new code for who lost his."""
    made = request_code(
        petition=row, code_request=form.code_request(), revision=by.revision, **by.stamp
    )
    words = _("补发申请 %(number)s 已报请签署。") % {"number": made.number}
    return words, code_url(made)


approve = approve_act(
    CODE_KIND, CODE, Capability.REVIEW, done=gettext_lazy("已签署，可出具新查询码。")
)
"""Sign exactly what was on the screen."""

send_back = return_act(
    CODE_KIND,
    CODE,
    Capability.REVIEW,
    title=gettext_lazy("退回补发申请"),
    lead=gettext_lazy("退回后旧查询码照常使用，可重新申请。"),
    done=gettext_lazy("已退回，旧查询码照常使用。"),
)
"""Return it, with a reason."""


def _whose(row: CodeReplacement) -> str:
    return f"petition code {row.pk}"


@never_cache
@form_page
def issue(request: OfficerRequest, number: str) -> HttpResponse:
    """出具新查询码, which is asked first; lead to the page that shows it once."""
    row = code_replacement_for(request.user, number, to=HANDLE)
    text = ActText(
        title=_("出具新查询码"),
        about=f"{row.number} · {row.petition.number}",
        lead=_("查询码只显示一次，请打印或抄给信访人。"),
        safe=_("出具后旧查询码立即作废，信访人在进展中可见已补发。"),
        submit=_("出具新查询码"),
        back=code_url(row),
    )
    return issue_token(
        request,
        text,
        lambda: issue_code(replacement=row, officer=request.user, now=clock.now()),
        _whose(row),
        reverse("console:petition-code-shown", args=[row.number]),
    )


@never_cache
@require_GET
def shown(request: OfficerRequest, number: str) -> HttpResponse:
    """The new code, once, as it is printed; it says nothing of what was brought."""
    row = code_replacement_for(request.user, number, to=HANDLE)
    code = read_token(request, _whose(row))
    if not code:
        return redirect(code_url(row))
    context = {
        "code": code,
        "issued_at": row.issued_at,
        "bureau": request.user.bureau.name,
        "url": petition_url(row.petition),
    }
    return render(request, "console/petitions/code_shown.html", context)
