"""Structured data of schema.org: who answers, and the finding.

In:   a bureau, a release.    Out:  a data block for the page (JSON-LD), with nothing in it
      that could end the block or run.
Cost: pure.

A block of this type is data: browsers run none of it, so the policy against inline script
needs no exception.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from huiying.base.accounts.core.models import Bureau
from huiying.policy.procedure.findings import Finding
from huiying.web.portal.pages import absolute
from huiying.web.shared.answers import finding_words, speaker_words
from huiying.work.responses.core.models import Release
from huiying.work.responses.core.text import strip_unsafe, without_codes

CONTEXT = "https://schema.org"
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026",
            0x2028: "\\u2028", 0x2029: "\\u2029"}  # fmt: skip
RATINGS = {Finding.FALSE: 1, Finding.PARTLY_TRUE: 3, Finding.TRUE: 5}  # of 5; none else


def data_block(data: dict[str, Any]) -> SafeString:
    """Return a mapping as a block of JSON-LD."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - every character that could end the block is escaped
    )


def organization(request: HttpRequest, bureau: Bureau) -> dict[str, Any]:
    """Return the bureau as a ``GovernmentOrganization``."""
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "GovernmentOrganization",
        "name": bureau.name,
        "url": absolute(request, reverse("portal:home", args=[bureau.slug])),
    }
    if bureau.district:
        found["areaServed"] = {"@type": "AdministrativeArea", "name": bureau.district}
    if settings.CONTACT:
        found["contactPoint"] = {
            "@type": "ContactPoint",
            "contactType": "customer service",
            "telephone": settings.CONTACT,
        }
    return found


def claim_review(
    request: HttpRequest, bureau: Bureau, releases: list[Release], shown: Release
) -> dict[str, Any] | None:
    """Return a clarification as a ``ClaimReview``; None for an answer that reviews no claim.

    Args:
        releases: All versions, newest first.
        shown: The version on the page.
    """
    content = shown.content
    if not content["claim"] or not content["finding"]:
        return None
    finding = Finding(content["finding"])
    address = absolute(
        request, reverse("portal:answer", args=[bureau.slug, shown.answer.number])
    )
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": finding_words(finding)}
    if finding in RATINGS:
        rating |= {"ratingValue": RATINGS[finding], "bestRating": 5, "worstRating": 1}
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "url": address,
        "name": strip_unsafe(content["title"]),
        "claimReviewed": strip_unsafe(content["claim"]),
        "reviewBody": without_codes(strip_unsafe(content["summary"])),
        "reviewRating": rating,
        "datePublished": releases[-1].published_at.isoformat(),
        "dateModified": shown.published_at.isoformat(),
        "inLanguage": "zh-Hans",
        "itemReviewed": {"@type": "Claim", "name": strip_unsafe(content["claim"])},
        "author": {
            "@type": "GovernmentOrganization",
            "name": strip_unsafe(speaker_words(bureau, content["speaker"])),
        },
        "publisher": {"@type": "GovernmentOrganization", "name": bureau.name},
    }
