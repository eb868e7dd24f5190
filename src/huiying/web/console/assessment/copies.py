"""The page of one text and its copies: spread by platform and time, changes."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.engine.text.differences import Difference
from huiying.web.shared.post_rows import group_rows
from huiying.web.shared.requests import OfficerRequest
from huiying.web.shared.tone import post_labels
from huiying.work.incidents.placements.copies import Copies, Variant, read_copies


@require_GET
def copies(request: OfficerRequest, post_id: int) -> HttpResponse:
    """Every copy of one text: where, when, and in what it differs from the first seen."""
    require(request.user, Capability.SEE_POSTS)
    found = read_copies(request.user.bureau_id, post_id)
    if found is None:
        raise Http404
    first = found.posts[0]
    context = {
        "groups": group_rows(found.posts),
        "first": first,
        "labels": post_labels(first.title, first.text),
        "total": found.total,
        "left_out": found.total - len(found.posts),
        "platforms": _platforms(found),
        "variants": [_variant(variant) for variant in found.variants],
        "more_variants": found.more_variants,
    }
    return render(request, "console/assessment/copies.html", context)


def _platforms(found: Copies) -> list[dict[str, Any]]:
    return [
        {
            "name": platform.channel or _("未知"),
            "posts": platform.posts,
            "share": round(100 * platform.posts / found.total),
            "first_at": platform.first_at,
            "last_at": platform.last_at,
        }
        for platform in found.platforms
    ]


def _variant(variant: Variant) -> dict[str, Any]:
    first = variant.first
    return {
        "id": str(first.post_id),
        "size": variant.posts,
        "source": first.source,
        "at": first.published_at or first.collected_at,
        "sums": _sums(variant.difference),
        "opposite": [
            {"before": line.before.strip(), "after": line.after.strip()}
            for line in variant.difference.lines
            if line.kind == "negated"
        ],
        "lines": [
            {
                "pieces": [{"kind": piece.kind, "text": piece.text} for piece in line.pieces],
                "opposite": line.kind == "negated",
            }
            for line in variant.difference.lines
        ],
    }


def _sums(difference: Difference) -> str:
    """Say how many sentences came, went and changed."""
    added, cut = difference.count("added"), difference.count("removed")
    changed = difference.count("changed", "negated")
    parts = [
        ngettext("加 %(count)s 句", "加 %(count)s 句", added) % {"count": added},
        ngettext("删 %(count)s 句", "删 %(count)s 句", cut) % {"count": cut},
        ngettext("改 %(count)s 句", "改 %(count)s 句", changed) % {"count": changed},
    ]
    counts = (added, cut, changed)
    return _("，").join(part for part, count in zip(parts, counts, strict=True) if count)
