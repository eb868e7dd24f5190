from django.db import migrations

from huiying.base.db.final_rows import ProtectRows


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_day_heads")]

    operations = [
        ProtectRows("audit_auditrecord", refused="TRUE", keys=(("id",), ("bureau_ref", "seq"))),
        # The newest link moves on and never back.
        ProtectRows(
            "audit_audithead",
            unchanged=("bureau_ref",),
            refused="NEW.seq < OLD.seq OR (NEW.seq = OLD.seq AND NEW.hash <> OLD.hash)",
            keys=(("bureau_ref",),),
        ),
        ProtectRows("audit_dayhead", refused="TRUE", keys=(("number",), ("bureau_ref", "day"))),
    ]
