"""Addresses of mechanism reviews."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.mechanism import views

urlpatterns = [
    path("record/<int:pk>/", views.record, name="mechanism-record"),
    path("<str:number>/", views.review, name="mechanism"),
    path("<str:number>/sign/", views.sign, name="mechanism-sign"),
    path("<str:number>/return/", views.send_back, name="mechanism-return"),
    path("<str:number>/scan/", views.scan, name="mechanism-scan"),
]
