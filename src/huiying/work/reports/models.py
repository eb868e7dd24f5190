"""The models of reports, gathered for Django; import them from their own modules."""

from huiying.work.reports.core.models import Report, ReportVersion, ReportWithdrawal
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.exchange.models import (
    ReceivedReport,
    ReceivedWithdrawal,
    Subordinate,
    SubordinateToken,
)
from huiying.work.reports.routing.models import RecipientRule
from huiying.work.reports.schedules.models import ReportSchedule
from huiying.work.reports.templates.models import ReportTemplate

__all__ = [
    "ReceivedReport",
    "ReceivedWithdrawal",
    "RecipientRule",
    "Report",
    "ReportDelivery",
    "ReportSchedule",
    "ReportTemplate",
    "ReportVersion",
    "ReportWithdrawal",
    "Subordinate",
    "SubordinateToken",
]
