"""Addresses of consultations, proposals and assignments."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.consultation import acts, minutes, proposals, views

urlpatterns = [
    path("call/<str:number>/", acts.call, name="consultation-call"),
    path("skip/<str:number>/", acts.skip, name="consultation-skip"),
    path("proposals/write/<str:number>/", proposals.write, name="proposal-write"),
    path("proposals/<str:number>/", views.proposal, name="proposal"),
    path("proposals/<str:number>/edit/", proposals.edit, name="proposal-edit"),
    path("proposals/<str:number>/submit/", proposals.submit, name="proposal-submit"),
    path("proposals/<str:number>/urgent/", proposals.urgent, name="proposal-urgent"),
    path("proposals/<str:number>/approve/", proposals.approve, name="proposal-approve"),
    path("proposals/<str:number>/return/", proposals.send_back, name="proposal-return"),
    path("proposals/<str:number>/assign/", proposals.assign, name="proposal-assign"),
    path("tasks/<str:number>/accept/", proposals.accept, name="task-accept"),
    path("<str:number>/", views.consultation, name="consultation"),
    path("<str:number>/invite/", acts.invite, name="consultation-invite"),
    path("<str:number>/cancel/", acts.cancel, name="consultation-cancel"),
    path("<str:number>/attend/<int:pk>/", acts.attend, name="consultation-attend"),
    path("<str:number>/opinion/<int:pk>/", acts.opinion, name="consultation-opinion"),
    path("<str:number>/minutes/", minutes.write, name="minutes-write"),
    path("<str:number>/minutes/send/", minutes.send, name="minutes-send"),
    path("<str:number>/minutes/sign/", minutes.sign, name="minutes-sign"),
    path("<str:number>/minutes/return/", minutes.send_back, name="minutes-return"),
]
