"""Registers for systems that read: the rows of the files, without the columns of persons.

In:   ``GET /api/v1/registers/{register}``, a token with ``registers:read``.
Out:  a page of lines; each cell under a name that does not change.
Cost: as the lines of the file, and two to prove answers: up to sixteen queries a page.

Who sent, signed, wrote or took a task is left out, and so is the address of the first post,
which often names its author's account. Texts are masked once more on their way out. What was
published and differs from the record is not handed out, as on the portal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from huiying.base.audit.masked_text import masked_data
from huiying.base.integration.models import IntegrationToken
from huiying.base.integration.scopes import Scope
from huiying.web.api.calls import CallRefused, api
from huiying.web.api.read_schema import REGISTER
from huiying.web.api.reading import answer, page_of
from huiying.web.shared.proven_releases import proven
from huiying.web.shared.registers.answers import ANSWERS, answer_lines
from huiying.web.shared.registers.incidents import INCIDENTS, incident_lines
from huiying.web.shared.registers.notices import NOTICES, notice_lines
from huiying.web.shared.registers.register import Cells, Register, with_columns
from huiying.web.shared.registers.tasks import TASKS, task_lines
from huiying.work.casework.notices.queries import all_notices_of
from huiying.work.casework.tasks.queries import tasks_of_bureau
from huiying.work.incidents.incidents.changes import incidents_with_changes
from huiying.work.responses.drafts.queries import drafts_of_bureau
from huiying.work.responses.releases.public import public_history

PERSON = ""  # a column that is left out
AS_IT_IS = frozenset({"evidence", "hash"})  # hashes, which may hold what looks like a number
_CASE = "number incident incident_title grade"


def _names(text: str) -> tuple[str, ...]:
    """Return names of columns; ``-`` is one that is left out."""
    return tuple(PERSON if name == "-" else name for name in text.split())


@dataclass(frozen=True, slots=True)
class ReadRegister:
    """A register as it is read: its rows of a bureau, and a name for each of its columns."""

    register: Register
    rows: Callable[[int], QuerySet[Any]]
    lines: Callable[[Sequence[Any], IntegrationToken], list[Cells]]
    names: tuple[str, ...]


def _proven_answers(drafts: Sequence[Any], token: IntegrationToken) -> list[Cells]:
    """Return the lines of answers; of a doubted version neither its correction nor its hash."""
    lines = answer_lines(drafts, token)
    keys = {draft.answer_id for draft in drafts}
    history = public_history(token.bureau_id).filter(answer_id__in=keys)
    releases, doubted = proven(token.bureau, history.all)
    differ = {(row.answer_id, row.version) for row in releases if row.pk in doubted}
    for draft, line in zip(drafts, lines, strict=True):
        if (draft.answer_id, draft.version) in differ:
            line[-2:] = ["", ""]
    return lines


REGISTERS = {
    "incidents": ReadRegister(
        INCIDENTS,
        incidents_with_changes,
        incident_lines,
        _names(
            "number title discovered_at published_at platforms - summary evidence kind grade"
            " grade_reason units lead_unit notified_at delivered_at notice_due consultations"
            " tasks offline response_form responded_at response_url promises posts"
            " last_post_at stage closed_at effect archive_number"
        ),
    ),
    "notices": ReadRegister(
        NOTICES,
        all_notices_of,
        notice_lines,
        _names(
            f"{_CASE} unit part sent_at - notice_due delivered_at proof receipt_due signed_at -"
            " report_due reported_at finding state return_reason late"
        ),
    ),
    "tasks": ReadRegister(
        TASKS,
        tasks_of_bureau,
        task_lines,
        _names(
            f"{_CASE} task material unit - assigned_at - due accepted_at - state returns"
            " closed_at late"
        ),
    ),
    "answers": ReadRegister(
        ANSWERS,
        drafts_of_bureau,
        _proven_answers,
        _names(
            f"{_CASE} title form version state speaker - started_at due - - published_at url"
            " correction hash"
        ),
    ),
}


@api.get("/registers/{name}", url_name="register", openapi_extra=REGISTER)
def read_register(request: HttpRequest, name: str) -> HttpResponse:
    """Return lines of a register, the first registered first."""

    def read(token: IntegrationToken) -> dict[str, Any]:
        one = REGISTERS.get(name)
        if one is None:
            message = _("无此台账。可读取的有：%(known)s。") % {"known": " ".join(REGISTERS)}
            raise CallRefused(404, "no_such_register", message)
        page = page_of(request, with_columns(one.register, one.rows(token.bureau_id)))
        with translation.override(settings.LANGUAGE_CODE):  # a machine compares what it reads
            lines = one.lines(list(page.rows), token)
        items = [_line(one.names, line) for line in lines]
        return {"register": name, "items": items, "next": page.after or None}

    return answer(request, Scope.REGISTERS, read)


def _line(names: Sequence[str], cells: Cells) -> dict[str, Any]:
    kept = {name: cell for name, cell in zip(names, cells, strict=True) if name}
    return {
        name: None if cell == "" else cell if name in AS_IT_IS else masked_data(cell)
        for name, cell in kept.items()
    }
