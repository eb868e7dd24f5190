"""The unit's answer to a verification request, and the fact a draft takes from it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.shared.acts import (
    Text,
    redirect_done,
    redirect_refused,
)
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.last_change import last_change_of_docket
from huiying.web.shared.docket_forms import DocketAnswerForm, EvidenceForm
from huiying.web.shared.files import file_response
from huiying.web.shared.requests import OfficerRequest, known_revision
from huiying.work.casework.verification.access import evidence_for, verification_request_for
from huiying.work.casework.verification.actions.answer_verification import (
    DEFAULT_VALIDITY,
    add_evidence,
    answer_verification,
)
from huiying.work.casework.verification.actions.confirm_finding import record_lost_evidence
from huiying.work.casework.verification.models import Docket, Evidence
from huiying.work.casework.verification.queries import finding_in_force
from huiying.work.responses.drafts.access import draft_for
from huiying.work.responses.facts.actions.edit import EVIDENCE_CHARS, add_fact

DOCKET = Target(
    row=verification_request_for,
    back=lambda docket: _url(docket.number),
    last_change=last_change_of_docket,
)


@Act(
    DOCKET,
    Capability.REPORT_BACK,
    title=_("答复核实结论"),
    lead=lambda docket: docket.claim,
    safe=_("由本局另一人复核后才生效；复核前可以补充证据。"),
    form=DocketAnswerForm,
    options=lambda _docket, _request: {
        "initial": {"expires": clock.now().astimezone(LOCAL).date() + DEFAULT_VALIDITY}
    },
    submit=_("提交结论"),
)
def answer(docket: Docket, form: DocketAnswerForm, by: By) -> Text:
    """答复: finding, facts, evidence, how long it holds."""
    answer_verification(
        docket=docket,
        found=form.found(docket.bureau_id),
        revision=by.revision,
        **by.stamp,
    )
    return _("已答复，等复核。")


@Act(
    DOCKET,
    Capability.REPORT_BACK,
    title=_("补充证据"),
    form=EvidenceForm,
    submit=_("加这条证据"),
)
def evidence_add(docket: Docket, form: EvidenceForm, by: By) -> Text:
    """补充证据, before the answer is confirmed."""
    proof = form.proof(docket.bureau_id)
    add_evidence(docket=docket, proof=proof, **by.stamp)
    return _("证据已加上。")


@require_GET
def evidence_file(request: OfficerRequest, number: str, pk: int) -> HttpResponse:
    """The file of a piece of evidence; one that is gone or changed says so, and what to do."""
    piece = evidence_for(request.user, number, pk, to=Capability.SEE_INCIDENTS)
    answer = file_response(piece.file) if piece.file is not None else None
    if answer is not None:
        return answer
    gone = _(
        "文件无法打开：已缺失、已销毁，或与登记时的校验值不符。登记的校验值保留，请"
        "登记证据缺失。"
    )
    return redirect_refused(request, Refused(gone), _url(number))


@Act(
    Target(
        row=evidence_for,
        back=lambda piece: _url(piece.finding.docket.number),
        version=lambda piece: piece.finding.docket.revision,
    ),
    Capability.CONFIRM_FINDING,
    title=_("登记证据缺失"),
    lead=lambda piece: piece.words,
    safe=_("留有快照的仍然有效。证据全部缺失的，本核实单自动重新核实。"),
    form=ReasonForm,
    submit=_("登记失去"),
    danger=True,
)
def lost(piece: Evidence, form: ReasonForm, by: By) -> Text:
    """登记证据失去: a dead link keeps its snapshot; the last proof gone asks anew."""
    anew = record_lost_evidence(piece=piece, note=form.cleaned_data["reason"], **by.stamp)
    return _("已登记。证据均已缺失，已提请重新核实。") if anew else _("已登记。结论仍有证据。")


@require_POST
def use_in_draft(request: OfficerRequest, number: str, draft_id: int) -> HttpResponse:
    """写入事实: a finding in force becomes a fact of the answer, with its docket behind it."""
    draft = draft_for(request.user, draft_id, to=Capability.DRAFT)
    docket = verification_request_for(request.user, number, to=Capability.DRAFT)
    back = f"{reverse('console:draft', args=[draft_id])}#facts"
    found = finding_in_force(docket, clock.now())
    if found is None:
        return redirect_refused(request, Refused(_("该结论未经审核或已失效，不得引用。")), back)
    pieces = [piece.words for piece in found.evidence.all()]
    evidence = _("核实单 %(number)s：%(pieces)s") % {
        "number": number,
        "pieces": _("、").join([docket.unit.name, *pieces]),
    }
    try:
        add_fact(
            draft=draft,
            revision=known_revision(request),
            statement=found.facts,
            evidence=evidence[:EVIDENCE_CHARS],
            officer=request.user,
            now=clock.now(),
            docket=docket,
        )
    except Refused as error:
        return redirect_refused(request, error, back)
    return redirect_done(request, _("已写入事实，请改写为公众易懂的表述。"), back)


def _url(number: str) -> str:
    return reverse("console:docket", args=[number])
