"""Addresses of sweeps."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.sweeps import acts, views

urlpatterns = [
    path("", views.sweep_list, name="sweeps"),
    path("open/", acts.start, name="sweep-open"),
    path("parts/<int:pk>/", views.part, name="sweep-part"),
    path("parts/<int:pk>/review/<str:number>/", acts.review, name="sweep-part-review"),
    path("parts/<int:pk>/confirm/", acts.confirm, name="sweep-part-confirm"),
    path("<str:number>/", views.detail, name="sweep"),
    path("<str:number>/compile/", acts.compile_found, name="sweep-compile"),
    path("<str:number>/sign/", acts.sign, name="sweep-sign"),
    path("<str:number>/return/", acts.refuse, name="sweep-return"),
    path("<str:number>/report/", acts.report, name="sweep-report"),
]
