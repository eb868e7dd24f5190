"""Addresses of the clocks' own pages."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.clock_pages import views

urlpatterns = [
    path("<int:pk>/", views.clock_page, name="clock"),
    path("<int:pk>/acknowledge/", views.acknowledge_clock, name="clock-acknowledge"),
]
