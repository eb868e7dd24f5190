"""Addresses of evidence packets and of the delivery of a notice."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.packets import acts, signing, views
from huiying.web.shared.reauthentication import sensitive

urlpatterns = [
    path("", views.packets, name="packets"),
    path("period/", acts.of_period, name="packet-period"),
    path("incidents/<str:number>/", acts.of_incident, name="packet-incident"),
    path("notices/<str:number>/", acts.of_notice, name="packet-notice"),
    path("notices/<str:number>/delivery/", views.delivery, name="notice-delivery"),
    path("<str:number>/", signing.packet, name="packet"),
    path("<str:number>/approve/", signing.approve, name="packet-approve"),
    path("<str:number>/return/", signing.send_back, name="packet-return"),
    path("<str:number>/take/", sensitive(acts.take), name="packet-take"),
]
