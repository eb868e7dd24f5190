"""Where who decided goes on: publication, the next decision that waits, the desk.

In:   an answer that was decided, the officer.    Out:  one act.
Cost: that of the list of what waits for the officer.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.approvals.decision_pages import decisions_waiting_for
from huiying.web.shared.drawing import ActButton
from huiying.work.responses.core.models import Draft, DraftState


def onward_act(draft: Draft, officer: Officer) -> ActButton:
    """Return the way on. Who approves and may publish too goes to the page that publishes."""
    if draft.state == DraftState.APPROVED and may(officer, Capability.PUBLISH):
        words = _("去发布第 %(number)s 版") % {"number": draft.version}
        return ActButton(words, reverse("console:draft", args=[draft.pk]), "get", main=True)
    waiting = list(decisions_waiting_for(officer))
    if waiting:
        words = _("下一件（还有 %(count)s 件待审）") % {"count": len(waiting)}
        return ActButton(words, waiting[0].url, "get", main=True)
    return ActButton(_("全部审完，返回值班台"), reverse("console:desk"), "get", main=True)
