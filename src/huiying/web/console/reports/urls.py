"""Addresses of reports, their recipients, templates and times."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.reports import (
    acts,
    compositions,
    files,
    incoming,
    recipient_change,
    recipients,
    schedule,
    subordinates,
    superior_systems,
    templates,
    views,
)
from huiying.web.shared.reauthentication import sensitive

urlpatterns = [
    path("", views.report_list, name="reports"),
    path("period/", compositions.start_period, name="report-period"),
    path("compositions/<int:pk>/", compositions.composition, name="report-composition"),
    path(
        "compositions/<int:pk>/again/",
        compositions.start_again,
        name="report-composition-again",
    ),
    path("schedule/", schedule.change, name="report-schedule"),
    path("schedule/<int:pk>/", schedule.detail, name="report-schedule-change"),
    path("schedule/<int:pk>/adopt/", schedule.adopt, name="report-schedule-adopt"),
    path("schedule/<int:pk>/return/", schedule.send_back, name="report-schedule-return"),
    path("recipients/", recipients.recipient_list, name="report-recipients"),
    path("recipients/add/", recipients.add, name="report-recipient-add"),
    path("recipients/usual/", recipients.usual, name="report-recipients-usual"),
    path("recipients/<int:pk>/", recipients.edit, name="report-recipient-edit"),
    path(
        "recipients/<int:pk>/change/",
        recipient_change.detail,
        name="report-recipient-change",
    ),
    path(
        "recipients/<int:pk>/change/adopt/",
        recipient_change.adopt,
        name="report-recipient-adopt",
    ),
    path(
        "recipients/<int:pk>/change/return/",
        recipient_change.send_back,
        name="report-recipient-return",
    ),
    path("templates/", templates.template_list, name="report-templates"),
    path("templates/<str:kind>/", templates.template, name="report-template"),
    path("templates/<str:kind>/change/", templates.change, name="report-template-change"),
    path("incoming/", incoming.received_list, name="received-reports"),
    path("incoming/add/", incoming.received_add, name="received-report-add"),
    path("incoming/<str:number>/", incoming.received_detail, name="received-report"),
    path(
        "incoming/<str:number>/receipt/",
        incoming.received_receipt,
        name="received-report-receipt",
    ),
    path("subordinates/", subordinates.subordinate_list, name="report-subordinates"),
    path("subordinates/add/", subordinates.add, name="report-subordinate-add"),
    path(
        "subordinates/<int:pk>/switch/", subordinates.switch, name="report-subordinate-switch"
    ),
    path(
        "subordinates/<int:pk>/token/make/",
        sensitive(subordinates.make),
        name="report-subordinate-token",
    ),
    path(
        "subordinates/<int:pk>/token/",
        subordinates.shown,
        name="report-subordinate-token-shown",
    ),
    path(
        "subordinates/<int:pk>/token/end/",
        subordinates.end,
        name="report-subordinate-token-end",
    ),
    path("superiors/", superior_systems.system_list, name="superior-systems"),
    path("superiors/add/", superior_systems.add, name="superior-system-add"),
    path("superiors/<int:pk>/switch/", superior_systems.switch, name="superior-system-switch"),
    path(
        "superiors/<int:pk>/token/make/",
        sensitive(superior_systems.make),
        name="superior-system-token",
    ),
    path(
        "superiors/<int:pk>/token/",
        superior_systems.shown,
        name="superior-system-token-shown",
    ),
    path(
        "superiors/<int:pk>/token/end/", superior_systems.end, name="superior-system-token-end"
    ),
    path("incidents/<str:number>/", acts.start, name="report-start"),
    path("<str:number>/", views.detail, name="report"),
    path("<str:number>/edit/", acts.edit, name="report-edit"),
    path("<str:number>/recompose/", compositions.compose_again, name="report-recompose"),
    path("<str:number>/submit/", acts.submit, name="report-submit"),
    path("<str:number>/approve/", acts.approve, name="report-approve"),
    path("<str:number>/return/", acts.send_back, name="report-return"),
    path("<str:number>/send/", acts.send, name="report-send"),
    path("<str:number>/drop/", acts.drop, name="report-drop"),
    path("<str:number>/withdraw/", acts.withdraw, name="report-withdraw"),
    path("<str:number>/withdraw/sign/", acts.sign_withdrawal, name="report-withdrawal-sign"),
    path(
        "<str:number>/withdraw/return/",
        acts.refuse_withdrawal,
        name="report-withdrawal-return",
    ),
    path("<str:number>/replace/", acts.replace, name="report-replace"),
    path("<str:number>/files/", files.panel, name="report-files"),
    path("<str:number>/files/make/", files.make, name="report-file-make"),
    path("<str:number>/file/<str:kind>/", files.report_file, name="report-file"),
    path("<str:number>/to/<int:pk>/again/", acts.again, name="report-send-again"),
    path("<str:number>/to/<int:pk>/handover/", acts.handover, name="report-handover"),
    path("<str:number>/to/<int:pk>/receipt/", acts.receipt, name="report-receipt"),
    path("<str:number>/to/<int:pk>/told/", acts.told, name="report-told"),
]
