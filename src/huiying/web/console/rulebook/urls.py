"""Addresses of the rule book."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.routing import model_versions
from huiying.web.console.rulebook import (
    calendar,
    calendar_proposals,
    draft,
    readiness,
    versions,
    views,
)

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
    path("calendar/confirm/", calendar_proposals.confirm, name="rules-calendar-confirm"),
    path("calendar/drop/", calendar_proposals.drop, name="rules-calendar-drop"),
    path("calendar/<int:year>/enter/", calendar.enter, name="rules-calendar-enter"),
    path("calendar/<int:year>/reopen/", calendar.reopen, name="rules-calendar-reopen"),
    path("readiness/", readiness.readiness, name="rules-readiness"),
    path("routing/", model_versions.versions, name="rules-routing"),
    path("routing/train/", model_versions.train, name="rules-routing-train"),
    path("routing/use/", model_versions.use, name="rules-routing-use"),
]
