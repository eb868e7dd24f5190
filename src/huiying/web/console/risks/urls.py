"""Addresses of the risk register."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.risks import acts, views

urlpatterns = [
    path("", views.risk_list, name="risk-register"),
    path("add/", acts.add, name="risk-add"),
    path("proposals/", views.proposals, name="risk-proposals"),
    path("dates/add/", acts.date_add, name="risk-date-add"),
    path("dates/usual/", acts.dates_usual, name="risk-dates-usual"),
    path("dates/<int:pk>/", acts.date_change, name="risk-date-change"),
    path("<str:number>/", views.detail, name="risk"),
    path("<str:number>/review/", acts.review, name="risk-review"),
    path("<str:number>/change/", acts.change, name="risk-change"),
    path("<str:number>/put-off/", acts.put_off, name="risk-put-off"),
    path("<str:number>/appoint/", acts.appoint, name="risk-appoint"),
    path("<str:number>/settle/", acts.settle, name="risk-settle"),
    path("<str:number>/list-again/", acts.again, name="risk-list-again"),
    path("<str:number>/sign/", acts.sign, name="risk-sign"),
    path("<str:number>/return/", acts.refuse, name="risk-return"),
]
