"""Addresses of the clocks' own pages."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.clocks import extensions, late_records, pauses, views

urlpatterns = [
    path("<int:pk>/", views.clock_page, name="clock"),
    path("<int:pk>/pause/", pauses.pause, name="clock-pause"),
    path("<int:pk>/resume/", pauses.resume, name="clock-resume"),
    path("<int:pk>/acknowledge/", views.acknowledge_clock, name="clock-acknowledge"),
    path("<int:pk>/extend/", extensions.extend, name="clock-extend"),
    path("late/<int:pk>/", late_records.late_record, name="late-record"),
    path("late/<int:pk>/confirm/", late_records.confirm, name="late-record-confirm"),
    path("late/<int:pk>/return/", late_records.send_back, name="late-record-return"),
    path("extensions/<str:number>/", extensions.extension, name="extension"),
    path("extensions/<str:number>/grant/", extensions.grant, name="extension-grant"),
    path("extensions/<str:number>/return/", extensions.send_back, name="extension-return"),
]
