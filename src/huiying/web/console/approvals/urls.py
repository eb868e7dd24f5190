"""Addresses of approvals."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.approvals import views

urlpatterns = [
    path("", views.approval_list, name="approvals"),
    path("<int:pk>/", views.approval, name="approval"),
    path("<int:pk>/approve/", views.approve, name="approval-approve"),
    path("<int:pk>/return/", views.send_back, name="approval-return"),
]
