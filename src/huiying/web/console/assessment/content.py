"""Panels of what the posts of an incident say: sentences, claims, tone.

In:   a bureau, event ids, the officer.    Out:  rows and panels of the templates.
Cost: three queries; at most 60 texts are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.engine.reading.claims import ClaimReason
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.tone import kind_word, tone_lines
from huiying.work.incidents.assessment.post_reading import PostReading
from huiying.work.incidents.assessment.summary import SourcedClaim
from huiying.work.incidents.placements.queries import PostGroup

CLAIMS = 5  # shown at once; the rest is folded
MOST_CLAIMS = 30
SIGNS = {
    "hearsay": gettext_noop("传闻"),
    "confirm": gettext_noop("要求证实"),
    "harm": gettext_noop("伤亡"),
    "charge": gettext_noop("指称的事实"),
    "number": gettext_noop("数字"),
    "cause": gettext_noop("原因"),
    "place": gettext_noop("地点"),
    "body": gettext_noop("单位"),
}


@dataclass(frozen=True, slots=True)
class TextSource:
    """The post that a sentence stands in."""

    name: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence of a post, word by word."""

    text: str
    size: int
    source: TextSource


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A sentence worth checking, why, and the act that asks a unit."""

    text: str
    size: int
    source: TextSource
    reasons: list[str]
    act: ActButton | None


@dataclass(frozen=True, slots=True)
class ClaimPanel:
    """Sentences worth checking, best first; rest: folded."""

    first: list[ClaimRow]
    rest: list[ClaimRow]
    total: int


def content_panels(
    posts: PostReading, officer: Officer, *, ask_url: str = ""
) -> dict[str, object]:
    """Return the panels; all are empty for an officer who sees no posts.

    Args:
        ask_url: Where a unit is asked to verify a sentence (``?check=…``); "" = not yet.
    """
    if not may(officer, Capability.SEE_POSTS):
        return {"sentences": [], "claims": None, "tone": [], "kind": ""}
    read = posts.texts
    tone = read.tone
    claims = [_claim(one, ask_url) for one in read.claims]
    return {
        "sentences": [
            SentenceRow(one.text, one.group.copies, _source_of(one.group))
            for one in read.sentences
        ],
        "claims": ClaimPanel(claims[:CLAIMS], claims[CLAIMS:MOST_CLAIMS], len(claims))
        if claims
        else None,
        "tone": tone_lines(tone),
        "kind": kind_word(tone.kind) if tone.mostly else "",
    }


def _source_of(group: PostGroup) -> TextSource:
    return TextSource(
        group.source,
        group.published_at or group.collected_at,
        reverse("console:copies", args=[group.group_id]),
    )


def _claim(sourced: SourcedClaim, ask_url: str) -> ClaimRow:
    claim = sourced.claim
    query = urlencode({"check": claim.text})
    return ClaimRow(
        text=claim.text,
        size=claim.posts,
        source=_source_of(sourced.group),
        reasons=[_reason(reason) for reason in claim.reasons],
        act=act_button(_("请单位核实…"), f"{ask_url}?{query}") if ask_url else None,
    )


def _reason(reason: ClaimReason) -> str:
    return _("%(sign)s：“%(words)s”") % {"sign": _(SIGNS[reason.sign]), "words": reason.words}
