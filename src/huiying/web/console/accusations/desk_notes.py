"""What the desk tells the leader and administrators of accusations: numbers, nothing else.

In:   an officer.    Out:  sentences for the head of the desk.
Cost: two queries for who may sign roles; none for anybody else.
"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.component_rows import NoteRow
from huiying.work.petitions.accusations.queries import (
    diversions_to_decide,
    endings_to_sign,
    overdue_diversions,
    waiting_without_handler,
)


def accusation_notes(officer: Officer, now: datetime) -> list[NoteRow]:
    """Return what waits for somebody who may handle it, and for a second signature.

    Who handles accusations reads how many diversions wait for his decision; the leader and
    administrators how many waited longer than the rule says, and nothing of which.
    """
    notes: list[NoteRow] = []
    url, look = reverse("console:accusations"), _("查看")
    if waiting := len(diversions_to_decide(officer, now)):
        words = ngettext("有 %(count)s 件转办待核对。", "有 %(count)s 件转办待核对。", waiting)
        notes.append(NoteRow(words % {"count": waiting}, "", url, look, "warn"))
    if not may(officer, Capability.SIGN_ROLES):
        return notes
    if late := overdue_diversions(officer.bureau_id, now):
        words = ngettext(
            "有 %(count)s 件转办超过一个工作日未核对。",
            "有 %(count)s 件转办超过一个工作日未核对。",
            late,
        )
        notes.append(NoteRow(words % {"count": late}, "", "", "", "bad"))
    if alone := waiting_without_handler(officer.bureau_id, now):
        words = ngettext(
            "有 %(count)s 件检举控告等待有权办理的人员。",
            "有 %(count)s 件检举控告等待有权办理的人员。",
            alone,
        )
        notes.append(NoteRow(words % {"count": alone}, "", url, look, "bad"))
    if endings := len(endings_to_sign(officer, now)):
        words = ngettext(
            "有 %(count)s 项检举控告的处理待另一人签署。",
            "有 %(count)s 项检举控告的处理待另一人签署。",
            endings,
        )
        notes.append(NoteRow(words % {"count": endings}, "", url, look, "warn"))
    return notes
