"""改稿: store new words of a draft; a submission is voided by it.

In:   a draft, its revision as seen, the fields.    Out:  True if it voided a request.
Cost: one conditional UPDATE, a version, a lease and a line of the record.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_classified
from huiying.policy.procedure.findings import Finding
from huiying.work.responses.confirmations.models import ConfirmationState
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.core.text import strip_unsafe
from huiying.work.responses.drafts.lease import take_lease
from huiying.work.responses.drafts.models import VersionKind
from huiying.work.responses.drafts.rewriting import rewrite_draft
from huiying.work.responses.drafts.versions import close_automatic_version, save_version

TITLE_CHARS, NOTE_CHARS = 120, 400


@dataclass(frozen=True, slots=True)
class DraftWords:
    """The editable words of a draft; empty fields are allowed until submission."""

    title: str = ""
    claim: str = ""
    finding: str = ""  # a value of policy.findings.Finding, or ""
    summary: str = ""
    body: str = ""
    correction_note: str = ""


@transaction.atomic
def edit_draft(
    *,
    draft: Draft,
    revision: int,
    words: DraftWords,
    officer: Officer,
    now: datetime,
    automatic: bool = False,
) -> bool:
    """Store the words; returns True if a request to approve, or an approval, became void.

    Nothing is written when nothing changed.

    Args:
        automatic: The page saved by itself while the officer typed. It never voids what was
            submitted or confirmed; one sitting of it is one version and one line of the record.

    Raises:
        PermissionDenied: If the officer may not draft.
        Stale: If somebody changed the draft since ``revision``.
        Refused: If the draft is published or dropped, or a field is too long.
    """
    require(officer, Capability.DRAFT)
    refuse_classified(*astuple(words))
    changes = _fitted(words)
    changed = sorted(name for name, text in changes.items() if getattr(draft, name) != text)
    if not changed and draft.revision == revision:
        if not automatic:
            close_automatic_version(draft)
        return False
    if automatic and not may_autosave(draft):
        raise Refused(
            _("已送审或已送其他机关确认的文稿不自动保存。如需修改，请点击“保存草稿”。")
        )
    voided = rewrite_draft(draft, revision=revision, officer=officer, now=now, **changes)
    take_lease(draft, officer=officer, now=now)
    kind = VersionKind.AUTOMATIC if automatic else VersionKind.SAVED
    if save_version(draft, officer=officer, now=now, kind=kind) or not automatic:
        record(draft, "draft.edited", officer, now, fields=changed, voided=voided)
    return voided


def may_autosave(draft: Draft) -> bool:
    """Tell whether a page may save a draft by itself: nobody has yet said yes to its words."""
    confirmations = draft.confirmations.exclude(state=ConfirmationState.VOID)
    return draft.state == DraftState.WRITING and not confirmations.exists()


def _fitted(words: DraftWords) -> dict[str, str]:
    changes = {
        "title": " ".join(strip_unsafe(words.title).split()),
        "claim": strip_unsafe(words.claim),
        "finding": words.finding,
        "summary": strip_unsafe(words.summary),
        "body": strip_unsafe(words.body),
        "correction_note": " ".join(strip_unsafe(words.correction_note).split()),
    }
    if words.finding and words.finding not in set(Finding):
        raise Refused(_("核实结论只有四种：属实、部分属实、不属实、无法核实。"))
    limits = {"title": TITLE_CHARS, "correction_note": NOTE_CHARS}
    if any(len(changes[name]) > most for name, most in limits.items()):
        raise Refused(_("标题最多 120 字，更正说明最多 400 字。"))
    return changes
