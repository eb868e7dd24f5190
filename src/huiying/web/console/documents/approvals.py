"""审批单 of a proposal and of an answer: what was asked, who signed, with what result."""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.models import Bureau
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.base.signoff.queries import signatures_of
from huiying.documents import Document, Form, Table
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.findings import Finding
from huiying.policy.release.reviews import CheckList
from huiying.policy.time.zone import LOCAL
from huiying.web.console.documents.handing_out import filled, minute_words
from huiying.work.casework.procedure.content import proposal_content
from huiying.work.casework.procedure.models import Proposal
from huiying.work.responses.core.text import without_codes
from huiying.work.responses.reviews.models import Submission

CHECKED = {
    CheckList.FACTS: "事实",
    CheckList.SECRECY: "保密和个人信息",
    CheckList.WORDING: "文字",
}
CHANGED = "送审后文字、等级或者事件已有变动，批准不再有效。"
NOT_ASKED = "尚未报审。"

Rows = tuple[tuple[str, str], ...]


def proposal_sheet(row: Proposal) -> Document:
    """Return 预控处置意见审批单. Cost: two queries."""
    incident, request = row.incident.current, row.signoff
    content_hash = hash_of_content(proposal_content(row))
    rows = (
        ("事项", incident.title),
        ("事件编号", incident.number),
        ("舆情等级", _grade(incident.grade)),
        ("处置措施", filled(row.measures)),
        ("可能出现的风险和应对", filled(row.risks)),
        ("拟制", f"{row.author.name}  {minute_words(row.written_at)}"),
        *_request_rows(request, content_hash),
    )
    at = request.decided_at if request and request.decided_at else row.written_at
    return _sheet(row.bureau, "预控处置意见审批单", row.number, rows, at)


def answer_sheet(submission: Submission) -> Document:
    """Return 公开回应审批单 of exactly the words that were submitted. Cost: two queries."""
    content, request, draft = submission.content, submission.signoff, submission.draft
    incident = draft.answer.incident
    finding = content["finding"]
    rows = (
        ("标题", content["title"]),
        ("回应编号", f"{content['answer']}，第 {content['version']} 版"),
        ("事项", f"事件{incident.number} {incident.title}"),
        ("舆情等级", _grade(incident.grade)),
        ("发布单位", content["speaker"]),
        ("核实结论", str(Finding(finding).label) if finding else "尚未核实"),
        ("一句话回答", filled(without_codes(content["summary"]))),
        ("正文", filled(without_codes(content["body"]))),
        ("起草", draft.author.name),
        ("送审", f"{request.requested_by.name}  {minute_words(submission.at)}"),
        *_review_rows(request),
        ("结果", _result(request)),
        ("文字校验值", hash_of_content(content)),
    )
    at = request.decided_at or submission.at
    return _sheet(submission.bureau, "公开回应审批单", f"回应{content['answer']}", rows, at)


def _sheet(bureau: Bureau, title: str, number: str, rows: Rows, at: datetime) -> Document:
    return Document(
        form=Form.SHEET,
        issuer=bureau.name,
        title=bureau.titled(f"{bureau.name}{title}"),
        body=(Table(("", ""), rows),),
        date=at.astimezone(LOCAL).date(),
        number=f"编号：{number}",
        classification="内部",
    )


def _request_rows(request: SignoffRequest | None, content_hash: str) -> Rows:
    if request is None:
        return (("审批意见", NOT_ASKED),)
    stale = request.decision == Decision.APPROVED and request.content_hash != content_hash
    emergency = (("紧急先行的理由", request.emergency),) if request.emergency else ()
    return (
        ("报审", f"{request.requested_by.name}  {minute_words(request.requested_at)}"),
        *emergency,
        ("审批意见", f"{_result(request)}\n{CHANGED}" if stale else _result(request)),
        ("内容校验值", request.content_hash),
    )


def _review_rows(request: SignoffRequest) -> Rows:
    lists = {
        row.signature_id: "、".join(CHECKED[CheckList(name)] for name in row.lists)
        for row in request.reviews.all()
    }
    return tuple(
        (
            f"第 {place} 位审核人",
            f"{signature.officer.name}  {minute_words(signature.at)}"
            + (f"\n已核对：{lists[signature.pk]}" if lists.get(signature.pk) else ""),
        )
        for place, signature in enumerate(signatures_of(request), start=1)
    )


def _result(request: SignoffRequest) -> str:
    words = f"{request.get_decision_display()}。{request.reason}".rstrip()
    if request.decided_by is None:
        return words
    return f"{words}\n{request.decided_by.name}  {minute_words(request.decided_at)}"


def _grade(grade: int) -> str:
    return Grade(grade).label if grade in set(Grade) else "未定级"
