"""Addresses of closing: the gate, waivers, reopening."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.closing import acts, views

urlpatterns = [
    path("incidents/<str:number>/close/", acts.close, name="incident-close"),
    path("incidents/<str:number>/reopen/", acts.reopen, name="incident-reopen"),
    path("incidents/<str:number>/waive/<str:condition>/", acts.waive, name="waiver-ask"),
    path("closing/waivers/<str:number>/", views.waiver, name="waiver"),
    path("closing/waivers/<str:number>/grant/", acts.grant, name="waiver-grant"),
    path("closing/waivers/<str:number>/return/", acts.send_back, name="waiver-return"),
    path("closing/reopenings/<int:pk>/decline/", acts.decline, name="reopening-decline"),
]
