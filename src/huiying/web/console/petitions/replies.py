"""Letters to who sent a petition: drafted, signed or returned, delivered, printed."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.petitions.kinds import OpinionOutcome, ReplyKind
from huiying.policy.petitions.reply_templates import template_of
from huiying.web.console.documents.handing_out import hand_out
from huiying.web.console.petitions.forms import DeliveryForm, ReplyForm
from huiying.web.console.petitions.letters import letter_document
from huiying.web.console.petitions.rows import (
    delivery_row,
    petition_row,
    remark_words,
    reply_row,
)
from huiying.web.console.petitions.targets import (
    REPLY,
    petition_in_sight,
    petition_url,
    reply_in_sight,
    reply_url,
)
from huiying.web.console.shared.acts import (
    Text,
    redirect_done,
    redirect_refused,
)
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.replies.access import reply_for
from huiying.work.petitions.replies.actions.answer_many import (
    ALIKE_KIND,
    ManyAnswered,
    letters_alike,
)
from huiying.work.petitions.replies.actions.deliver import record_reply_delivery
from huiying.work.petitions.replies.actions.draft import draft_reply, may_draft, reply_hash
from huiying.work.petitions.replies.actions.sign import REPLY_KIND, sign_reply
from huiying.work.petitions.replies.models import PetitionReply
from huiying.work.petitions.replies.offered import (
    needs_leader,
    not_offered,
    offered_kinds,
    signs_own,
)
from huiying.work.petitions.replies.queries import draft_of, remarks_of

HANDLE, APPROVE = Capability.HANDLE_PETITIONS, Capability.APPROVE


@form_page
def draft(request: OfficerRequest, number: str, kind: str) -> HttpResponse:
    """拟稿: the working text beside the letter; what it lacks is shown, never refused."""
    row, now = petition_in_sight(request.user, number), clock.now()
    if not may_draft(request.user, row, now):
        raise NotAllowed(HANDLE, Capability.REPORT_BACK)
    if kind not in ReplyKind.__members__:
        raise Http404
    letter, before = ReplyKind(kind), draft_of(row)
    if request.method != "POST" and letter not in offered_kinds(row):
        return redirect_refused(request, Refused(not_offered(row, letter)), petition_url(row))
    form = ReplyForm(request.POST or None, kind=letter, initial=_initial(letter, before))
    filled = request.method == "POST" and form.is_valid()
    if filled and "check" not in request.POST:
        version = submitted_version(request) if before else None
        try:
            reply = draft_reply(
                petition=row,
                draft=form.draft(),
                officer=request.user,
                now=now,
                revision=version,
            )
        except Refused as error:
            return _draft_page(request, row, _refused(form, error), before, status=409)
        return redirect_done(request, _("答复稿已存。"), reply_url(reply))
    return _draft_page(request, row, form, before)


def _refused(form: ReplyForm, error: Refused) -> ReplyForm:
    """Return the form with why; what must not stay is not shown again."""
    form.add_error(None, str(error))
    if error.forget:
        form.data = {}
    return form


def _draft_page(
    request: OfficerRequest,
    row: Petition,
    form: ReplyForm,
    before: PetitionReply | None,
    *,
    status: int = 200,
) -> HttpResponse:
    checked = form.is_bound and not form.errors
    words = form.draft() if checked else None
    found = remarks_of(row, form.kind, words.text, words.basis) if words else []
    context = {
        "petition": petition_row(row, request.user, clock.now()),
        "text": row.text,
        "letter": _(form.kind.label),
        "form": form,
        "version": before.revision if before else 0,
        "leader": needs_leader(row, form.kind),
        "other": form.kind == ReplyKind.ANSWER,
        "checked": checked,
        "remarks": [remark_words(one) for one in found],
        "back_url": petition_url(row),
    }
    return render(request, "console/petitions/draft.html", context, status=status)


def _initial(kind: ReplyKind, before: PetitionReply | None) -> dict[str, object]:
    if before is not None and before.kind == kind:
        names = ("outcome", "claim", "facts", "text", "basis", "ways", "days")
        return {name: getattr(before, name) for name in names}
    made = template_of(kind)
    return {"text": made.text, "basis": made.basis, "ways": made.ways}


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One letter: its words, what they lack, who signs, how it arrived."""
    reply, officer, now = reply_in_sight(request.user, number), request.user, clock.now()
    petition, kind = reply.petition, ReplyKind(reply.kind)
    writes = may_draft(officer, petition, now)
    if reply.signed_at is None and not (writes or may(officer, Capability.SEE_PETITIONS)):
        raise NotAllowed(Capability.SEE_PETITIONS)
    request_row = reply.signoff
    waits = reply.is_draft and request_row is not None and request_row.decision == "PENDING"
    leader = needs_leader(petition, kind)
    decides = (
        waits
        and request_row is not None
        and REPLY_KIND.may_decide(request_row, officer)
        and officer.pk not in (request_row.requested_by_id, reply.drafted_by_id)
    )
    offered = kind in offered_kinds(petition)
    context = {
        "reply": reply_row(reply),
        "words": reply,
        "outcome": _(OpinionOutcome(reply.outcome).label) if reply.outcome else "",
        "petition": petition_row(petition, officer, now),
        "is_draft": reply.is_draft,
        "waits": waits,
        "decides": decides,
        "leader": leader,
        "other": not leader and signs_own(reply, officer, now),
        "alone": kind == ReplyKind.ACCEPTANCE,
        "alike": len(letters_alike(reply)) if decides else 0,
        "signs": reply.is_draft and not waits and offered and may(officer, HANDLE),
        "not_now": reply.is_draft and not offered,
        "redraft_url": reverse("console:petition-draft", args=[petition.number, reply.kind])
        if reply.is_draft and writes and offered
        else "",
        "returned": request_row.reason
        if request_row is not None and request_row.decision == "RETURNED"
        else "",
        "asked_by": request_row.requested_by.name if request_row else "",
        "hash": reply_hash(reply),
        "signed_by": reply.signed_by.name if reply.signed_by else "",
        "remarks": [
            remark_words(one) for one in remarks_of(petition, kind, reply.text, reply.basis)
        ]
        if reply.is_draft
        else [],
        "deliveries": [delivery_row(one) for one in reply.deliveries.select_related("by")],
        "delivers": reply.signed_at is not None and writes,
    }
    return render(request, "console/petitions/reply.html", context)


