"""What the page of a draft shows beside its words: checks, questions, reasons, comments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.queries import may
from huiying.web.console.releases.links import public_url
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.answers import form_words
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.time_words import moment_text
from huiying.work.responses.checks.questions import PublicQuestion, public_questions
from huiying.work.responses.checks.wording import empty_phrases
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.actions.comment import MAY_COMMENT
from huiying.work.responses.drafts.lease import held_by_other
from huiying.work.responses.drafts.models import ExemptionKind
from huiying.work.responses.drafts.reasons import digest_of_words
from huiying.work.responses.facts.contradictions import Contradiction, contradictions_of
from huiying.work.responses.facts.statements import Statement, sign_label, statements_of


def annotation_context(
    draft: Draft, officer: Officer, now: datetime, *, editable: bool, live: bool
) -> dict[str, object]:
    """Return what the page of a draft shows beside its words.

    Args:
        editable: The officer may write on it.
        live: It is not yet published or dropped.
    """
    statements = statements_of(draft)
    questions = public_questions(draft) if live else []
    return {
        "form_word": form_words(draft.form),
        "form_act": _ask(_("选形式…"), "draft-form", draft.pk) if editable else None,
        "summary_sentences": [
            _sentence(draft, one, editable=editable) for one in statements if not one.paragraph
        ],
        "paragraphs": _paragraphs(draft, statements, editable=editable),
        "questions": [_question(draft, one, editable=editable) for one in questions],
        "questions_line": _questions_line(questions),
        "contradictions": [
            _contradiction(draft, officer, row, editable=editable)
            for row in (contradictions_of(draft) if live else [])
        ],
        "reasons": reason_rows(draft, statements),
        "comments": comment_rows(draft, officer, live=live),
        "comment_action": reverse("console:draft-comment", args=[draft.pk])
        if live and may_comment(officer)
        else "",
        "versions_url": reverse("console:draft-versions", args=[draft.pk]),
        "editing": editing_words(draft, officer, now) if live else "",
    }


def may_comment(officer: Officer) -> bool:
    """Tell whether an officer may remark on drafts."""
    return any(may(officer, capability) for capability in MAY_COMMENT)


def editing_words(draft: Draft, officer: Officer, now: datetime) -> str:
    """Say who else is editing a draft, empty when nobody is known to."""
    lease = held_by_other(draft, officer, now)
    if lease is None:
        return ""
    return _("%(who)s正在编辑（%(at)s）") % {
        "who": lease.officer.name or lease.officer.username,
        "at": moment_text(lease.at, now),
    }


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A remark on a draft; ``url`` settles it or opens it again, "" = not offered."""

    id: int
    who: str
    at: datetime
    quote: str
    text: str
    settled: str
    settled_at: datetime | None
    url: str


def comment_rows(draft: Draft, officer: Officer, *, live: bool) -> list[CommentRow]:
    """Return the remarks on a draft, the open ones first."""
    rows = draft.comments.select_related("officer", "settled_by").order_by("settled_at", "pk")
    acts = live and may_comment(officer)
    return sorted(
        (
            CommentRow(
                id=row.pk,
                who=row.officer.name or row.officer.username,
                at=row.at,
                quote=row.quote,
                text=row.text,
                settled=row.settled_by.name if row.settled_by else "",
                settled_at=row.settled_at,
                url=reverse("console:draft-comment-settle", args=[draft.pk, row.pk])
                if acts
                else "",
            )
            for row in rows
        ),
        key=lambda row: row.settled_at is not None,
    )


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """Why a sentence states no fact, or how a question is dealt with."""

    kind: str
    words: str
    reason: str
    who: str


def reason_rows(draft: Draft, statements: list[Statement] | None = None) -> list[ReasonRow]:
    """Return the reasons that count: of sentences that stand as they stood then."""
    rows = statements if statements is not None else statements_of(draft)
    standing = {*(row.digest for row in rows), digest_of_words(empty_phrases(draft))}
    found = draft.exemptions.select_related("officer").order_by("at")
    return [
        ReasonRow(
            kind=row.get_kind_display(),
            words=row.words,
            reason=row.reason,
            who=row.officer.name or row.officer.username,
        )
        for row in found
        if row.kind == ExemptionKind.QUESTION or row.digest in standing
    ]


