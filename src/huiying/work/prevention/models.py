"""The models of prevention, gathered for Django; import them from their own modules."""

from huiying.work.prevention.risks.models import Risk, RiskChange, RiskDate, RiskVersion
from huiying.work.prevention.sweeps.models import Sweep, SweepPart

__all__ = ["Risk", "RiskChange", "RiskDate", "RiskVersion", "Sweep", "SweepPart"]
