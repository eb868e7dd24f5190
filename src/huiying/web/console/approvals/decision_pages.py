"""Where each kind of request is decided: the registry of kinds, and the list of what waits.

In:   an officer.    Out:  what waits for a decision of his, with its page and its clock.
Cost: two queries; one more for each request of minutes or of more time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.models import Clock
from huiying.base.clocks.queries import status_columns
from huiying.base.personnel.actions.change_superior import SUPERIOR_KIND
from huiying.base.personnel.actions.grant_reset import RESET_KIND
from huiying.base.personnel.actions.sign_roles import ROLES_KIND
from huiying.base.personnel.queries import accounts_confirmed_by
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.base.signoff.queries import pending_for
from huiying.jobs import clock as time
from huiying.work.casework.extensions.actions.extend import EXTENSION_KIND
from huiying.work.casework.instructions.actions.confirm import INSTRUCTION_KIND
from huiying.work.casework.late_records.actions.confirm import LATE_RECORD_KIND
from huiying.work.casework.procedure.actions.decide_proposal import PROPOSAL_KIND
from huiying.work.casework.procedure.actions.sign_minutes import MINUTES_KIND
from huiying.work.casework.references.actions.confirm_withdrawal import WITHDRAWAL_KIND
from huiying.work.casework.supervision.actions.close import SUPERVISION_KIND
from huiying.work.closing.archive.actions.file_matter import PERIOD_KIND
from huiying.work.closing.packets.actions.sign_packet import PACKET_KIND
from huiying.work.closing.petition_purges.actions.plan import PURGE_KIND
from huiying.work.closing.retention.actions.plan import DELETION_KIND
from huiying.work.closing.waivers.actions.waive import WAIVER_KIND
from huiying.work.incidents.candidates.actions.set_aside import SET_ASIDE_KIND
from huiying.work.incidents.grading.actions.decide_request import GRADING_KIND
from huiying.work.incidents.incidents.actions.stop_source import SOURCE_KIND
from huiying.work.petitions.code_replacements.actions.decide import CODE_KIND
from huiying.work.petitions.erasure.actions.decide import (
    ERASURE_KIND as PETITION_ERASURE_KIND,
)
from huiying.work.petitions.replies.actions.sign import REPLY_KIND
from huiying.work.prevention.decisions.actions.sign_decision import DECISION_KIND
from huiying.work.prevention.plans.actions.approve_plan import PLAN_KIND
from huiying.work.prevention.risks.actions.sign import RISK_KIND
from huiying.work.prevention.sweeps.actions.compile import SWEEP_KIND
from huiying.work.reports.deliveries.actions.withdraw_report import (
    WITHDRAWAL_KIND as REPORT_WITHDRAWAL_KIND,
)
from huiying.work.reports.downward.actions.answer import ANSWER_KIND
from huiying.work.reports.downward.actions.sign_step import ISSUED_KIND
from huiying.work.reports.drafting.actions.sign_report import REPORT_KIND
from huiying.work.reports.routing.actions.adopt_change import ROUTING_KIND
from huiying.work.reports.schedules.actions.adopt_schedule import SCHEDULE_KIND
from huiying.work.responses.confirmations.actions.change_unit import UNIT_KIND
from huiying.work.responses.confirmations.queries import confirmations_to_countersign
from huiying.work.responses.disclosure.actions.erase import ERASURE_KIND
from huiying.work.responses.disclosure.actions.seal import SEAL_KIND
from huiying.work.responses.mechanism.actions.countersign import MECHANISM_KIND
from huiying.work.responses.press.actions.apply import PRESS_KIND
from huiying.work.responses.releases.actions.ratify_procedure import RATIFICATION_KIND
from huiying.work.responses.reviews.actions.decide import DRAFT_KIND

Text = str | Promise
SEVERAL = 2  # requests for roles, from which on they are one row of a desk


@dataclass(frozen=True)
class DecisionPage:
    """The page of one kind: what the list calls a request, and where it is decided.

    Attributes:
        url: Name of the page; its argument is the public number of what is decided.
        by_request: The argument is the key of the request instead.
    """

    kind: SignoffKind[Any]
    label: Text | Callable[[SignoffRequest], Text]
    url: str
    by_request: bool = False


def _draft_label(request: SignoffRequest) -> Text:
    last = request.signed + 1 == request.needed
    return _("回应稿，待审定") if last else _("回应稿，待审核")


def _proposal_label(request: SignoffRequest) -> Text:
    return _("紧急交办，待追认") if request.emergency else _("处置意见")


DECISION_PAGES = {
    page.kind.name: page
    for page in (
        DecisionPage(DRAFT_KIND, _draft_label, "console:approval", by_request=True),
        DecisionPage(PROPOSAL_KIND, _proposal_label, "console:proposal"),
        DecisionPage(MINUTES_KIND, _("会商纪要"), "console:consultation"),
        DecisionPage(EXTENSION_KIND, _("延期申请"), "console:extension"),
        DecisionPage(
            GRADING_KIND, _("定级或回应价值"), "console:grading-request", by_request=True
        ),
        DecisionPage(SET_ASIDE_KIND, _("排除重大待研判舆情"), "console:candidate"),
        DecisionPage(INSTRUCTION_KIND, _("批示，待本人确认"), "console:instruction"),
        DecisionPage(
            LATE_RECORD_KIND, _("补登送达时间，待核签"), "console:late-record", by_request=True
        ),
        DecisionPage(REPLY_KIND, _("信访答复，待签发"), "console:petition-reply"),
        DecisionPage(PETITION_ERASURE_KIND, _("删除申请，待审定"), "console:petition-erasure"),
        DecisionPage(CODE_KIND, _("补发查询码，待签署"), "console:petition-code"),
        DecisionPage(SUPERVISION_KIND, _("督办，待销号"), "console:supervision"),
        DecisionPage(ISSUED_KIND, _("下发督办，待签发"), "console:issued-supervision"),
        DecisionPage(ANSWER_KIND, _("反馈上级，待签发"), "console:superior-supervision"),
        DecisionPage(DECISION_KIND, _("决策风险评估，待签署"), "console:decision"),
        DecisionPage(PLAN_KIND, _("处置预案，待批准"), "console:contingency-plan"),
        DecisionPage(WAIVER_KIND, _("办结豁免"), "console:waiver"),
        DecisionPage(PACKET_KIND, _("完整版证据包，待签批"), "console:packet"),
        DecisionPage(PERIOD_KIND, _("缩短保管期限"), "console:archive-period"),
        DecisionPage(DELETION_KIND, _("删除到期帖文"), "console:post-deletion"),
        DecisionPage(PURGE_KIND, _("删除到期信访事项"), "console:petition-purge"),
        DecisionPage(PRESS_KIND, _("发布会申请"), "console:press-conference"),
        DecisionPage(
            RATIFICATION_KIND,
            _("先行发布的回应，待追认"),
            "console:procedure-ratify",
            by_request=True,
        ),
        DecisionPage(MECHANISM_KIND, _("机制审核，待核签"), "console:mechanism"),
        DecisionPage(
            WITHDRAWAL_KIND, _("信访人撤回或意见书送达，待核签"), "console:reference-withdrawal"
        ),
        DecisionPage(SEAL_KIND, _("封存"), "console:seal", by_request=True),
        DecisionPage(ERASURE_KIND, _("销毁文件"), "console:file"),
        DecisionPage(REPORT_KIND, _("报告，待签发"), "console:report"),
        DecisionPage(REPORT_WITHDRAWAL_KIND, _("撤回报告，待核签"), "console:report"),
        DecisionPage(ROUTING_KIND, _("归口表变更，待采纳"), "console:report-recipient-change"),
        DecisionPage(
            SCHEDULE_KIND, _("定期报送时间变更，待采纳"), "console:report-schedule-change"
        ),
        DecisionPage(RISK_KIND, _("风险点变更，待签署"), "console:risk"),
        DecisionPage(SWEEP_KIND, _("风险定期梳理，待签发"), "console:sweep"),
        DecisionPage(
            UNIT_KIND, _("单位变更，待签署"), "console:setting-change", by_request=True
        ),
        DecisionPage(
            SUPERIOR_KIND, _("停用上级机关，待签署"), "console:setting-change", by_request=True
        ),
        DecisionPage(
            SOURCE_KIND, _("停用来源，待签署"), "console:setting-change", by_request=True
        ),
        DecisionPage(
            RESET_KIND, _("重设登录，待签署"), "console:reset-request", by_request=True
        ),
        DecisionPage(ROLES_KIND, _("角色授予"), "console:role-request", by_request=True),
    )
}


class WaitingDecision(NamedTuple):
    """One request that an officer can decide."""

    label: str
    title: str
    url: str
    clock: Clock | None
    kind: str = ""


COLUMNS = ("bureau", "kind", "about_ref", "label", "signed", "needed", "emergency")


def decisions_waiting_for(officer: Officer) -> Iterator[WaitingDecision]:
    """Yield what an officer decides: requests, answers to countersign, new accounts."""
    rows = pending_for(officer.bureau_id, officer=officer).select_related(None)
    for request in rows.select_related("clock").only(*COLUMNS, *status_columns("clock")):
        page = DECISION_PAGES[request.kind]
        if page.kind.may_decide(request, officer):
            label = page.label(request) if callable(page.label) else page.label
            key = request.pk if page.by_request else request.about_ref
            url = reverse(page.url, args=[key])
            clock = page.kind.clock(request)
            yield WaitingDecision(str(label), request.label, url, clock, request.kind)
    for row in confirmations_to_countersign(officer):
        label = gettext("%(unit)s的确认，待核签") % {"unit": row.unit.name}
        url = reverse("console:confirmation-countersign", args=[row.number])
        yield WaitingDecision(label, row.draft.title, url, row.clock)
    if may(officer, Capability.CONFIRM_ACCOUNTS):
        yield from _accounts(accounts_confirmed_by(officer, officer.as_of or time.now()))


def _accounts(rows: list[Officer]) -> Iterator[WaitingDecision]:
    """Yield the new accounts that an officer may confirm, as one row if they are several."""
    label = gettext("新账号，待确认")
    if len(rows) >= SEVERAL:
        words = ngettext("%(count)s 个账号待确认", "%(count)s 个账号待确认", len(rows))
        url = f"{reverse('console:role-requests')}#accounts"
        yield WaitingDecision(label, words % {"count": len(rows)}, url, None)
        return
    for row in rows:
        url = reverse("console:officer-confirm", args=[row.pk])
        yield WaitingDecision(label, row.name, url, None)


def together(rows: list[WaitingDecision]) -> list[WaitingDecision]:
    """Return the rows with one for all requests for roles, if there are several."""
    roles = [row for row in rows if row.kind == ROLES_KIND.name]
    if len(roles) < SEVERAL:
        return rows
    words = ngettext("%(count)s 份申请待签署", "%(count)s 份申请待签署", len(roles))
    title, url = words % {"count": len(roles)}, reverse("console:role-requests")
    one = WaitingDecision(roles[0].label, title, url, None, ROLES_KIND.name)
    return [*(row for row in rows if row.kind != ROLES_KIND.name), one]
