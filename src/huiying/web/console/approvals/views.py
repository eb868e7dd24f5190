"""复核 and 审定: the page on which a reviewer reads and signs a submission."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.release.reviews import Review
from huiying.web.console.approvals.forms import ReturnForm
from huiying.web.console.approvals.onward import onward_act
from huiying.web.console.approvals.readings import note_reading
from huiying.web.console.confirmations.rows import Mark, agency_marks
from huiying.web.console.drafts.annotations import comment_rows, reason_rows
from huiying.web.console.mechanism.rows import mechanism_mark, mechanism_panel
from huiying.web.console.releases.reviews import check_lists, list_word, standing_rows, why_not
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    carry_out,
    redirect_done,
    redirect_refused,
)
from huiying.web.shared.answers import (
    ChangeRow,
    Content,
    change_rows,
    paragraph_rows,
    released_facts,
)
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.web.shared.time_words import clock_words
from huiying.work.responses.checks.all_checks import all_checks
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.core.text import Cited
from huiying.work.responses.releases.queries import last_release_of
from huiying.work.responses.reviews.access import submission_for
from huiying.work.responses.reviews.actions.decide import approve_draft, return_draft
from huiying.work.responses.reviews.models import Submission
from huiying.work.responses.reviews.queries import previous_submission
from huiying.work.responses.reviews.required import capability_of, next_review, review_standings

SHOWN = 2  # paragraphs before the rest is folded


@require_GET
def approval_list(request: OfficerRequest) -> HttpResponse:
    """Lead to the drafts that wait for an approval."""
    require(request.user, Capability.REVIEW)
    return redirect(f"{reverse('console:responses')}?state={DraftState.SUBMITTED}")


@require_GET
def approval(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one request: the whole text, its evidence, what changed since last time."""
    submission = submission_for(request.user, pk, to=Capability.REVIEW)
    context = _context(submission, request.user, note_reading(request, submission))
    return render(request, "console/approvals/approve.html", context)


@require_POST
def approve(request: OfficerRequest, pk: int) -> HttpResponse:
    """Approve the words that were on the screen."""
    submission = submission_for(request.user, pk, to=Capability.REVIEW)
    back = reverse("console:approval", args=[pk])
    try:
        approve_draft(
            draft=submission.draft,
            shown_hash=request.POST.get("hash", ""),
            officer=request.user,
            now=clock.now(),
            ticked=request.POST.getlist("tick"),
            place=submitted_version(request, "place"),
        )
    except Refused as error:
        return redirect_refused(request, error, _newest(submission) or back)
    if submission.draft.state == DraftState.APPROVED:
        words = _("已同意发布第 %(number)s 版。")
    else:
        words = _("第 %(number)s 版本环节已签署，尚需其他人员签署。")
    return redirect_done(request, words % {"number": submission.draft.version}, back)


