"""Addresses of 督办 between installations: down to subordinates, and from superiors."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.downward import acts, issued, superior, uploads

urlpatterns = [
    path("down/", issued.issued_list, name="issued-supervisions"),
    path("down/report/<str:number>/", acts.start, name="issued-start"),
    path("down/answers/add/", uploads.add_answer, name="issued-answer-add"),
    path("down/<str:number>/", issued.issued_detail, name="issued-supervision"),
    path("down/<str:number>/return/", acts.send_back, name="issued-return"),
    path("down/<str:number>/close/", acts.close, name="issued-close"),
    path("down/<str:number>/withdraw/", acts.withdraw, name="issued-withdraw"),
    path("down/<str:number>/sign/", acts.sign, name="issued-sign"),
    path("down/<str:number>/refuse/", acts.refuse, name="issued-refuse"),
    path("down/<str:number>/again/", acts.again, name="issued-again"),
    path("down/<str:number>/file/<int:step>/", issued.issued_file, name="issued-file"),
    path(
        "down/<str:number>/receipt/<int:version>/",
        issued.answer_receipt,
        name="issued-answer-receipt",
    ),
    path("superiors/", superior.superior_list, name="superior-supervisions"),
    path("superiors/add/", uploads.add_step, name="superior-supervision-add"),
    path("superiors/<str:number>/", superior.superior_detail, name="superior-supervision"),
    path("superiors/<str:number>/answer/", acts.answer, name="superior-answer"),
    path("superiors/<str:number>/answer/sign/", acts.sign_answer, name="superior-answer-sign"),
    path(
        "superiors/<str:number>/answer/refuse/",
        acts.refuse_answer,
        name="superior-answer-refuse",
    ),
    path(
        "superiors/<str:number>/answer/again/", acts.answer_again, name="superior-answer-again"
    ),
    path(
        "superiors/<str:number>/answer/arrived/", acts.arrived, name="superior-answer-arrived"
    ),
    path(
        "superiors/<str:number>/answer/file/<int:version>/",
        superior.answer_file,
        name="superior-answer-file",
    ),
    path(
        "superiors/<str:number>/receipt/<int:step>/",
        superior.step_receipt,
        name="superior-supervision-receipt",
    ),
]
