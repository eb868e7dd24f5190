"""Lines of a release plan as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.files import FileFacts, file_facts
from huiying.web.shared.numbers import numbered
from huiying.work.responses.outlets.models import Agreement, Carried, PlanLine, PlanState
from huiying.work.responses.outlets.queries import lines_in_need, need_of, needs_correction

LEVELS = {Agreement.SAME: "ok", Agreement.EXCERPT: "ok", Agreement.DIFFERS: "bad"}


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """One time that a channel carried a version.

    Attributes:
        level: Of the agreement of the words: ok, bad or dash.
        file: The picture that proves it, where it was read.
        has_file: There is one.
    """

    at: datetime
    version: int
    link: str
    proof: str
    by: str
    agreement_word: str
    level: str
    digest: str
    has_file: bool
    file: FileFacts | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """One channel of a plan: state, proof, whether it says the same, what may be done.

    Attributes:
        late: Its time is over, and nothing is on it.
        old: It carries an older version than the public one.
        last: What it carried last.
    """

    id: int
    url: str
    outlet: str
    account: str
    owner: str
    planned_at: datetime
    state: str
    state_word: str
    reason: str
    late: bool
    old: bool
    last: CarriedRow | None
    acts: list[ActButton]


def line_row(line: PlanLine, newest: int, officer: Officer, now: datetime) -> LineRow:
    """Return one channel as a line.

    Args:
        newest: The version that is public now; 0 = nothing is.
    """
    last = next(iter(line.carried.all()), None)
    return LineRow(
        id=line.pk,
        url=reverse("console:plan-line", args=[line.pk]),
        outlet=line.account.platform,
        account=line.account.name,
        owner=line.owner.name,
        planned_at=line.planned_at,
        state=line.state,
        state_word=str(PlanState(line.state).label),
        reason=line.reason,
        late=line.state == PlanState.PLANNED and newest > 0 and line.planned_at <= now,
        old=needs_correction(line, newest),
        last=carried_row(last) if last else None,
        acts=line_acts(line, newest, officer),
    )


def carried_row(row: Carried, *, reads_file: bool = False) -> CarriedRow:
    """Return one time that a channel carried a version.

    Args:
        reads_file: Its picture is read and held to its hash.
    """
    url = reverse("console:plan-file", args=[row.line_id, row.pk])
    return CarriedRow(
        at=row.at,
        version=row.release.version,
        link=row.link,
        proof=row.proof,
        by=row.recorded_by.name,
        agreement_word=str(Agreement(row.agreement).label),
        level=LEVELS.get(Agreement(row.agreement), "dash"),
        digest=row.digest,
        has_file=row.file_id is not None,
        file=file_facts(row.file, url) if reads_file and row.file else None,
    )


def line_acts(line: PlanLine, newest: int, officer: Officer) -> list[ActButton]:
    """Return what may be done with a channel, the next thing first."""
    if not may(officer, Capability.OUTREACH):
        return []
    state = PlanState(line.state)
    steps = dict(_BEFORE) if state == PlanState.PLANNED else {}
    if state == PlanState.UNKNOWN:
        steps = {"plan-carried": _("登记已发布…"), "plan-absent": _("未发出…")}
    elif newest and state != PlanState.DROPPED:
        words = _("登记已发…") if state == PlanState.PLANNED else _("重新核对…")
        if needs_correction(line, newest):
            words = _("登记已更正…")
        steps = {"plan-carried": words, "plan-doubt": _("结果待核…"), **steps}
    return [act_button(_(label), f"console:{name}", line.pk) for name, label in steps.items()]


_BEFORE = {"plan-edit": gettext_noop("修改…"), "plan-drop": gettext_noop("不再发布…")}


def outlet_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return the channels that need a person; [] = not his to do."""
    if not may(officer, Capability.OUTREACH):
        return []
    return [WaitingList(lines_in_need(officer.bureau_id, now), _need_line)]


def _need_line(line: PlanLine) -> WaitingRow:
    kind, label = {
        "look": (_("结果待核，先核实再发"), _("查看")),
        "failed": (_("公众号未发出"), _("查看")),
        "ready": (_("公众号草稿等发布"), _("发布回应")),
        "correct": (_("渠道仍为旧版，须更正"), _("处理")),
        "late": (_("已过计划时间，尚未发布"), _("登记")),
    }[need_of(line)]
    return WaitingRow(
        kind=kind,
        text=f"{line.account} · {numbered('answer', line.answer.number)}",
        url=reverse("console:plan", args=[line.answer.number]),
        label=label,
    )
