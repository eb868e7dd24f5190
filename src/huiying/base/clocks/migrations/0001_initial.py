import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Clock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("name", models.CharField(max_length=40)),
                ("amount", models.CharField(max_length=24)),
                ("basis", models.CharField(max_length=120)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("regulation", "制度"),
                            ("law", "上级规定"),
                            ("bureau", "本局规则（非法定）"),
                            ("to_confirm", "本局暂定，待确认"),
                            ("example", "可配置示例"),
                        ],
                        max_length=12,
                    ),
                ),
                ("rule_code", models.CharField(max_length=40)),
                ("rule_version", models.CharField(max_length=40)),
                ("calendar", models.JSONField(default=dict)),
                ("starts_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("RUNNING", "在走"),
                            ("MET", "已办到"),
                            ("CANCELLED", "已撤销"),
                        ],
                        default="RUNNING",
                        max_length=10,
                    ),
                ),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("stop_reason", models.CharField(blank=True, max_length=200)),
                ("breached_at", models.DateTimeField(blank=True, null=True)),
                ("subject_kind", models.CharField(max_length=20)),
                ("subject_ref", models.CharField(max_length=40)),
                ("subject_label", models.CharField(max_length=200)),
                ("subject_grade", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("subject_proposed", models.BooleanField(default=False)),
                ("holder_label", models.CharField(max_length=80)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "holder_officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "RUNNING")),
                        fields=["bureau", "due_at"],
                        name="clock_board",
                    ),
                    models.Index(fields=["bureau", "subject_ref"], name="clock_subject"),
                    models.Index(
                        condition=models.Q(("breached_at__isnull", True), ("state", "RUNNING")),
                        fields=["due_at"],
                        name="clock_to_breach",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gte", models.F("starts_at"))),
                        name="clock_due_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "RUNNING"), ("stopped_at__isnull", True)),
                            models.Q(
                                models.Q(("state", "RUNNING"), _negated=True),
                                ("stopped_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="clock_stopped_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paused_at__isnull", True), ("state", "RUNNING"), _connector="OR"
                        ),
                        name="only_a_running_clock_stands",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockAck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("lapses_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acks",
                        to="clocks.clock",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["lapses_at"],
                        name="clock_ack_to_lapse",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("clock",),
                        name="clock_acknowledged_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("holder_label", models.CharField(max_length=80)),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to="clocks.clock",
                    ),
                ),
            ],
            options={
                "ordering": ["from_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("to_at__isnull", True)),
                        fields=("clock",),
                        name="clock_held_by_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockPause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("HEARING", "举行听证"),
                            ("DETAILS", "姓名、住址不清，等来件人补充"),
                        ],
                        max_length=12,
                    ),
                ),
                ("basis", models.CharField(max_length=120)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("regulation", "制度"),
                            ("law", "上级规定"),
                            ("bureau", "本局规则（非法定）"),
                            ("to_confirm", "本局暂定，待确认"),
                            ("example", "可配置示例"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(max_length=400)),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(blank=True, null=True)),
                ("ended_why", models.CharField(blank=True, max_length=400)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pauses",
                        to="clocks.clock",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["from_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("to_at__isnull", True)),
                        fields=("clock",),
                        name="clock_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_at__isnull", True),
                            ("to_at__gte", models.F("from_at")),
                            _connector="OR",
                        ),
                        name="pause_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("share", models.DecimalField(decimal_places=2, max_digits=4)),
                ("tell", models.CharField(max_length=16)),
                ("notified", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("fired_at", models.DateTimeField(blank=True, null=True)),
                ("parked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="clocks.clock",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("fired_at__isnull", True), ("parked_at__isnull", True)
                        ),
                        fields=["at"],
                        name="clock_step_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("clock", "share"), name="clock_step_once")
                ],
            },
        ),
    ]
