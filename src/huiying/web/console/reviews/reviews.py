"""复盘、案例库、整改清单: after-action reviews, the case library, open corrective actions.

In:   requests of officers who see incidents; CLOSE writes.    Out:  pages without persons.
Cost: a constant number of queries; lists are paged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.queries import timeline
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.policy.closing.cases import CaseKind
from huiying.policy.procedure.stages import Stage
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import StateLink, hidden_note
from huiying.web.console.shared.forms import GRADES
from huiying.web.console.shared.records.sentences import record_sentence
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest, parse_int
from huiying.work.closing.reviews.access import review_for
from huiying.work.closing.reviews.actions.write_review import reopened_since
from huiying.work.closing.reviews.models import AfterReview, Lesson, ReviewState
from huiying.work.closing.reviews.queries import cases_of, lessons_of, risks_of, search_cases

PAGE = 20
MOST = 80  # milestones
MILESTONES = (
    *("incident.opened", "incident.graded", "incident.severity", "notice.sent"),
    *("notice.delivered", "notice.signed", "notice.returned", "notice.reported"),
    *("consultation.called", "minutes.signed", "proposal.approved", "proposal.ratified"),
    *("proposal.assigned", "docket.confirmed", "answer.published", "answer.corrected"),
    *("clock.breached", "incident.closed", "incident.reopened"),
)


@require_GET
def review(request: OfficerRequest, number: str) -> HttpResponse:
    """One review: the way of the matter from the record, the words, the lessons."""
    row = review_for(request.user, number, to=Capability.SEE_INCIDENTS)
    officer, now, incident = request.user, clock.now(), row.incident
    writes = may(officer, Capability.CLOSE) and (
        row.state == ReviewState.WRITING or reopened_since(row)
    )
    context = {
        "row": row,
        "kind_word": _(CaseKind(row.kind).label),
        "parts": [
            (_("事件概况"), row.happened),
            (_("做得好的"), row.went_well),
            (_("存在问题"), row.went_badly),
        ],
        "incident_url": _incident_url(officer, row),
        "reopened": incident.stage != Stage.CLOSED,
        "milestones": milestones(row),
        "lessons": [_lesson(one, officer, now, writes=writes) for one in lessons_of(row)],
        "acts": _acts(row) if writes else [],
    }
    return render(request, "console/reviews/review.html", context)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step on the way of a matter."""

    at: datetime
    text: str


def milestones(row: AfterReview) -> list[Milestone]:
    """Return the way of the matter as the record tells it, oldest first, without persons."""
    topic = row.incident.audit_topic
    records = timeline(bureau_id=row.bureau_id, topic=topic).filter(verb__in=MILESTONES)
    return [
        Milestone(one.at, record_sentence(one, who=_("经办人员")))
        for one in records.order_by("seq")[:MOST]
    ]


def _incident_url(officer: Officer, row: AfterReview) -> str:
    sees = may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)
    return reverse("console:incident", args=[row.incident.number]) if sees else ""


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson of a review: what a unit puts right, until when; ``how`` it did."""

    text: str
    unit: str
    due_at: datetime
    late: bool
    done_at: datetime | None
    how: str
    review: str
    url: str
    acts: list[ActButton]


def _lesson(row: Lesson, officer: Officer, now: datetime, *, writes: bool = False) -> LessonRow:
    own = may(officer, Capability.REPORT_BACK) and row.unit_id == officer.unit_id
    finished = row.review.state == ReviewState.FINISHED
    acts = []
    if finished and row.done_at is None and own:
        acts.append(act_button(_("登记整改…"), "console:lesson-settle", row.pk))
    if writes and not finished:
        acts.append(act_button(_("删除"), "console:lesson-drop", row.pk, method="post"))
    return LessonRow(
        text=row.text,
        unit=row.unit.name,
        due_at=row.due_at,
        late=row.done_at is None and row.due_at < now,
        done_at=row.done_at,
        how=row.how,
        review=row.review.number,
        url=reverse("console:review", args=[row.review.number]),
        acts=acts,
    )


def _acts(row: AfterReview) -> list[ActButton]:
    def url(name: str) -> str:
        return reverse(f"console:{name}", args=[row.number])

    found = [
        act_button(_("修改…"), url("review-edit")),
        act_button(_("添加整改事项…"), url("lesson-add")),
    ]
    if row.state == ReviewState.WRITING:
        done = act_button(
            _("完成复盘"), url("review-finish"), method="post", main=True, version=row.revision
        )
        found.append(done)
    return found


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A finished review as a case to learn from."""

    number: str
    title: str
    grade: int
    kind_word: str
    happened: str
    finished_at: datetime | None
    url: str


@require_GET
def cases(request: OfficerRequest) -> HttpResponse:
    """案例库: finished reviews by kind, words and grade."""
    require(request.user, Capability.SEE_INCIDENTS)
    get = request.GET
    words, grade = get.get("q", "").strip(), get.get("grade", "")
    refusal = personal_search_refusal(words)
    every = cases_of(request.user.bureau_id)
    rows = search_cases(
        every.none() if refusal else every,
        words=words,
        kind=get.get("kind", ""),
        grade=parse_int(grade),
    )
    page = Paginator(rows, PAGE).get_page(get.get("page"))
    total, shown = every.count(), page.paginator.count
    context = {
        "page_obj": page,
        "rows": [
            CaseRow(
                number=row.number,
                title=row.title,
                grade=row.grade,
                kind_word=_(CaseKind(row.kind).label),
                happened=row.happened,
                finished_at=row.finished_at,
                url=reverse("console:review", args=[row.number]),
            )
            for row in page
        ],
        "q": words,
        "refusal": refusal,
        "kind": get.get("kind", ""),
        "grade": grade,
        "kinds": [(kind.value, _(kind.label)) for kind in CaseKind],
        "grades": [(str(value), str(label)) for value, label in GRADES],
        "hides": hidden_note(
            total,
            shown,
            reverse("console:cases"),
            words=_("共 %(total)s 个案例，显示 %(shown)s 个。案例不记录个人。"),
            hidden_words=_("筛选隐藏 %(count)s 个"),
        ),
    }
    return render(request, "console/reviews/cases.html", context)


@require_GET
def risks(request: OfficerRequest) -> HttpResponse:
    """风险清单: lessons of finished reviews that are open, late or done."""
    require(request.user, Capability.SEE_INCIDENTS)
    now, bureau = clock.now(), request.user.bureau_id
    state = request.GET.get("state", "open")
    names = {
        "open": _("未整改"),
        "late": _("逾期"),
        "done": _("已整改"),
        "all": _("全部"),
    }
    state = state if state in names else "open"
    page = Paginator(risks_of(bureau, state=state, now=now), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page_obj": page,
        "rows": [_lesson(row, request.user, now) for row in page],
        "states": [
            StateLink(code, label, code == state, risks_of(bureau, state=code, now=now).count())
            for code, label in names.items()
        ],
    }
    return render(request, "console/reviews/risks.html", context)


def review_acts(officer: Officer, number: str, row: AfterReview | None) -> list[ActButton]:
    """Return the way to the review from the page of a closed incident."""
    if row is not None:
        return [act_button(_("查看复盘"), "console:review", row.number, method="get")]
    if not may(officer, Capability.CLOSE):
        return []
    return [act_button(_("撰写复盘…"), "console:review-start", number)]
