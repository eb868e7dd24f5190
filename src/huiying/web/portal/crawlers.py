"""robots.txt and the site map.

In:   GET of a crawler.    Out:  robots.txt, the index of site maps, the map of one bureau.
Cost: one query a map of at most ``PLACES`` answers.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from huiying.base.accounts.core.models import Bureau
from huiying.web.portal.pages import absolute, bureau_page, public_page
from huiying.web.shared.requests import parse_int
from huiying.work.responses.releases.public import public_bureaus, public_places, public_totals

PLACES = 10_000  # answers in one map; the standard allows 50,000 addresses
XML = "application/xml; charset=utf-8"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
ROBOTS = """User-agent: *
Disallow: /desk/
Disallow: /accounts/
Disallow: /api/
Disallow: /r/
Disallow: /v/
Disallow: /k/
Disallow: /u/
Allow: /
"""
STANDING = ("home", "answers", "reach", "responders", "open", "duties", "about", "limits",
            "privacy", "accessibility", "record", "regulation")  # fmt: skip


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read the public pages and nothing else."""
    site_map = absolute(request, reverse("portal:sitemaps"))
    return HttpResponse(
        f"{ROBOTS}\nSitemap: {site_map}\n", content_type="text/plain; charset=utf-8"
    )


@public_page
def sitemaps(request: HttpRequest) -> HttpResponse:
    """Name the maps of every public bureau."""
    rows = []
    for bureau in public_bureaus():
        path = reverse("portal:sitemap", args=[bureau.slug])
        pages = -(-public_totals(bureau.pk)[0] // PLACES) or 1
        rows += [
            f"<sitemap><loc>{escape(absolute(request, path))}?page={page}</loc></sitemap>"
            for page in range(1, pages + 1)
        ]
    return _document("sitemapindex", rows)


@bureau_page
def sitemap(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """List a bureau's answers, newest first; the first page lists its standing pages too."""
    page = min(parse_int(request.GET.get("page", "")) or 1, 99_999)
    places = public_places(bureau.pk, first=(page - 1) * PLACES, most=PLACES)
    rows = []
    if page == 1:
        rows = [
            _place(absolute(request, reverse(f"portal:{name}", args=[bureau.slug])))
            for name in STANDING
        ]
    root = absolute(request, reverse("portal:answers", args=[bureau.slug]))
    rows += [
        _place(f"{root}{number}/", timezone.localtime(at).isoformat(timespec="seconds"))
        for number, at in places
    ]
    return _document("urlset", rows)


def _place(address: str, changed: str = "") -> str:
    when = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(address)}</loc>{when}</url>"


def _document(root: str, rows: Iterable[str]) -> HttpResponse:
    lines = "\n".join(rows)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return HttpResponse(
        f'{head}\n<{root} xmlns="{NAMESPACE}">\n{lines}\n</{root}>\n', content_type=XML
    )
