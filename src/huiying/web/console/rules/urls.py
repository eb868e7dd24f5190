"""Addresses of the rule book."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.rules import calendar, draft, readiness, routing, versions, views

urlpatterns = [
    path("", views.rules, name="rules"),
    path("draft/", draft.draft, name="rules-draft"),
    path("draft/drop/", draft.drop, name="rules-draft-drop"),
    path("draft/trial/", draft.trial, name="rules-trial"),
    path("edit/<path:path>/", draft.edit, name="rules-edit"),
    path("versions/", versions.versions, name="rules-versions"),
    path("versions/<int:pk>/", views.version, name="rules-version"),
    path("versions/<int:pk>/withdraw/", versions.withdraw, name="rules-withdraw"),
    path("calendar/", calendar.year, name="rules-calendar"),
    path("calendar/edit/", calendar.edit, name="rules-calendar-edit"),
    path("calendar/<int:year>/enter/", calendar.enter, name="rules-calendar-enter"),
    path("calendar/<int:year>/reopen/", calendar.reopen, name="rules-calendar-reopen"),
    path("readiness/", readiness.readiness, name="rules-readiness"),
    path("media/", views.media, name="rules-media"),
    path("routing/", routing.versions, name="rules-routing"),
    path("routing/train/", routing.train, name="rules-routing-train"),
    path("routing/use/", routing.use, name="rules-routing-use"),
]
