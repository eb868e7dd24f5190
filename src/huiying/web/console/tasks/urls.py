"""Addresses of tasks."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.tasks import acts, views

urlpatterns = [
    path("", views.task_list, name="tasks"),
    path("files/<int:pk>/", views.file, name="task-file"),
    path("<str:number>/", views.detail, name="task"),
    path("<str:number>/report/", acts.report, name="task-report"),
    path("<str:number>/material/", acts.material, name="task-material"),
    path("<str:number>/send-back/", acts.send_back, name="task-send-back"),
    path("<str:number>/return/", acts.send_for_more, name="task-return"),
    path("<str:number>/reassign/", acts.reassign, name="task-reassign"),
    path("<str:number>/instruct/", acts.instruct, name="task-instruct"),
    path("<str:number>/recheck/", acts.recheck, name="task-recheck"),
    path("<str:number>/close/", acts.close, name="task-close"),
    path("<str:number>/recall/", acts.recall, name="task-recall"),
]
