"""Panels of what the posts of an incident say: sentences, claims, tone.

In:   a bureau, event ids, the officer.    Out:  plain dictionaries for the templates.
Cost: three queries; at most 60 texts are read.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.engine.reading.claims import ClaimReason
from huiying.web.console.shared.acts import act_button
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


def content_panels(
    posts: PostReading, officer: Officer, *, ask_url: str = ""
) -> dict[str, Any]:
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
        "sentences": [{"text": one.text, **_source_of(one.group)} for one in read.sentences],
        "claims": {
            "first": claims[:CLAIMS],
            "rest": claims[CLAIMS:MOST_CLAIMS],
            "total": len(claims),
        },
        "tone": tone_lines(tone),
        "kind": kind_word(tone.kind) if tone.mostly else "",
    }


def _source_of(group: PostGroup) -> dict[str, Any]:
    return {
        "size": group.copies,
        "source": group.source,
        "at": group.published_at or group.collected_at,
        "url": reverse("console:copies", args=[group.group_id]),
    }


def _claim(sourced: SourcedClaim, ask_url: str) -> dict[str, Any]:
    claim = sourced.claim
    query = urlencode({"check": claim.text})
    return {
        **_source_of(sourced.group),
        "text": claim.text,
        "size": claim.posts,
        "reasons": [_reason(reason) for reason in claim.reasons],
        "act": act_button(_("请单位核实…"), f"{ask_url}?{query}") if ask_url else None,
    }


def _reason(reason: ClaimReason) -> str:
    return _("%(sign)s：“%(words)s”") % {"sign": _(SIGNS[reason.sign]), "words": reason.words}
