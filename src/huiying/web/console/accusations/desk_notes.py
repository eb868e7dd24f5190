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
from huiying.work.petitions.accusations.queries import endings_to_sign, waiting_without_handler


def accusation_notes(officer: Officer, now: datetime) -> list[NoteRow]:
    """Return what waits for somebody who may handle it, and for a second signature."""
    if not may(officer, Capability.SIGN_ROLES):
        return []
    notes, url, look = [], reverse("console:accusations"), _("查看")
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
