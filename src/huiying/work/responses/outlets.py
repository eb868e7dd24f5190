"""What a channel is to say, whether it says it, and which lines of a plan need a person.

In:   a release, a pasted text, a bureau.    Out:  a package to copy, a verdict, lines.
Cost: that of ``engine.differences`` for a verdict; two queries for the lines of a bureau.

A package holds nothing from outside: no picture, no script, no style, no link.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from huiying.engine.differences import Line, Piece, compare
from huiying.policy.calendar import LOCAL
from huiying.policy.findings import Finding
from huiying.work.responses.content import paragraphs, sentences, without_codes
from huiying.work.responses.models import (
    Agreement,
    Answer,
    Carried,
    OfficialAccount,
    Outlet,
    PlanLine,
    PlanState,
    Posting,
    PostingState,
    Release,
)

__all__ = [
    "Agreement",
    "Carried",
    "OfficialAccount",
    "Outlet",
    "Package",
    "PlanLine",
    "PlanState",
    "Verdict",
    "lines_in_need",
    "needs_correction",
    "package_of",
    "plan_of",
    "verdict_on",
]

TITLE_CHARS = 32  # of an article of a 微信公众号
DIGEST_CHARS = 120
ARTICLE = {
    PostingState.UNKNOWN: "look",
    PostingState.FAILED: "failed",
    PostingState.DRAFTED: "ready",
}
"""Why an article of a 公众号 needs a person."""
HEADS = {
    "claim": "网上的说法",
    "finding": "核实结论",
    "facts": "依据",
    "note": "更正说明",
}


@dataclass(frozen=True, slots=True)
class Package:
    """What is copied into another channel: title, digest, plain text, HTML fragment."""

    title: str
    digest: str
    plain: str
    html: str

    @property
    def title_fits(self) -> bool:
        """Tell whether the title is short enough for a 微信公众号."""
        return len(self.title) <= TITLE_CHARS


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a text says what was released, with the differences by sentence."""

    agreement: Agreement
    lines: tuple[Line, ...] = ()
    left: int = 0  # sentences that an excerpt leaves out, which is no difference


def package_of(release: Release) -> Package:
    """Return the copy-ready package of a version."""
    blocks = list(_blocks(release))
    plain = "\n".join(text for _tag, text in blocks)
    html = "\n".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in blocks[1:])
    content = release.content
    return Package(
        title=_title(release),
        digest=without_codes(content["summary"])[:DIGEST_CHARS],
        plain=plain,
        html=f"<section>\n{html}\n</section>",
    )


def _blocks(release: Release) -> Iterable[tuple[str, str]]:
    """Yield the text as (tag, words), the title first."""
    content = release.content
    yield "h1", _title(release)
    if content["note"]:
        yield "p", f"{HEADS['note']}：{content['note']}"
    yield from (("p", line) for line in _plain(content, "summary"))
    if content["claim"]:
        yield "h2", HEADS["claim"]
        yield from (("p", line) for line in _plain(content, "claim"))
    if content["finding"]:
        yield "p", f"{HEADS['finding']}：{FINDINGS[Finding(content['finding'])]}。"
    yield from (("p", line) for line in _plain(content, "body"))
    if content["facts"]:
        yield "h2", HEADS["facts"]
        for fact in content["facts"]:
            proof = f"（{fact['evidence']}）" if fact["evidence"] else ""
            yield "p", f"{fact['statement'].rstrip('。')}{proof}。"
    day = release.published_at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
    yield "p", f"{content['speaker']}　{day}　第 {release.version} 版"


def _title(release: Release) -> str:
    """Return the title; a correction says so in its first word."""
    title = str(release.content["title"])
    return title if release.version == 1 else f"{_CORRECTED}{title}"


def _plain(content: dict[str, Any], part: str) -> list[str]:
    return paragraphs(without_codes(content[part]))


_CORRECTED = "更正："
FINDINGS = {
    Finding.TRUE: "属实",
    Finding.PARTLY_TRUE: "部分属实",
    Finding.FALSE: "不属实",
    Finding.UNVERIFIABLE: "无法核实",
}


def verdict_on(release: Release, text: str) -> Verdict:
    """Compare what a channel says with what was released, sentence by sentence."""
    if not text.strip():
        return Verdict(Agreement.NOT_SEEN)
    released, said = _even(package_of(release).plain), _even(text)
    lines = compare(released, said).lines
    if all(line.kind == "same" for line in lines):
        return Verdict(Agreement.SAME, lines)
    whole, part = _sentences(released), _sentences(said)
    if not set(part) <= set(whole):
        return Verdict(Agreement.DIFFERS, lines)
    same = tuple(Line("same", (Piece("same", sentence),)) for sentence in part)
    return Verdict(Agreement.EXCERPT, same, left=len(whole) - len(part))


def _sentences(text: str) -> list[str]:
    return [found for line in text.split("\n") for found in sentences(line)]


def _even(text: str) -> str:
    """Return a text without what an editor adds: blank lines, indents, facts' codes."""
    return "\n".join(line.strip("　 \t") for line in paragraphs(without_codes(text)))


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text as it was pasted; "" for none."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def plan_of(answer: Answer) -> QuerySet[PlanLine]:
    """Return the lines of an answer's plan with what each carried, in the order of time."""
    rows = PlanLine.objects.filter(answer=answer).select_related("owner", "account")
    return rows.prefetch_related("carried__release", "carried__recorded_by", "carried__file")


def needs_correction(line: PlanLine, newest: int) -> bool:
    """Tell whether a channel still says an older version than the newest release."""
    last = next(iter(line.carried.all()), None)
    return (
        line.state == PlanState.CARRIED and last is not None and last.release.version < newest
    )


def lines_in_need(bureau_id: int, now: datetime) -> list[tuple[PlanLine, str]]:
    """Return the lines that need a person with why, by time.

    ``look`` = in doubt, ``failed`` = the platform did not publish, ``ready`` = a draft waits to
    be published, ``correct`` = it says an older version, ``late`` = its time is over.
    """
    newest = Release.objects.filter(answer=OuterRef("answer")).order_by("-version")
    carried = Carried.objects.filter(line=OuterRef("pk")).order_by("-release__version")
    rows = PlanLine.objects.filter(bureau_id=bureau_id).annotate(
        newest=Subquery(newest.values("version")[:1]),
        carries=Subquery(carried.values("release__version")[:1]),
        article=Subquery(Posting.objects.filter(line=OuterRef("pk")).values("state")[:1]),
    )
    late = Q(state=PlanState.PLANNED, planned_at__lte=now, newest__isnull=False)
    old = Q(state=PlanState.CARRIED, carries__lt=F("newest"))
    behind = Q(carries__isnull=True) | Q(carries__lt=F("newest"))
    by_machine = behind & Q(article__in=[*ARTICLE]) & ~Q(state=PlanState.DROPPED)
    found = rows.filter(Q(state=PlanState.UNKNOWN) | late | old | by_machine)
    why = {PlanState.UNKNOWN: "look", PlanState.CARRIED: "correct", PlanState.PLANNED: "late"}
    found = found.select_related("answer", "account").order_by("planned_at")
    shown = ("state", "answer__number", "account__platform", "account__name")
    return [
        (line, ARTICLE.get(line.article) or why[PlanState(line.state)])
        for line in found.only(*shown)
    ]
