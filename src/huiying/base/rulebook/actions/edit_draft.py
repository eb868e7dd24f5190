"""Change the draft of the rules row by row, drop it, or adopt it.

In:   a row by its path, the revision of the draft that the officer saw.
Out:  the draft; nothing is in force before somebody else adopts it.
Cost: one conditional update and one audit record.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.actions.append import append
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.subjects import Subject
from huiying.base.errors import Refused, Stale
from huiying.base.rulebook.actions.adopt import adopt_book, rules_changed, with_next_number
from huiying.base.rulebook.guarded_write import write_guarded
from huiying.base.rulebook.models import RuleDraft, RuleVersion
from huiying.base.rulebook.persons import persons_among
from huiying.base.rulebook.queries import book_of, draft_of
from huiying.base.rulebook.writers import is_among
from huiying.policy.rulebook.checker import Problem
from huiying.policy.rulebook.data import to_data
from huiying.policy.rulebook.edits import editable_row, with_edits
from huiying.policy.rulebook.validation import validate

PLATFORMS, TOPICS, MEDIA = "platforms/names", "topics/names", "media_tiers"
LISTS = (PLATFORMS, TOPICS, MEDIA)
"""Rows of names that are shown beside posts or printed beside answers."""


@dataclass(frozen=True, slots=True)
class DraftEdits:
    """What a draft changes: row path → row, and row path → keys of all who wrote on it."""

    edits: dict[str, Any]
    editors: dict[str, list[int]]


class InvalidRow(Refused):
    """An edited row breaks a rule of the rule book; ``problems`` are paths and sentences."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(";".join(f"{p.path}: {p.sentence}" for p in problems))


@transaction.atomic
def edit_rule(
    *, path: str, row: Any, shown_revision: int, officer: Officer, now: datetime
) -> RuleDraft:
    """Put one row into the draft; a row like the one in force leaves it again.

    A draft may be at odds with itself for a while (two numbers that must change together);
    ``policy.rulebook.validate`` says so, and it cannot be adopted before.

    Args:
        path: An editable row (``policy.edits``).
        row: The whole row, as in the book's data.
        shown_revision: Of the draft the form was made from; ``NONE_YET`` for none.

    Raises:
        KeyError: If the path names no row that can be edited.
        InvalidRow: If the row is not sound by itself; nothing is saved.
        Stale: If the draft changed meanwhile.
    """
    standing = to_data(book_of(officer.bureau_id, now))
    same = editable_row(standing, path) == row
    draft = draft_of(officer.bureau_id)
    edits = (draft.edits if draft else {}) | {path: row}
    editors = _all_editors(draft)
    editors[path] = sorted({*editors.get(path, ()), officer.pk})
    if same:
        del edits[path], editors[path]
    problems = [
        problem
        for problem in validate(with_edits(standing, {path: row}))
        if problem.path.startswith(f"{path}/") or problem.path == path in LISTS
    ]
    if path in LISTS and not problems:
        problems = _persons(path, editable_row(standing, path), row, officer.bureau.district)
    if problems:
        raise InvalidRow(problems)
    edited = DraftEdits(edits, editors)
    return _save(edited, shown_revision, officer, now, verb="rulebook.edited", ref=path)


@transaction.atomic
def drop_draft(*, shown_revision: int, officer: Officer, now: datetime) -> None:
    """Give up every change of the draft.

    Raises:
        Stale: If the draft changed meanwhile.
    """
    none = DraftEdits({}, {})
    _save(none, shown_revision, officer, now, verb="rulebook.draft_dropped", ref="draft")


@transaction.atomic
def adopt_draft(
    *,
    shown_revision: int,
    shown_version: int | None,
    effective_from: datetime | None,
    reason: str,
    officer: Officer,
    now: datetime,
) -> RuleVersion:
    """Make a version of the draft, in effect now or from a later moment.

    Nobody adopts a rule that he wrote: one person alone could let no matter be grave.

    Args:
        shown_revision: Of the draft that was shown with its trial.
        shown_version: Of the rules in force that it was compared with.
        effective_from: None = at once.

    Raises:
        Refused: If there is nothing to adopt, no reason, or the moment is past; or if the
            officer wrote one of the rules.
        Stale: If draft or rules changed since they were shown.
        Refused: If another version is adopted and not in effect yet.
        InvalidRuleBook: If the draft is no valid book.
    """
    if not reason.strip():
        raise Refused(_("施行新版须写明理由。"))
    book, draft = book_of(officer.bureau_id, now), draft_of(officer.bureau_id)
    if shown_version != book.version:
        raise rules_changed()
    if draft is None or not draft.edits:
        raise Refused(_("修改稿无修改内容。"))
    if wrote_rules(draft, officer, now):
        raise Refused(_("修改稿含您起草的规则，须由另一位有权修改规则的人员施行。"))
    _claim(shown_revision, DraftEdits({}, {}), officer, now)
    data, writers = with_edits(to_data(book), draft.edits), _writers(draft)
    return adopt_book(
        bureau=officer.bureau,
        data=with_next_number(officer.bureau_id, data, effective_from or now),
        now=now,
        actor=officer.audit_actor(),
        effective_from=effective_from,
        reason=masked_text(reason.strip()),
        writers=writers,
    )


def wrote_rules(draft: RuleDraft, officer: Officer, now: datetime) -> bool:
    """Tell whether the officer wrote on a rule that a draft changes, or could act as who did.

    Who wrote on a row before its last editor did wrote it too; who stands in for somebody, or
    has an account in one hand with his, counts as he does.
    """
    return is_among(_writers(draft), officer, now)


def _writers(draft: RuleDraft) -> list[int]:
    return sorted(set(chain.from_iterable(_all_editors(draft).values())))


def _all_editors(draft: RuleDraft | None) -> dict[str, list[int]]:
    """Return who wrote on each row; a draft from before that knows the last one alone."""
    found = draft.editors if draft else {}
    return {path: keys if isinstance(keys, list) else [keys] for path, keys in found.items()}


def _persons(path: str, standing: Any, row: Any, district: str) -> list[Problem]:
    """Return a problem for each new name of a list that reads like a person's."""
    known = set(_names(path, standing))
    new = [name for name in _names(path, row) if name not in known]
    if path != MEDIA:
        return persons_among(new, district, path)
    return [
        problem
        for name in new
        if not name.isascii()  # a host
        for problem in persons_among([name], district, f"{path}/{name}")
    ]


def _names(path: str, row: Any) -> list[str]:
    aliases = chain.from_iterable(row.values()) if path == PLATFORMS else ()
    return [*row, *aliases]


def _save(
    edited: DraftEdits,
    shown_revision: int,
    officer: Officer,
    now: datetime,
    *,
    verb: str,
    ref: str,
) -> RuleDraft:
    draft = _claim(shown_revision, edited, officer, now)
    append(
        bureau_id=officer.bureau_id,
        actor=officer.audit_actor(),
        verb=verb,
        subject=Subject("rulebook", ref),
        now=now,
        data={"edited": sorted(edited.edits)},
    )
    return draft


def _claim(
    shown_revision: int, edited: DraftEdits, officer: Officer, now: datetime
) -> RuleDraft:
    first = write_guarded(
        RuleDraft, asdict(edited), shown_revision=shown_revision, officer=officer, now=now
    )
    if first is not None:
        raise Stale(
            _("修改稿已被%(name)s更新，本次修改未保存。请核对最新内容后重新提交。")
            % {"name": first}
        )
    return RuleDraft.objects.get(bureau_id=officer.bureau_id)
