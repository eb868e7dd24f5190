"""Addresses of sources."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.sources import communities, discovery, emergency, views
from huiying.web.shared.reauthentication import sensitive

urlpatterns = [
    path("", views.sources, name="sources"),
    path("communities/", communities.communities, name="communities"),
    path("communities/add/", communities.add, name="community-add"),
    path("communities/<int:pk>/confirm/", communities.confirm, name="community-confirm"),
    path("communities/<int:pk>/refuse/", communities.refuse, name="community-refuse"),
    path("communities/<int:pk>/retire/", communities.retire, name="community-retire"),
    path("emergency/", emergency.start, name="emergency-start"),
    path("emergency/<int:pk>/end/", emergency.end, name="emergency-end"),
    path("find/", sensitive(discovery.find_sources), name="sources-find"),
    path("add/<slug:kind>/", sensitive(views.add), name="source-add"),
    path("preview/<slug:kind>/", views.try_out, name="source-preview"),
    path("<int:pk>/edit/", views.edit, name="source-edit"),
    path("<int:pk>/pause/", views.pause, name="source-pause"),
    path("<int:pk>/resume/", views.resume, name="source-resume"),
    path("<int:pk>/token/", sensitive(views.new_token), name="source-token"),
    path("<int:pk>/token/shown/", views.shown_token, name="source-token-shown"),
]
