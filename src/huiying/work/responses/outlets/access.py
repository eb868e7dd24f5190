"""Return what belongs to the outlets of an answer to an officer who may see it.

In:   an officer, a key, a capability.    Out:  the row, or 404 / 403.
Cost: one query; two for an officer who sees only the incidents of his unit.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.responses.core.access import require_concerned
from huiying.work.responses.outlets.models import Carried, OfficialAccount, PlanLine, Posting


def account_for(officer: Officer, pk: int, *, to: Capability) -> OfficialAccount:
    """Return an official account of the officer's bureau."""
    rows = OfficialAccount.objects.select_related("added_by")
    return row_for(officer, rows, to=to, pk=pk)


def plan_line_for(officer: Officer, pk: int, *, to: Capability) -> PlanLine:
    """Return one channel of an answer's release plan, as ``draft_for``."""
    rows = PlanLine.objects.select_related(
        "owner", "account", "answer__bureau", "answer__speaker", "answer__incident"
    )
    line = row_for(officer, rows, to=to, pk=pk)
    require_concerned(officer, line.answer, to=to)
    return line


def carried_for(officer: Officer, pk: int, piece: int, *, to: Capability) -> Carried:
    """Return one time that a channel carried a version, as ``plan_line_for``."""
    line = plan_line_for(officer, pk, to=to)
    return row_for(officer, Carried.objects.select_related("file"), to=to, pk=piece, line=line)


def posting_for(officer: Officer, pk: int, *, to: Capability) -> Posting:
    """Return an article of a 公众号, as ``plan_line_for``."""
    rows = Posting.objects.select_related(
        "release", "line__account", "line__answer__bureau", "line__answer__incident"
    )
    posting = row_for(officer, rows, to=to, pk=pk)
    require_concerned(officer, posting.line.answer, to=to)
    return posting
