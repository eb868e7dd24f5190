"""The two files of 督办 between installations: what a superior asks, what is answered to it.

In:   what was signed; bytes of a file or a call.    Out:  JSON; what a file says, or why not.
Cost: linear in the size, some masking. ``docs/api.md`` describes each field.

A file is whole: each step of a 督办 names its demand again, so that one which comes first is
understood. It names offices and bureaus, no officer, no petitioner and no post.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from huiying.base.audit.masked_text import masked_text
from huiying.base.errors import Refused
from huiying.base.refused_text import (
    refuse_accusation,
    refuse_removal_request,
)
from huiying.policy.core.hashing import canonical_json, hash_of_content
from huiying.work.reports.core.models import MAX_TITLE
from huiying.work.reports.downward.models import StepAct
from huiying.work.reports.exchange.outgoing import MAX_BYTES
from huiying.work.reports.exchange.shape import (
    MAX_NAME,
    MAX_NUMBER,
    MAX_OFFICE,
    MAX_REASON,
    NUMBER,
    check,
    check_count,
    check_keys,
    check_text,
    parse_json,
    read_moment,
)

STEP_FORMAT, ANSWER_FORMAT, SCHEMA = "huiying.supervision", "huiying.supervision_answer", 1
MAX_DEMAND, MAX_ANSWER = 400, 4_000
STEP_FIELDS: Final = frozenset(
    {
        "bureau", "to", "number", "step", "act", "report", "version", "title", "demand",
        "words", "due", "answer", "signed_as", "signed_at",
    }
)  # fmt: skip
ANSWER_FIELDS: Final = frozenset(
    {"bureau", "to", "number", "step", "version", "text", "signed_as", "signed_at"}
)


@dataclass(frozen=True, slots=True)
class IncomingStep:
    """A file of a superior: one step of a 督办. Texts are masked.

    Attributes:
        sender, receiver: What the superior calls itself and this bureau.
        report, version: The sender's number and version of the report that it is about.
        answer: The version of the answer that it judges; 0 = none.
        masked: How many texts had to be masked here.
    """

    sender: str
    receiver: str
    number: str
    step: int
    act: StepAct
    report: str
    version: int
    title: str
    demand: str
    words: str
    due_at: datetime
    answer: int
    signed_as: str
    signed_at: datetime
    content_hash: str
    masked: int


@dataclass(frozen=True, slots=True)
class IncomingAnswer:
    """A file of a subordinate: what it answers to one step. The text is masked."""

    sender: str
    receiver: str
    number: str
    step: int
    version: int
    text: str
    signed_as: str
    signed_at: datetime
    content_hash: str
    masked: int


def text_file(file_format: str, content: dict[str, Any]) -> str:
    """Return a signed content as the file that goes to the other installation."""
    digest = hash_of_content(content)
    return canonical_json(
        {"format": file_format, "schema": SCHEMA, "content": content, "hash": digest}
    )


def format_of(data: bytes) -> str:
    """Return which file this is; "" = the reader of it will say what is wrong."""
    if len(data) > MAX_BYTES:
        return ""
    try:
        found = parse_json(data)
    except Refused:
        return ""
    return str(found.get("format", "")) if isinstance(found, dict) else ""


def read_step_file(data: bytes) -> IncomingStep:
    """Read a file of a superior.

    Raises:
        Refused: If it is too large, no such file, was changed after it was made, accuses
            somebody, or asks that posts be removed.
    """
    content, digest = _read(
        data, STEP_FORMAT, STEP_FIELDS, _("不是督办文件，或版本不符，未接收。")
    )
    _check_common(content)
    check(content["act"] in StepAct.values, "act")
    check_text(content["report"], "report", MAX_NUMBER)
    check(bool(NUMBER.fullmatch(content["report"])), "report")
    check_count(content["version"], "version", least=1)
    check_count(content["answer"], "answer", least=0)
    check_text(content["title"], "title", MAX_TITLE)
    check_text(content["demand"], "demand", MAX_DEMAND)
    act = StepAct(content["act"])
    check_text(content["words"], "words", MAX_REASON, empty=act == StepAct.ISSUED)
    due_at = read_moment(content["due"], "due")
    texts = (content["title"], content["demand"], content["words"], content["signed_as"])
    refuse_accusation(content["bureau"], *texts)
    refuse_removal_request(content["demand"], content["words"])
    title, demand, words, signed_as = (masked_text(one) for one in texts)
    return IncomingStep(
        sender=content["bureau"],
        receiver=content["to"],
        number=content["number"],
        step=content["step"],
        act=act,
        report=content["report"],
        version=content["version"],
        title=title[:MAX_TITLE],
        demand=demand[:MAX_DEMAND],
        words=words[:MAX_REASON],
        due_at=due_at,
        answer=content["answer"],
        signed_as=signed_as[:MAX_OFFICE],
        signed_at=read_moment(content["signed_at"], "signed_at"),
        content_hash=digest,
        masked=sum(
            one != other
            for one, other in zip(texts, (title, demand, words, signed_as), strict=True)
        ),
    )


def read_answer_file(data: bytes) -> IncomingAnswer:
    """Read a file of a subordinate.

    Raises:
        Refused: If it is too large, no such file, was changed after it was made, or accuses
            somebody.
    """
    content, digest = _read(
        data, ANSWER_FORMAT, ANSWER_FIELDS, _("不是督办反馈文件，或版本不符，未接收。")
    )
    _check_common(content)
    check_count(content["version"], "version", least=1)
    check_text(content["text"], "text", MAX_ANSWER)
    texts = (content["text"], content["signed_as"])
    refuse_accusation(content["bureau"], *texts)
    text, signed_as = (masked_text(one) for one in texts)
    return IncomingAnswer(
        sender=content["bureau"],
        receiver=content["to"],
        number=content["number"],
        step=content["step"],
        version=content["version"],
        text=text,
        signed_as=signed_as[:MAX_OFFICE],
        signed_at=read_moment(content["signed_at"], "signed_at"),
        content_hash=digest,
        masked=(text != texts[0]) + (signed_as != texts[1]),
    )


def _read(
    data: bytes, file_format: str, fields: frozenset[str], other: str
) -> tuple[dict[str, Any], str]:
    """Return the content of a file and its hash, which fits it."""
    if len(data) > MAX_BYTES:
        raise Refused(_("文件超过 %(most)s MB，未接收。") % {"most": MAX_BYTES >> 20})
    envelope = parse_json(data)
    check(isinstance(envelope, dict), "")
    if envelope.get("format") != file_format or envelope.get("schema") != SCHEMA:
        raise Refused(other)
    check_keys(envelope, {"format", "schema", "content", "hash"}, "")
    content = envelope["content"]
    check_keys(content, set(fields), "content")
    if hash_of_content(content) != envelope["hash"]:
        raise Refused(_("校验值不符，文件生成后被改动过，未接收。请向对方单位索取原文件。"))
    return content, envelope["hash"]


def _check_common(content: dict[str, Any]) -> None:
    check_text(content["bureau"], "bureau", MAX_NAME)
    check_text(content["to"], "to", MAX_NAME)
    check_text(content["number"], "number", MAX_NUMBER)
    check(bool(NUMBER.fullmatch(content["number"])), "number")
    check_count(content["step"], "step", least=1)
    check_text(content["signed_as"], "signed_as", MAX_OFFICE)
    read_moment(content["signed_at"], "signed_at")
