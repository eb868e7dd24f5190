"""The parts of a dossier that tell what was answered, signed and confirmed, and the ending.

In:   a matter.    Out:  sections.
Cost: one or two queries a section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from huiying.base.signoff.models import Signature, SignoffRequest
from huiying.policy.closing.gate import Condition
from huiying.policy.core.hashing import canonical_json, hash_of_content
from huiying.work.casework.instructions.models import Instruction
from huiying.work.casework.procedure.models import Consultation, Proposal
from huiying.work.casework.supervision.models import Supervision
from huiying.work.closing.archive.models import Filing, PeriodRequest
from huiying.work.closing.core.models import Closing, Waiver
from huiying.work.closing.dossiers.matter import Matter
from huiying.work.closing.dossiers.parts import every_part
from huiying.work.closing.dossiers.section import Section, table
from huiying.work.closing.reviews.models import AfterReview, Lesson, ReviewState
from huiying.work.incidents.grading.models import GradingRequest
from huiying.work.responses.confirmations.models import Confirmation
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft, Release
from huiying.work.responses.drafts.models import DraftVersion
from huiying.work.responses.effect.models import HelpCount
from huiying.work.responses.mechanism.models import MechanismReview
from huiying.work.responses.outlets.models import Carried
from huiying.work.responses.press.models import PressConference
from huiying.work.responses.reviews.models import Submission

NOT_SHOWN = "〔含不予公开或已封存内容，正文未列入卷宗〕"


def approval_sections(matter: Matter) -> list[Section]:
    """Return every request to approve of the matter, and who signed it."""
    keys = _signoff_keys(matter)
    requests = SignoffRequest.objects.filter(bureau_id=matter.bureau_id, pk__in=keys)
    signed = Signature.objects.filter(bureau_id=matter.bureau_id, request_id__in=keys)
    return [
        table(
            "approvals",
            "审批",
            "SignoffRequest",
            requests.select_related("requested_by", "decided_by").order_by(
                "requested_at", "pk"
            ),
            (
                ("事项", lambda row: row.label),
                ("编号", lambda row: row.about_ref),
                ("送审人", lambda row: row.requested_by.name),
                ("送审时间", lambda row: row.requested_at),
                ("决定", lambda row: row.get_decision_display()),
                ("决定人", lambda row: row.decided_by.name if row.decided_by else ""),
                ("决定时间", lambda row: row.decided_at),
                ("理由", lambda row: row.reason),
                ("校验值", lambda row: row.content_hash),
            ),
        ),
        table(
            "signatures",
            "签署",
            "Signature",
            signed.select_related("request", "officer").order_by("at", "pk"),
            (
                ("事项", lambda row: row.request.label),
                ("签署人", lambda row: row.officer.name),
                ("时间", lambda row: row.at),
            ),
        ),
    ]


def _signoff_keys(matter: Matter) -> list[int]:
    keys = matter.keys
    rows: tuple[Any, ...] = (
        Consultation.objects.filter(incident_id__in=keys),
        Proposal.objects.filter(incident_id__in=keys),
        GradingRequest.objects.filter(incident_id__in=keys),
        Waiver.objects.filter(incident_id__in=keys),
        PeriodRequest.objects.filter(incident_id__in=keys),
        Draft.objects.filter(answer__incident_id__in=keys),
        Submission.objects.filter(draft__answer__incident_id__in=keys),
        MechanismReview.objects.filter(draft__answer__incident_id__in=keys),
        PressConference.objects.filter(incident_id__in=keys),
        Instruction.objects.filter(incident_id__in=keys),
    )
    found = {key for one in rows for key in one.values_list("signoff_id", flat=True)}
    closings = Supervision.objects.filter(incident_id__in=keys)
    found.update(closings.values_list("closing_id", flat=True))
    found.update(key for part in every_part() for key in part.signoffs(matter))
    return sorted(found - {None})


def answer_sections(matter: Matter) -> list[Section]:
    """Return drafts, published versions, confirmations, opinions of the district, effect."""
    drafts = Draft.objects.filter(answer__incident_id__in=matter.keys)
    versions = DraftVersion.objects.filter(draft__answer__incident_id__in=matter.keys)
    confirmed = Confirmation.objects.filter(draft__answer__incident_id__in=matter.keys)
    opinions = MechanismReview.objects.filter(draft__answer__incident_id__in=matter.keys)
    carried = Carried.objects.filter(release__answer__incident_id__in=matter.keys)
    return [
        table(
            "drafts",
            "回应稿",
            "Draft",
            drafts.select_related("answer__speaker", "author").order_by("started_at", "pk"),
            (
                ("回应编号", lambda row: row.answer.number),
                ("版次", lambda row: row.version),
                ("状态", lambda row: row.get_state_display()),
                ("起草人", lambda row: row.author.name),
                ("起草时间", lambda row: row.started_at),
                ("内容", _words_of(matter, lambda row: canonical_json(content_of(row)))),
            ),
        ),
        table(
            "draft-versions",
            "修改过程",
            "DraftVersion",
            versions.select_related("draft__answer", "officer").order_by("at", "pk"),
            (
                ("回应编号", lambda row: row.draft.answer.number),
                ("稿次", lambda row: row.number),
                ("时间", lambda row: row.at),
                ("修改人", lambda row: row.officer.name),
                ("文字", _words_of(matter, lambda row: canonical_json(row.words))),
            ),
        ),
        *_release_sections(matter),
        table(
            "confirmations",
            "沟通确认",
            "Confirmation",
            confirmed.select_related("unit").order_by("requested_at", "pk"),
            (
                ("编号", lambda row: row.number),
                ("单位", lambda row: row.unit.name),
                ("送出时间", lambda row: row.requested_at),
                ("答复时间", lambda row: row.answered_at),
                ("状态", lambda row: row.get_state_display()),
                ("意见", lambda row: row.words),
                ("校验值", lambda row: row.content_hash),
            ),
        ),
        table(
            "mechanism",
            "机制审核",
            "MechanismReview",
            opinions.order_by("at", "pk"),
            (
                ("编号", lambda row: row.number),
                ("机关", lambda row: row.office_name),
                ("时间", lambda row: row.at),
                ("意见", lambda row: row.get_opinion_display()),
                ("说明", lambda row: row.words),
                ("文号", lambda row: row.document),
            ),
        ),
        table(
            "carried",
            "各渠道发布",
            "Carried",
            carried.select_related("line__account", "release__answer").order_by("at", "pk"),
            (
                ("回应编号", lambda row: row.release.version_number),
                ("账号", lambda row: row.line.account.name),
                ("时间", lambda row: row.at),
                ("链接", lambda row: row.link),
                ("证明", lambda row: row.proof),
            ),
        ),
    ]


def _release_sections(matter: Matter) -> list[Section]:
    helped = HelpCount.objects.filter(answer__incident_id__in=matter.keys)
    return [
        table(
            "releases",
            "公开的回应",
            "Release",
            releases_of(matter),
            (
                ("回应编号", lambda row: row.version_number),
                ("发布时间", lambda row: row.published_at),
                ("发布人", lambda row: row.published_by.name),
                ("审定人", lambda row: row.approved_by.name),
                ("标题", lambda row: row.content.get("title", "")),
                ("正文", lambda row: row.content.get("body", "")),
                ("校验值", lambda row: row.content_hash),
            ),
        ),
        table(
            "helped",
            "读者评价",
            "HelpCount",
            helped.select_related("answer").order_by("day", "pk"),
            (
                ("回应编号", lambda row: row.answer.number),
                ("日期", lambda row: row.day),
                ("有帮助", lambda row: row.yes),
                ("没有帮助", lambda row: row.no),
            ),
        ),
    ]


def releases_of(matter: Matter) -> list[Release]:
    """Return the published versions of a matter; of a sealed one the notice alone is there."""
    rows = Release.objects.filter(answer__incident_id__in=matter.keys)
    rows = rows.select_related("answer__incident", "published_by", "approved_by")
    return list(rows.order_by("published_at", "pk"))


def release_files(matter: Matter) -> Iterator[tuple[Release, str]]:
    """Yield each published version with the JSON whose SHA-256 is its hash.

    Of a sealed version that hash names words that are gone.
    """
    for row in releases_of(matter):
        yield row, canonical_json(row.content)


def is_as_published(release: Release) -> bool:
    """Tell whether the words of a version have the hash of their publication."""
    return hash_of_content(release.content) == release.content_hash


def _words_of(matter: Matter, words: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return how the words of a draft are shown: not at all where something is kept back."""

    def shown(row: Any) -> str:
        draft = row if isinstance(row, Draft) else row.draft
        kept_back = draft.answer_id in matter.withheld.answers
        return NOT_SHOWN if kept_back else words(row)

    return shown


