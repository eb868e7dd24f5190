"""Addresses of the clocks' own pages."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.clock_pages import pauses, views

urlpatterns = [
    path("<int:pk>/", views.clock_page, name="clock"),
    path("<int:pk>/pause/", pauses.pause, name="clock-pause"),
    path("<int:pk>/resume/", pauses.resume, name="clock-resume"),
    path("<int:pk>/acknowledge/", views.acknowledge_clock, name="clock-acknowledge"),
]
