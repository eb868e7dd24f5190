"""事件台账: what became of each incident, from its discovery to its closing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.policy.release.answer_forms import AnswerForm
from huiying.web.shared.answers import form_words
from huiying.web.shared.public_address import public_address
from huiying.web.shared.registers.register import BureauReader, Cells, Register, minute
from huiying.web.shared.tone import kind_word
from huiying.work.casework.procedure.models import AssignmentState
from huiying.work.closing.registers.incident_facts import IncidentFacts, incident_facts
from huiying.work.incidents.candidates.queries import main_kinds
from huiying.work.incidents.core.models import Incident

SUMMARY = 120  # letters of the first post
HEADINGS = (
    gettext_lazy("编号"),
    pgettext_lazy("register", "事件"),
    gettext_lazy("发现时间"),
    gettext_lazy("发布时间"),
    pgettext_lazy("register", "平台"),
    gettext_lazy("链接"),
    pgettext_lazy("register", "摘要"),
    gettext_lazy("证据校验值"),
    gettext_lazy("类别"),
    gettext_lazy("等级"),
    gettext_lazy("定级理由"),
    gettext_lazy("涉事单位"),
    gettext_lazy("责任单位"),
    gettext_lazy("通报时间"),
    gettext_lazy("送达时间"),
    gettext_lazy("通报时限"),
    gettext_lazy("会商编号"),
    gettext_lazy("交办编号"),
    gettext_lazy("网下处置"),
    gettext_lazy("回应形式"),
    gettext_lazy("回应时间"),
    gettext_lazy("回应链接"),
    gettext_lazy("公开承诺及期限"),
    gettext_lazy("帖文数"),
    gettext_lazy("最近帖文"),
    gettext_lazy("当前环节"),
    pgettext_lazy("register", "办结时间"),
    gettext_lazy("回应效果"),
    gettext_lazy("档号"),
)


COLUMNS = (
    "number",
    "title",
    "grade",
    "stage",
    "size",
    "discovered_at",
    "last_post_at",
)


@dataclass(frozen=True, slots=True)
class _Words:
    """What many lines say alike, in the language of the reader."""

    slug: str
    grades: dict[int, str]
    stages: dict[str, str]
    kinds: dict[str, str]
    forms: dict[str, str]
    effect: str
    handled: str
    comma: str
    semicolon: str


def incident_lines(incidents: Sequence[Incident], reader: BureauReader) -> list[Cells]:
    """Return the cells of some incidents of one bureau: sixteen queries for all."""
    keys = [row.pk for row in incidents]
    facts, kinds = incident_facts(reader.bureau_id, keys), main_kinds(keys)
    words = _Words(
        slug=reader.bureau.slug,
        grades={int(grade): _(grade.label) for grade in Grade},
        stages={str(stage): _(stage.label) for stage in Stage},
        kinds={kind: kind_word(kind) for kind in {*kinds.values(), ""}},
        forms={form: form_words(form) for form in (*AnswerForm, "")},
        effect=_("回应后 %(hours)s 小时：帖文 %(posts)s 条，重复原说法 %(repeating)s 条"),
        handled=_("办结 %(done)s / %(all)s 项"),
        comma=_("、"),
        semicolon=_("；"),
    )
    return [_line(row, facts[row.pk], kinds.get(row.pk, ""), words) for row in incidents]


def _line(incident: Incident, facts: IncidentFacts, kind: str, words: _Words) -> Cells:
    post, release = facts.first_post, facts.release
    return [
        incident.number,
        incident.title,
        minute(incident.discovered_at),
        minute(post.published_at) if post else "",
        words.comma.join(sorted(facts.channels)),
        post.url if post else "",
        post.text[:SUMMARY] if post else "",
        " ".join(facts.digests),
        words.kinds[kind],
        words.grades[incident.grade],
        facts.grade_reason,
        words.comma.join(facts.units),
        facts.lead_unit,
        minute(facts.notice_at),
        minute(facts.delivered_at),
        minute(facts.notice_due),
        words.comma.join(facts.consultations),
        words.comma.join(number for number, _state in facts.tasks),
        _handled(facts, words),
        words.forms[release.form] if release else "",
        minute(release.published_at) if release else "",
        public_address(words.slug, release.number) if release else "",
        words.semicolon.join(f"{text}（{minute(due)}）" for text, due in facts.promises),
        incident.size,
        minute(incident.last_post_at),
        words.stages[incident.stage],
        minute(facts.closed_at),
        words.effect % facts.effect if facts.effect else "",
        facts.archive_number,
    ]


def _handled(facts: IncidentFacts, words: _Words) -> str:
    """Say how many of the tasks are done; "" = none was given."""
    if not facts.tasks:
        return ""
    done = sum(state == AssignmentState.CLOSED for _number, state in facts.tasks)
    return words.handled % {"done": done, "all": len(facts.tasks)}


INCIDENTS = Register("incidents", gettext_lazy("事件台账"), HEADINGS, incident_lines, COLUMNS)
