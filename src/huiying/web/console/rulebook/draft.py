"""修改稿: change a rule, see the differences, try it on the last 90 days, adopt it.

In:   requests with MANAGE_RULES.    Out:  the draft, its trial, a new version.
Cost: a handful of queries; the trial looks again at what the last 90 days hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.clocks.queries import running_clocks
from huiying.base.errors import Refused, Stale
from huiying.base.rulebook.actions.edit_draft import (
    InvalidRow,
    adopt_draft,
    drop_draft,
    edit_rule,
    wrote_rules,
)
from huiying.base.rulebook.models import RuleVersion
from huiying.base.rulebook.queries import book_of, draft_of, waiting_version
from huiying.jobs import clock
from huiying.policy.rulebook.book import RuleBook
from huiying.policy.rulebook.checker import Problem
from huiying.policy.rulebook.data import InvalidRuleBook, from_data, to_data
from huiying.policy.rulebook.edits import editable_row, row_at, row_path, table_of, with_edits
from huiying.policy.rulebook.validation import validate
from huiying.web.console.rulebook.changes import RuleChange, change_rows, edited_rows, name_of
from huiying.web.console.rulebook.row_forms import FORMS, AdoptForm, RowForm
from huiying.web.console.rulebook.trial import trial_of
from huiying.web.console.shared.acts import (
    ActText,
    redirect_done,
    redirect_refused,
    show_form,
    show_refusal,
)
from huiying.web.console.shared.rulebook_words import problem_text
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version


@form_page
def edit(request: OfficerRequest, path: str) -> HttpResponse:
    """Change one rule in the draft; what is in force stays."""
    require(request.user, Capability.MANAGE_RULES)
    now = clock.now()
    draft = draft_of(request.user.bureau_id)
    data = with_edits(
        to_data(book_of(request.user.bureau_id, now)), draft.edits if draft else {}
    )
    try:
        row = editable_row(data, path)
    except KeyError:
        raise Http404 from None
    form = FORMS[table_of(path)](request.POST or None, path=path, row=row)
    text = ActText(
        title=name_of(path, data),
        lead=_("先记入修改稿。试算近 90 天之后，由另一位可以修改规则的同事决定何时施行。"),
        safe=_("施行前按现行规则执行；计时中的时限按开始时的规则执行完毕。"),
        submit=_("记入修改稿"),
        back=reverse("console:rules"),
    )
    revision = draft.revision if draft else 0
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, revision)
    try:
        edit_rule(
            path=path,
            row=form.row(),
            shown_revision=submitted_version(request) or 0,
            officer=request.user,
            now=now,
        )
    except InvalidRow as error:
        _tell(form, path, error.problems)
        return show_form(request, form, text, revision, status=409)
    except Stale as error:
        return show_refusal(request, form, text, revision, error)
    return redirect_done(request, _("已记入修改稿，尚未施行。"), reverse("console:rules-draft"))


def _tell(form: RowForm, path: str, problems: Iterable[Problem]) -> None:
    """Put each problem at its field, or on top."""
    for problem in problems:
        part = problem.path.removeprefix(f"{path}/")
        form.add_problem(part, problem_text(problem))


@require_GET
def draft(request: OfficerRequest) -> HttpResponse:
    """Show what the draft changes, and what still stands against it."""
    require(request.user, Capability.MANAGE_RULES)
    context = {"draft": _draft_page(request, clock.now())}
    return render(request, "console/rulebook/draft.html", context)


@require_POST
def drop(request: OfficerRequest) -> HttpResponse:
    """放弃: every change of the draft is given up."""
    require(request.user, Capability.MANAGE_RULES)
    back = reverse("console:rules-draft")
    try:
        drop_draft(
            shown_revision=submitted_version(request) or 0,
            officer=request.user,
            now=clock.now(),
        )
    except Stale as error:
        return redirect_refused(request, error, back)
    return redirect_done(request, _("修改稿已放弃，规则不变。"), reverse("console:rules"))


@form_page
def trial(request: OfficerRequest) -> HttpResponse:
    """Try the draft on the last 90 days; only from here can it take effect."""
    require(request.user, Capability.MANAGE_RULES)
    now = clock.now()
    page = _draft_page(request, now)
    if page.problems or not page.changes:
        return redirect("console:rules-draft")
    form = AdoptForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            adopted = adopt_draft(
                shown_revision=submitted_version(request) or 0,
                shown_version=submitted_version(request, "seen"),
                effective_from=_begins(form),
                reason=form.cleaned_data["reason"],
                officer=request.user,
                now=now,
            )
        except (Refused, InvalidRuleBook) as error:
            form.add_error(None, str(error))
            status = 409
        else:
            values = {"n": adopted.version, "at": _moment(adopted.effective_from)}
            sentence = _("规则第 %(n)s 版已定，%(at)s起施行。") % values
            return redirect_done(request, sentence, reverse("console:rules-versions"))
    bureau_id = request.user.bureau_id
    context = {
        "draft": page,
        "form": form,
        "trial": trial_of(request.user, page.old, page.new, now),
        "running": running_clocks(bureau_id).count(),
    }
    return render(request, "console/rulebook/trial.html", context, status=status)


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """What stands against the draft; ``path`` is "" where no single rule mends it."""

    name: str
    path: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    """The draft of the rules against the book in force (``version``).

    Attributes:
        edited: How many rules of that book it edits.
        wrote: The reader wrote one of them, and cannot adopt them.
    """

    version: int
    revision: int
    edited_by: str
    edited_at: datetime | None
    changes: list[RuleChange]
    edited: int
    wrote: bool
    problems: list[ProblemRow]
    waiting: RuleVersion | None
    old: RuleBook
    new: RuleBook


def _draft_page(request: OfficerRequest, now: datetime) -> DraftPage:
    bureau_id = request.user.bureau_id
    book, row = book_of(bureau_id, now), draft_of(bureau_id)
    standing = to_data(book)
    data = with_edits(standing, row.edits if row else {})
    problems = validate(data)
    new = book if problems else from_data(data)
    changed = row.edits if row else {}
    return DraftPage(
        version=book.version,
        revision=row.revision if row else 0,
        edited_by=row.edited_by.name if row else "",
        edited_at=row.edited_at if row else None,
        changes=edited_rows(standing, data, changed) if problems else change_rows(book, new),
        edited=sum(row_at(standing, path) is not None for path in changed),
        wrote=row is not None and wrote_rules(row, request.user, now),
        problems=[_problem(problem, standing) for problem in problems],
        waiting=waiting_version(bureau_id, now),
        old=book,
        new=new,
    )


def _problem(problem: Problem, data: Mapping[str, Any]) -> ProblemRow:
    path = row_path(problem.path)
    try:
        editable_row(data, path)
    except KeyError:
        return ProblemRow("", "", problem_text(problem))
    return ProblemRow(name_of(path, data), path, problem_text(problem))


def _begins(form: AdoptForm) -> datetime | None:
    if form.cleaned_data["when"] == AdoptForm.NOW:
        return None
    zone = timezone.get_current_timezone()
    return datetime.combine(form.cleaned_data["day"], time(0), zone)


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
