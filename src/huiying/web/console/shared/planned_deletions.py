"""What the pages of a deletion by plan share: the list, the plan, who signs, the run.

In:   a plan, who reads it.    Out:  the context of its pages; acts.
Cost: two queries a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import Decision
from huiying.base.signoff.queries import signatures_of
from huiying.web.console.shared.acts import Text, act_button
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target, View
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.drawing import ActButton
from huiying.work.closing.core.planned_deletions import (
    DeletionState,
    PlannedDeletion,
    end_deletion,
    resume_deletion,
    stop_deletion,
)

HALTED = (DeletionState.STOPPED, DeletionState.ENDED)
UNDER_WAY = (DeletionState.RUNNING, DeletionState.STOPPED)

Row = TypeVar("Row", bound=PlannedDeletion)


@dataclass(frozen=True, slots=True)
class DeletionRow:
    """A plan as a line of the list, and as the head of its page."""

    number: str
    url: str
    state_word: str
    total: int
    deleted: int
    requested_by: str
    requested_at: datetime


@dataclass(frozen=True, kw_only=True)
class DeletionPages(Generic[Row]):
    """The pages and acts of one kind of planned deletion.

    Attributes:
        kind: The request for its signatures.
        find: Access function of a plan.
        address: Name of the page of a plan; the names of its acts begin with it.
        planned_label: Over the number of rows that a plan takes, in their own unit.
    """

    kind: SignoffKind[Row]
    find: Callable[..., Row]
    address: str
    planned_label: Text

    @property
    def target(self) -> Target[Row]:
        """Return what the acts on a plan are about."""
        return Target(row=self.find, back=self.url)

    def url(self, row: Row) -> str:
        """Return the page of a plan."""
        return reverse(self.address, args=[row.number])

    def line(self, row: Row) -> DeletionRow:
        """Return a plan as the list shows it; no query."""
        return DeletionRow(
            number=row.number,
            url=self.url(row),
            state_word=row.get_state_display(),
            total=row.total,
            deleted=row.deleted,
            requested_by=row.requested_by.name,
            requested_at=row.requested_at,
        )

    def list_context(
        self, officer: Officer, rows: Iterable[Row], *, plannable: bool
    ) -> dict[str, Any]:
        """Return the context of the list.

        Args:
            plannable: Whether the rules and the other plans let another be planned.
        """
        plan_act = act_button(_("拟订删除计划…"), f"{self.address}-plan", main=True)
        return {
            "rules_url": f"{reverse('console:rules')}#h-keeping",
            "rows": [self.line(row) for row in rows],
            "planned_label": self.planned_label,
            "acts": [plan_act] if plannable and may(officer, Capability.ARCHIVE) else [],
        }

    def page_context(self, officer: Officer, row: Row) -> dict[str, Any]:
        """Return the context of the page of one plan, but for what goes and the examples."""
        signoff = row.signoff
        signatures = list(signatures_of(signoff))
        pending = signoff.decision == Decision.PENDING
        signers = [row.requested_by_id, *(one.officer_id for one in signatures)]
        may_decide = (
            pending and officer.pk not in signers and self.kind.may_decide(signoff, officer)
        )
        return {
            "row": self.line(row),
            "planned_label": self.planned_label,
            "by_month": [
                (month, count, row.by_month.get(month, 0))
                for month, count in row.plan["months"].items()
            ],
            "signatures": [(one.officer.name, one.at) for one in signatures],
            "needed": signoff.needed,
            "return_reason": signoff.reason if row.state == DeletionState.RETURNED else "",
            "stop_reason": row.reason if row.state in HALTED else "",
            "digest": row.digest if row.state == DeletionState.DONE else "",
            "percent": min(100 * row.deleted // row.total, 100) if row.total else 0,
            "under_way": row.state in UNDER_WAY,
            "hash": self.kind.content_hash(row),
            "may_decide": may_decide,
            "waits_for_others": pending and not may_decide,
            "sign_url": reverse(f"{self.address}-sign", args=[row.number]),
            "return_url": reverse(f"{self.address}-return", args=[row.number]),
            "acts": self._acts(officer, row),
        }

    def _acts(self, officer: Officer, row: Row) -> list[ActButton]:
        if not may(officer, Capability.ARCHIVE):
            return []
        to, number = self.address, row.number
        if row.state == DeletionState.RUNNING:
            return [act_button(_("暂停"), f"{to}-stop", number, method="post")]
        if row.state != DeletionState.STOPPED:
            return []
        ends = act_button(_("终止…"), f"{to}-end", number)
        if row.stopped_by_id == officer.pk:  # another person lets it go on
            return [ends]
        return [
            ends,
            act_button(_("继续删除"), f"{to}-resume", number, method="post", main=True),
        ]

    def sign_act(self) -> View:
        """Return the act that signs exactly the plan that was on the screen."""
        return approve_act(
            self.kind,
            self.target,
            Capability.REVIEW,
            done=lambda begins: (
                _("已签署，后台开始分批删除。") if begins else _("已签署，尚须另一人签署。")
            ),
        )

    def return_act(self, *, lead: Text, done: Text) -> View:
        """Return the act that returns a plan, with a reason."""
        return return_act(
            self.kind,
            self.target,
            Capability.REVIEW,
            title=gettext_lazy("退回删除计划"),
            lead=lead,
            done=done,
        )

    def stop_act(self) -> View:
        """Return the act that stops a run after the batch at hand."""

        @ButtonAct(self.target, Capability.ARCHIVE)
        def stop(row: Row, by: By, _posted: object) -> Text:
            stop_deletion(deletion=row, **by.stamp)
            return _("已暂停。已删除的不可恢复，其余未动。")

        return stop

    def resume_act(self) -> View:
        """Return the act that lets a run go on where it was stopped."""

        @ButtonAct(self.target, Capability.ARCHIVE)
        def resume(row: Row, by: By, _posted: object) -> Text:
            resume_deletion(deletion=row, **by.stamp)
            return _("已继续删除。")

        return resume

    def end_act(self, *, lead: Text, done: Text) -> View:
        """Return the act that ends a stopped run for good, with a reason."""

        @Act(
            self.target,
            Capability.ARCHIVE,
            title=gettext_lazy("终止删除计划"),
            lead=lead,
            form=ReasonForm,
            submit=gettext_lazy("终止"),
        )
        def end(row: Row, form: ReasonForm, by: By) -> Text:
            end_deletion(deletion=row, reason=form.cleaned_data["reason"], **by.stamp)
            return done

        return end