@ButtonAct(REPLY, HANDLE)
def sign(row: PetitionReply, by: By, posted: QueryDict) -> Text:
    """签发, or 报请签发 where another person decides."""
    asked = sign_reply(reply=row, shown_hash=posted.get("hash", ""), **by.stamp)
    if asked is not None:
        return gettext_lazy("已报请签发，待另一人签署；签署前时限连续计算。")
    return gettext_lazy("已签发，信访人凭查询码可见。")


def _to_sign(officer: Officer, number: str, *, to: Capability) -> PetitionReply:
    """Return a letter for who may sign what another person asks for."""
    held = HANDLE if may(officer, HANDLE) else to
    reply = reply_for(officer, number, to=held, now=clock.now())
    if needs_leader(reply.petition, ReplyKind(reply.kind)) and not may(officer, to):
        raise NotAllowed(to)
    return reply


SIGNED = replace(REPLY, row=_to_sign)

approve = approve_act(
    REPLY_KIND, SIGNED, APPROVE, done=gettext_lazy("已签发，信访人凭查询码可见。")
)
"""签发 of exactly what was on the screen, by another person."""


def _signed_together(done: ManyAnswered) -> Text:
    words = _("已签发 %(count)s 件，信访人凭查询码可见。") % {"count": len(done.answered)}
    if not done.left:
        return words
    left = _("、").join(f"{number}（{why}）" for number, why in done.left)
    return words + _("未签发：%(left)s。") % {"left": left}


approve_alike = approve_act(ALIKE_KIND, SIGNED, APPROVE, done=_signed_together)
"""签发 of this letter and of those that were drafted together with it in the same words."""

send_back = return_act(
    REPLY_KIND,
    SIGNED,
    APPROVE,
    title=gettext_lazy("退回修改"),
    lead=gettext_lazy("退回拟稿人修改，时限连续计算。"),
    done=gettext_lazy("已退回修改。"),
)
"""退回修改, with a reason."""


def _to_deliver(officer: Officer, number: str, *, to: Capability) -> PetitionReply:
    """Return a letter for who may record its delivery: the bureau, or the unit."""
    held = HANDLE if may(officer, HANDLE) else to
    reply = reply_for(officer, number, to=held, now=clock.now())
    if not may_draft(officer, reply.petition, clock.now()):
        raise NotAllowed(HANDLE, to)
    return reply


DELIVERED = Target(row=_to_deliver, back=reply_url)


@Act(
    DELIVERED,
    Capability.REPORT_BACK,
    title=gettext_lazy("登记送达"),
    lead=gettext_lazy("查询页面自动显示，无需登记；此处登记邮寄、电话和当面送达。"),
    safe=gettext_lazy("登记后不可修改。"),
    form=DeliveryForm,
    options=lambda _row, _request: {"initial": {"at": localtime(clock.now())}},
    submit=gettext_lazy("登记送达"),
)
def deliver(row: PetitionReply, form: DeliveryForm, by: By) -> Text:
    """登记送达, with its proof."""
    record_reply_delivery(reply=row, delivery=form.delivery(), **by.stamp)
    return gettext_lazy("已登记送达。")


@require_GET
def letter(request: OfficerRequest, number: str) -> HttpResponse:
    """The letter as PDF or DOCX; it names the petition, never who sent it."""
    reply = reply_in_sight(request.user, number)
    back = reply_url(reply)
    if reply.signed_at is None:
        return redirect_refused(request, Refused(_("尚未签发，不能打印。")), back)
    return hand_out(
        request,
        lambda: letter_document(reply),
        kind=_(ReplyKind(reply.kind).label),
        back_url=back,
        back_label=reply.petition.title,
    )
