"""回应台账: each draft and version of an answer, and where it was published."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.policy.grading.grades import Grade
from huiying.web.shared.answers import form_words
from huiying.web.shared.public_address import public_address
from huiying.web.shared.registers.register import BureauReader, Cells, Register, minute
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.releases.queries import releases_by_version

HEADINGS = (
    gettext_lazy("回应编号"),
    gettext_lazy("事件编号"),
    gettext_lazy("事件"),
    gettext_lazy("等级"),
    gettext_lazy("标题"),
    gettext_lazy("回应形式"),
    gettext_lazy("版次"),
    gettext_lazy("状态"),
    gettext_lazy("发声单位"),
    gettext_lazy("起草人"),
    gettext_lazy("开始起草"),
    gettext_lazy("回应时限"),
    gettext_lazy("审定人"),
    gettext_lazy("发布人"),
    gettext_lazy("发布时间"),
    gettext_lazy("回应链接"),
    gettext_lazy("更正说明"),
    gettext_lazy("校验值（SHA-256）"),
)


COLUMNS = (
    "version",
    "form",
    "title",
    "state",
    "started_at",
    "author__name",
    "answer__number",
    "answer__speaker__name",
    "answer__incident__number",
    "answer__incident__title",
    "answer__incident__grade",
    "answer__incident__response_clock__due_at",
)


def answer_lines(drafts: Sequence[Draft], reader: BureauReader) -> list[Cells]:
    """Return the cells of some drafts of one bureau: two queries for all.

    A file has read the deadline already, and a page of fifty rows reads it here: SQLite takes
    no such question about a thousand.
    """
    prefetch_related_objects(list(drafts), "answer__incident__response_clock")
    releases = releases_by_version({draft.answer_id for draft in drafts})
    grades = {int(grade): _(grade.label) for grade in Grade}
    states = {str(state): str(state.label) for state in DraftState}
    slug = reader.bureau.slug
    lines: list[Cells] = []
    for draft in drafts:
        answer, incident = draft.answer, draft.answer.incident
        out = draft.state == DraftState.PUBLISHED
        release = releases.get((draft.answer_id, draft.version)) if out else None
        clock = incident.response_clock
        lines.append(
            [
                answer.number,
                incident.number,
                incident.title,
                grades[incident.grade],
                draft.title,
                form_words(draft.form),
                draft.version,
                states[draft.state],
                answer.speaker.name,
                draft.author.name,
                minute(draft.started_at),
                minute(clock.due_at) if clock else "",
                release.approved_by.name if release else "",
                release.published_by.name if release else "",
                minute(release.published_at) if release else "",
                public_address(slug, answer.number) if release else "",
                release.note if release else "",
                release.content_hash if release else "",
            ]
        )
    return lines


ANSWERS = Register("responses", gettext_lazy("回应台账"), HEADINGS, answer_lines, COLUMNS)
