"""The reviews of a release in words: names and check-lists."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.release.reviews import CheckList, Review
from huiying.web.console.shared.component_rows import ReviewRow
from huiying.work.responses.core.models import Draft
from huiying.work.responses.reviews.required import ReviewStanding, capability_of, next_review


def list_word(name: CheckList) -> str:
    """Return the name of a check-list."""
    return {
        CheckList.FACTS: _("事实"),
        CheckList.SECRECY: _("保密和个人信息"),
        CheckList.WORDING: _("文字"),
    }[name]


def review_word(review: Review) -> str:
    """Return the name of a review, with its check-lists."""
    lists = _("、").join(list_word(name) for name in review.lists)
    if review.approves:
        return _("审定（%(lists)s）") % {"lists": lists}
    return _("复核（%(lists)s）") % {"lists": lists}


def signers_of(review: Review) -> str:
    """Return by office who may fill a review."""
    return _("组长或副组长") if review.approves else _("未参与起草和签署的人员")


@dataclass(frozen=True, slots=True)
class CheckListRow:
    """A check-list of a review with the questions that it answers for."""

    code: str
    label: str
    points: list[str]


def check_lists(review: Review) -> list[CheckListRow]:
    """Return the check-lists of a review."""
    points = {
        CheckList.FACTS: [
            _("每个数字、日期、地点都和证据一致"),
            _("尚未查明的，已写明尚未查明"),
            _("已回答公众关切"),
        ],
        CheckList.SECRECY: [
            _("不含国家秘密、工作秘密和密级标志"),
            _("不含姓名、电话、住址、证件号码，无法识别当事人"),
            _("不予公开部分有法定理由，其余均已公开"),
        ],
        CheckList.WORDING: [
            _("陈述事实，无空话，未指责提出意见的群众"),
            _("错别字、机关名称和日期格式已核对"),
            _("已写明下一步、时间和联系方式"),
        ],
    }
    return [CheckListRow(str(name), list_word(name), points[name]) for name in review.lists]


def standing_rows(rows: list[ReviewStanding], *, submitted: bool) -> list[ReviewRow]:
    """Return the reviews of a draft.

    Args:
        submitted: The draft was: its next review can be signed.
    """
    return [
        ReviewRow(
            state="done" if row.signed else "next" if submitted and row.current else "locked",
            label=review_word(row.review),
            who=_signer(row),
            note=_signed_at(row),
        )
        for row in rows
    ]


def _signer(row: ReviewStanding) -> str:
    if row.signed is None:
        return signers_of(row.review)
    officer = row.signed.signature.officer
    return officer.name or officer.username


def _signed_at(row: ReviewStanding) -> str:
    if row.signed is None:
        return ""
    return timezone.localtime(row.signed.signature.at).strftime("%m-%d %H:%M")


def why_not(draft: Draft, officer: Officer, rows: list[ReviewStanding]) -> str | None:
    """Return why an officer cannot sign the review that waits; None = he can."""
    review = next_review(draft)
    if review is None:
        return None
    if officer.pk in draft.writers:
        return _("您参与过起草，须由其他人员签署。")
    if any(row.signed and row.signed.signature.officer_id == officer.pk for row in rows):
        return _("您已签署，尚需其他人员签署。")
    if not may(officer, capability_of(review)):
        approver = capability_of(review) == Capability.APPROVE
        return _("这一道由组长或副组长审定。") if approver else _("您的岗位不承担回应审核。")
    return None
