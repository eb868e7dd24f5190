"""A draft, as tests change and read it."""

from __future__ import annotations

from huiying.work.responses.checks.content import content_checks
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft


def missing_in(draft):
    return [check.text for check in content_checks(draft) if check.state == "blocked"]


def edit(cast, draft, now, officer=None, revision=None, **changes):
    names = DraftWords.__slots__
    words = DraftWords(**{name: changes.get(name, getattr(draft, name)) for name in names})
    return edit_draft(
        draft=draft,
        revision=draft.revision if revision is None else revision,
        words=words,
        officer=officer or cast.window,
        now=now,
    )
