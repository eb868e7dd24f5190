"""Addresses of the public portal; every one is open, and reads only.

In:   nothing.    Out:  URL patterns under the name space ``portal``.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from huiying.web.portal import feeds, service, views

app_name = "portal"

bureau: list[URLPattern] = [
    path("", views.home, name="home"),
    path("answers/", views.answers, name="answers"),
    path("answers/<str:number>/", views.answer, name="answer"),
    path("answers/<str:number>/v/<int:count>/", views.version, name="version"),
    path("answers/<str:number>/v/<int:count>/content.json", views.content, name="content"),
    path("answers/<str:number>/changes/<int:count>/", views.changes, name="changes"),
    path("feed.atom", feeds.feed, name="feed"),
    path("record/", views.record, name="record"),
    path("record/heads.json", views.heads, name="heads"),
    path("about/", views.about, name="about"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("b/<slug:slug>/", include(bureau)),
    path("healthz", service.healthz, name="healthz"),
    path("robots.txt", service.robots, name="robots"),
]
