"""督办反馈: the unit answers, signed in or behind its signed link; a further answer is added.

In:   an item, words, files, who acts for the unit.    Out:  REPORTED; the clock runs on.
Cost: a few writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.outbox.models import SignedLink
from huiying.base.outbox.signatory import (
    Signatory,
    officer_signatory,
    signatory_behind,
)
from huiying.base.refused_text import refuse_accusation
from huiying.policy.core.hashing import hash_of_text
from huiying.work.casework.core.clocks import role_holder
from huiying.work.casework.core.files import FileInput
from huiying.work.casework.core.text import MAX_TEXT, checked_text
from huiying.work.casework.supervision.models import (
    EntryKind,
    Supervision,
    SupervisionEntry,
    SupervisionState,
)
from huiying.work.casework.supervision.steps import (
    add_entry,
    claim_supervision,
    hand_supervision,
    keep_files,
    record_supervision,
)

MOST_BY_LINK = 10  # a link that got about fills no disk


@transaction.atomic
def give_feedback(
    *,
    supervision: Supervision,
    text: str,
    pieces: Sequence[FileInput],
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> SupervisionEntry:
    """Answer for the unit. The clock does not stop: the office holds it from here on.

    Raises:
        Refused: If the officer is not of the unit, the unit is out of use, nothing is said or
            too much, somebody is accused, the files are too many or not named, or 销号 is asked
            for or done.
        Stale: If somebody acted on the item since.
    """
    if officer.unit_id != supervision.unit_id:
        raise Refused(_("仅%(unit)s人员可反馈。") % {"unit": supervision.unit.name})
    return _keep(supervision, text, pieces, officer_signatory(officer), now, revision)


@transaction.atomic
def feedback_by_link(
    *,
    link: SignedLink,
    supervision: Supervision,
    name: str,
    text: str,
    pieces: Sequence[FileInput],
    now: datetime,
    revision: int | None = None,
) -> SupervisionEntry:
    """Answer behind the signed link, under the name that was typed; the same twice is one.

    Raises:
        Refused: As ``give_feedback``; also if the link is not of this item and unit, no name
            was typed, or too many answers came by links already.
        Stale: As ``give_feedback``.
    """
    expected = (supervision.bureau_id, supervision.number, supervision.unit_id)
    if (link.bureau_id, link.about_ref, link.unit_id) != expected:
        raise Refused(_("链接与督办件不符，本次操作未执行。"))
    by = signatory_behind(supervision.number, name)
    earlier = list(supervision.entries.filter(kind=EntryKind.FEEDBACK, by__isnull=True))
    words = checked_text(text, MAX_TEXT)
    for row in earlier:
        if supervision.state == SupervisionState.REPORTED and (row.by_label, row.text) == (
            by.label,
            words,
        ):
            return row
    if len(earlier) >= MOST_BY_LINK:
        most = {"most": MOST_BY_LINK}
        raise Refused(_("通过链接最多反馈 %(most)s 次，请登录系统反馈或致电值班台。") % most)
    entry = _keep(supervision, text, pieces, by, now, revision)
    record(link, "link.used", link, now)
    return entry


def _keep(
    row: Supervision,
    text: str,
    pieces: Sequence[FileInput],
    by: Signatory,
    now: datetime,
    revision: int | None,
) -> SupervisionEntry:
    if not row.unit.active:
        raise Refused(
            _("%(unit)s已停用，本次未反馈。请致电值班台，由领导小组办公室改派。")
            % {"unit": row.unit.name}
        )
    words = checked_text(text, MAX_TEXT, _("请填写办理情况和结果。"))
    refuse_accusation(words)
    claim_supervision(
        row,
        (SupervisionState.OPEN, SupervisionState.REPORTED),
        revision,
        state=SupervisionState.REPORTED,
    )
    entry = add_entry(row, EntryKind.FEEDBACK, by, now, text=words)
    files = keep_files(entry, pieces, now)
    hand_supervision(row, role_holder(Role.OFFICE), now)
    record_supervision(
        row,
        "supervision.reported",
        by,
        now,
        files=len(files),
        hashes=[one.file.sha256 for one in files],
        hash=hash_of_text(entry.text),
    )
    return entry
