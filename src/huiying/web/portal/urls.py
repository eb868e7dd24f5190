"""Addresses of the public portal; every one is open.

All but ``helped``, ``submit`` and what follows a query code only read.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from huiying.web.portal import (
    crawlers,
    feeds,
    figures,
    helped,
    metrics,
    regulation,
    responders,
    service,
    standing_pages,
    views,
)
from huiying.web.portal.submit import acts, following, sending

app_name = "portal"

bureau: list[URLPattern] = [
    path("", views.home, name="home"),
    path("answers/", views.answers, name="answers"),
    path("answers/<str:number>/", views.answer, name="answer"),
    path("answers/<str:number>/helped/", helped.helped, name="helped"),
    path("answers/<str:number>/v/<int:count>/", views.version, name="version"),
    path("answers/<str:number>/v/<int:count>/content.json", views.content, name="content"),
    path("answers/<str:number>/changes/<int:count>/", views.changes, name="changes"),
    path("feed.atom", feeds.feed, name="feed"),
    path("record/", views.record, name="record"),
    path("record/heads.json", views.heads, name="heads"),
    path("record/verify_packet.py", views.packet_verifier, name="packet_verifier"),
    path("feed.json", feeds.feed_json, name="feed_json"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("open/", figures.page, name="open"),
    path("open/figures.json", figures.as_json, name="figures_json"),
    path("open/figures.csv", figures.as_csv, name="figures_csv"),
    path("open/regulation/", regulation.regulation, name="regulation"),
    path("responders/", responders.roster, name="responders"),
    path("responders/<str:number>/", responders.line, name="responder"),
    path("submit/", sending.submit, name="submit"),
    path("submit/matches/", sending.matches, name="matches"),
    path("status/", following.status, name="status"),
    path("status/leave/", following.leave, name="leave"),
    path("status/supplement/", acts.supplement, name="supplement"),
    path("status/withdraw/", acts.withdraw, name="withdraw"),
    path("status/rate/", acts.rate, name="rate"),
    path("status/review/", acts.review, name="review"),
    path("status/own/", acts.own, name="own"),
    path("status/erase/", acts.erase, name="erase"),
    path("reach/", standing_pages.reach, name="reach"),
    path("about/", standing_pages.about, name="about"),
    path("duties/", standing_pages.duties, name="duties"),
    path("limits/", standing_pages.limits, name="limits"),
    path("privacy/", standing_pages.privacy, name="privacy"),
    path("accessibility/", standing_pages.accessibility, name="accessibility"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("b/<slug:slug>/", include(bureau)),
    path("healthz", service.healthz, name="healthz"),
    path("readyz", service.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemaps, name="sitemaps"),
]