def closing_sections(matter: Matter) -> list[Section]:
    """Return closings with their conditions, waivers, the review, and the archive numbers."""
    closings = Closing.objects.filter(incident_id__in=matter.keys).select_related("closed_by")
    waivers = Waiver.objects.filter(incident_id__in=matter.keys)
    filings = Filing.objects.filter(incident_id__in=matter.keys)
    reviews = AfterReview.objects.filter(
        incident_id__in=matter.keys, state=ReviewState.FINISHED
    )
    lessons = Lesson.objects.filter(review__in=reviews.values("pk"))
    return [
        table(
            "closings",
            "办结条件",
            "Closing",
            [(row, one) for row in closings.order_by("closed_at", "pk") for one in row.gate],
            (
                ("办结时间", lambda pair: pair[0].closed_at),
                ("办结人", lambda pair: pair[0].closed_by.name),
                ("条件", lambda pair: Condition(pair[1]["condition"]).label),
                ("状态", lambda pair: pair[1]["state"]),
                ("豁免", lambda pair: pair[1]["waiver"]),
                ("重新办理", lambda pair: pair[0].reopened_at),
            ),
        ),
        table(
            "effect",
            "回应效果",
            "Closing",
            [row for row in closings.order_by("closed_at", "pk") if row.effect],
            (
                ("办结时间", lambda row: row.closed_at),
                ("效果", lambda row: canonical_json(row.effect)),
            ),
        ),
        table(
            "waivers",
            "豁免",
            "Waiver",
            waivers.select_related("requested_by", "signoff__decided_by"),
            (
                ("编号", lambda row: row.number),
                ("条件", lambda row: Condition(row.condition).label),
                ("理由", lambda row: row.reason),
                ("提出人", lambda row: row.requested_by.name),
                ("决定", lambda row: row.signoff.get_decision_display()),
            ),
        ),
        table(
            "review",
            "复盘",
            "AfterReview",
            reviews.order_by("pk"),
            (
                ("编号", lambda row: row.number),
                ("经过", lambda row: row.happened),
                ("做得好的", lambda row: row.went_well),
                ("不足", lambda row: row.went_badly),
                ("完成时间", lambda row: row.finished_at),
            ),
        ),
        table(
            "lessons",
            "整改",
            "Lesson",
            lessons.select_related("unit"),
            (
                ("事项", lambda row: row.text),
                ("单位", lambda row: row.unit.name),
                ("期限", lambda row: row.due_at),
                ("完成时间", lambda row: row.done_at),
            ),
        ),
        table(
            "filings",
            "归档",
            "Filing",
            filings.select_related("filed_by", "signed_by").order_by("filed_at", "pk"),
            (
                ("档号", lambda row: row.number),
                ("保管期限", lambda row: row.get_period_display()),
                ("归档时间", lambda row: row.filed_at),
                ("归档人", lambda row: row.filed_by.name),
                ("签署人", lambda row: row.signed_by.name if row.signed_by else ""),
                ("理由", lambda row: row.reason),
            ),
        ),
    ]
