"""The copy-ready package of a release: title, summary, plain text, HTML.

In:   a release.    Out:  what is copied into another channel.
Cost: linear in the text.

A package holds nothing from outside: no picture, no script, no style, no link.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from huiying.policy.procedure.findings import Finding
from huiying.policy.time.zone import LOCAL
from huiying.work.responses.core.models import Release
from huiying.work.responses.core.text import paragraphs, without_codes

TITLE_CHARS = 32  # of an article of a 微信公众号


DIGEST_CHARS = 120


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