@form_page
def send_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """Return the draft to its writer with what must be changed."""
    submission = submission_for(request.user, pk, to=Capability.REVIEW)
    waits = next_review(submission.draft)
    if waits is not None:
        require(request.user, capability_of(waits))
    back = reverse("console:approval", args=[pk])
    text = ActText(
        title=_("退回修改"),
        submit=_("退回第 %(number)s 版") % {"number": submission.draft.version},
        lead=_("退回意见送起草人，修改后重新送审。"),
        safe=_("未公开任何内容。"),
        back=back,
    )
    form = ReturnForm(
        request.POST or None, initial={"hash": hash_of_content(submission.content)}
    )

    def perform() -> Outcome:
        return_draft(
            draft=submission.draft,
            shown_hash=form.cleaned_data["hash"],
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已退回，意见已送起草人。"), reverse("console:responses")

    return carry_out(request, form, text, submission.draft.revision, perform)


@dataclass(frozen=True, slots=True)
class SubmittedAnswer:
    """The words that are signed; ``number`` is the incident's."""

    title: str
    number: str
    version: int
    grade: int
    claim: str
    finding: str
    summary: list[list[Cited]]
    unit: str
    note: str


def _context(
    submission: Submission, officer: Officer, read: Submission | None
) -> dict[str, object]:
    draft, content = submission.draft, submission.content
    answer, incident = draft.answer, draft.answer.incident
    pending = draft.state == DraftState.SUBMITTED and draft.signoff_id == submission.signoff_id
    paragraphs = paragraph_rows(content["body"])
    changes, title = _changes(submission, read) if pending else (None, "")
    standing = review_standings(draft)
    waits = next_review(draft) if pending else None
    blocked = why_not(draft, officer, standing) if pending else None
    return {
        "onward": onward_act(draft, officer) if blocked or not pending else None,
        "reviews": standing_rows(standing, submitted=pending) if pending else [],
        "lists": check_lists(waits) if waits else [],
        "place": draft.signoff.signed if waits and draft.signoff else "",
        "sign_label": _sign_label(waits, content["version"]),
        "back_url": reverse("console:draft", args=[draft.pk]),
        "bar_note": _bar_note(submission),
        "answer": SubmittedAnswer(
            title=content["title"],
            number=incident.number,
            version=content["version"],
            grade=incident.grade,
            claim=content["claim"],
            finding=content["finding"],
            summary=paragraph_rows(content["summary"]),
            unit=content["speaker"],
            note=content["note"],
        ),
        "marks": _marks(draft, content) if pending else [],
        "mechanism": mechanism_panel(draft, officer) if pending else None,
        "first": paragraphs[:SHOWN],
        "rest": paragraphs[SHOWN:],
        "facts": released_facts(content, parted=True),
        "changes": changes,
        "diff_title": title,
        "consequence": _(
            "全部签署后锁定第 %(number)s 版文字，由新闻发言人以%(unit)s名义发布。"
            "此后修改须重新审核、审定。"
        )
        % {"number": content["version"], "unit": answer.speaker.name}
        if pending
        else "",
        "blocked": blocked,
        "done": None if pending else _outcome(submission),
        "newest_url": "" if pending else _newest(submission),
        "approve_action": reverse("console:approval-approve", args=[submission.signoff_id]),
        "reasons": reason_rows(draft),
        "comments": comment_rows(draft, officer, live=pending),
        "comment_url": f"{reverse('console:draft', args=[draft.pk])}#comments",
        "version_hash": hash_of_content(content),
        "revision": draft.revision,
        "file_url": reverse("console:document-approval", args=[submission.signoff_id]),
        "other_acts": [
            ActButton(
                _("退回修改…"), reverse("console:approval-return", args=[submission.signoff_id])
            )
        ],
    }


def _bar_note(submission: Submission) -> str:
    running = submission.signoff.clock
    if running is None or running.stopped_at is not None:
        return ""
    seconds = clock_facts(running, clock.now()).seconds
    if seconds is None or seconds < 0:
        return clock_words(seconds)
    return _("剩余 %(time)s") % {"time": clock_words(seconds)}


def _marks(draft: Draft, content: Content) -> list[Mark]:
    facts = content["facts"]
    proven = sum(bool(fact["evidence"]) for fact in facts)
    warned = [check for check in all_checks(draft, clock.now()) if check.state == "warned"]
    rows = [
        Mark(
            _("证据齐 %(proven)s / %(all)s") % {"proven": proven, "all": len(facts)},
            "ok" if proven == len(facts) else "bad",
        )
    ]
    if reviewed := mechanism_mark(draft):
        rows.append(Mark(*reviewed))
    rows.extend(agency_marks(draft))
    rows.extend(Mark(check.text, "warn") for check in warned)
    return rows


def _changes(
    submission: Submission, read: Submission | None
) -> tuple[list[ChangeRow] | None, str]:
    """Compare with what the officer read last, else the last submission, else the release."""
    before = read or previous_submission(submission.draft)
    if before is not None:
        title = (
            _("与您上次查看的稿件（%(at)s 送审）对比") if read else _("与 %(at)s 送审稿对比")
        )
        title %= {"at": timezone.localtime(before.at).strftime("%m-%d %H:%M")}
        return change_rows(before.content, submission.content), title
    release = last_release_of(submission.draft.answer)
    if release is None:
        return None, ""
    title = _("与已发布的第 %(number)s 版对比") % {"number": release.version}
    return change_rows(release.content, submission.content), title


def _sign_label(review: Review | None, version: int) -> str:
    if review is None:
        return ""
    if review.approves:
        return _("同意发布第 %(number)s 版") % {"number": version}
    lists = _("、").join(list_word(name) for name in review.lists)
    return _("第 %(number)s 版的%(lists)s已核对，签署") % {"number": version, "lists": lists}


def _outcome(submission: Submission) -> str:
    request = submission.signoff
    label = request.get_decision_display()
    if request.decided_by is not None and request.decided_at is not None:
        return _("%(who)s %(at)s：%(decision)s。") % {
            "who": request.decided_by.name,
            "at": timezone.localtime(request.decided_at).strftime("%m-%d %H:%M"),
            "decision": label,
        }
    return _("本次送审%(decision)s：文稿此后已修改或撤回。") % {"decision": label}


def _newest(submission: Submission) -> str:
    """Return the address of the request that replaced this one, if it waits."""
    draft = submission.draft
    if draft.state == DraftState.SUBMITTED and draft.signoff_id != submission.signoff_id:
        return reverse("console:approval", args=[draft.signoff_id])
    return ""
