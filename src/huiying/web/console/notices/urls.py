"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.notices import desk_acts, practice, report, views

urlpatterns = [
    path("", views.notice_list, name="notices"),
    path("practice/", practice.practice, name="notice-practice"),
    path("files/<int:pk>/", report.report_file, name="notice-file"),
    path("<str:number>/", views.detail, name="notice"),
    path("<str:number>/sign/", views.sign, name="notice-sign"),
    path("<str:number>/return/", views.send_back, name="notice-return"),
    path("<str:number>/reroute/", desk_acts.reroute, name="notice-reroute"),
    path("<str:number>/settle/", desk_acts.settle, name="notice-settle"),
    path("<str:number>/report/", report.report, name="notice-report"),
    path("<str:number>/remind/", desk_acts.remind, name="notice-remind"),
    path("<str:number>/resend/", desk_acts.resend, name="notice-resend"),
    path("<str:number>/phone/", desk_acts.signed_by_phone, name="notice-phone"),
    path("<str:number>/delivered/", desk_acts.delivered, name="notice-delivered"),
]