def _ask(label: str, name: str, *args: object) -> ActButton:
    return act_button(label, reverse(f"console:{name}", args=args))


def reason_url(draft: Draft, kind: str, digest: str) -> str:
    """Return where a reason is given for words of a draft."""
    return f"{reverse('console:draft-reason', args=[draft.pk])}?kind={kind}&of={digest}"


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence of a draft with what it rests on.

    Attributes:
        facts: Codes of the facts it cites.
        missing: It states a fact and cites none; ``signs`` says by which words.
        heading: It is a heading between brackets.
        reason: Why it need not cite a fact; "" = none was given.
        reason_url: Where one is given; "" = not offered.
    """

    number: int
    text: str
    facts: tuple[str, ...]
    missing: bool
    heading: bool
    signs: str
    reason: str
    reason_url: str


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    """A paragraph of a draft, counted from 1."""

    place: int
    sentences: list[SentenceRow]


def _paragraphs(
    draft: Draft, statements: list[Statement], *, editable: bool
) -> list[ParagraphRow]:
    found: dict[int, list[SentenceRow]] = {}
    for one in statements:
        if one.paragraph:
            found.setdefault(one.paragraph, []).append(_sentence(draft, one, editable=editable))
    return [ParagraphRow(place, rows) for place, rows in found.items()]


def _sentence(draft: Draft, one: Statement, *, editable: bool) -> SentenceRow:
    missing = one.state == "missing"
    return SentenceRow(
        number=one.number,
        text=one.text,
        facts=one.cited,
        missing=missing,
        heading=one.text.startswith("【") and one.text.endswith("】"),
        signs=_("、").join(sign_label(sign.sign) for sign in one.signs) if missing else "",
        reason=one.exemption.reason if one.state == "exempt" and one.exemption else "",
        reason_url=reason_url(draft, "STATEMENT", one.digest) if missing and editable else "",
    )


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """What the public asks, and where the draft answers it.

    Attributes:
        posts: How many ask.
        hint: Why it need not be answered.
        ask: The link asks for that reason, and leads to no paragraph.
    """

    passed: bool
    text: str
    posts: int
    hint: str
    url: str
    url_label: str
    ask: bool


def _question(draft: Draft, one: PublicQuestion, *, editable: bool) -> QuestionRow:
    url, label, ask = "", "", False
    if one.paragraph is not None:
        place = {"number": one.paragraph}
        url = f"#p{one.paragraph}"
        label = _("第 %(number)s 段") % place if one.paragraph else _("一句话回答")
    elif one.open and editable:
        url, label, ask = reason_url(draft, "QUESTION", one.digest), _("说明…"), True
    hint = one.exemption.reason if one.exemption else ""
    return QuestionRow(not one.open, one.text, one.posts, hint, url, label, ask)


def _questions_line(questions: list[PublicQuestion]) -> str:
    answered = sum(not one.open for one in questions)
    return ngettext(
        "已处理 %(answered)s / %(all)s", "已处理 %(answered)s / %(all)s", len(questions)
    ) % {"answered": answered, "all": len(questions)}


@dataclass(frozen=True, slots=True)
class ContradictionRow:
    """A fact of the draft against one that is public; ``reason``: why the draft is right."""

    code: str
    about: str
    ours: str
    theirs: str
    number: str
    version: int
    url: str
    reason: str
    act: ActButton | None


def _contradiction(
    draft: Draft, officer: Officer, row: Contradiction, *, editable: bool
) -> ContradictionRow:
    other = row.other
    return ContradictionRow(
        code=row.code,
        about=f"{other.subject} · {other.attribute}",
        ours=row.fact.value,
        theirs=other.value,
        number=other.answer.number,
        version=other.release.version,
        url=public_url(officer.bureau.slug, other.answer.number),
        reason=row.mark.reason if row.mark else "",
        act=_ask(_("以本稿为准…"), "draft-supersede", draft.pk, other.pk)
        if editable and row.mark is None
        else None,
    )
