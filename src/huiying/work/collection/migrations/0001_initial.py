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
            name="FetchAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=500, unique=True)),
                ("etag", models.CharField(blank=True, max_length=300)),
                ("last_modified", models.CharField(blank=True, max_length=100)),
                ("next_fetch_at", models.DateTimeField()),
                ("fetched_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["next_fetch_at"], name="address_due")],
            },
        ),
        migrations.CreateModel(
            name="PatrolPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("places", models.TextField()),
                ("times", models.JSONField()),
                ("weekdays", models.JSONField()),
                ("grace_minutes", models.PositiveSmallIntegerField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
            ],
            options={
                "ordering": ["name", "since", "id"],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField()),
                ("url", models.CharField(blank=True, max_length=1000)),
                ("host", models.CharField(blank=True, max_length=120)),
                ("channel", models.CharField(max_length=40)),
                ("community", models.CharField(blank=True, max_length=60)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("collected_at", models.DateTimeField()),
                ("noticed_at", models.DateTimeField(blank=True, null=True)),
                ("voice", models.BinaryField(max_length=8, null=True)),
                ("history", models.BooleanField(default=False)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("FEED", "订阅源"),
                            ("PAGE", "网页列表"),
                            ("PUSH", "接口推送"),
                            ("FILE", "文件导入"),
                            ("MANUAL", "人工录入"),
                        ],
                        max_length=8,
                    ),
                ),
                ("channel", models.CharField(max_length=40)),
                ("community", models.CharField(blank=True, max_length=60)),
                ("link_pattern", models.CharField(blank=True, max_length=200)),
                ("link_selector", models.CharField(blank=True, max_length=200)),
                ("interval_minutes", models.PositiveIntegerField(default=10)),
                ("token_digest", models.CharField(blank=True, db_index=True, max_length=64)),
                ("active", models.BooleanField(default=True)),
                (
                    "health",
                    models.CharField(
                        choices=[
                            ("UNKNOWN", "还没有收集过"),
                            ("HEALTHY", "正常"),
                            ("EMPTY", "空"),
                            ("NOT_MODIFIED", "未更新"),
                            ("DEGRADED", "降级"),
                            ("FAILED", "失败"),
                        ],
                        default="UNKNOWN",
                        max_length=14,
                    ),
                ),
                ("health_reason", models.JSONField(blank=True, null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("last_try_at", models.DateTimeField(blank=True, null=True)),
                ("last_ok_at", models.DateTimeField(blank=True, null=True)),
                ("last_new_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "address",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="collection.fetchaddress",
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("bureau", "name"), name="source_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PushBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("body_digest", models.CharField(max_length=64)),
                ("answer", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="collection.source"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "key"), name="one_answer_per_push_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PostKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField(max_length=16)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="collection.post"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="collection.source"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "digest"), name="post_once_per_source"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="post",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="collection.source"
            ),
        ),
        migrations.CreateModel(
            name="ImportJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("path", models.CharField(max_length=500)),
                ("digest", models.CharField(max_length=64)),
                ("mapping", models.JSONField(default=dict)),
                ("history", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("UPLOADED", "待确认列"),
                            ("RUNNING", "导入中"),
                            ("PAUSED", "已中断，可续传"),
                            ("DONE", "已完成"),
                            ("FAILED", "未能读取"),
                        ],
                        max_length=10,
                    ),
                ),
                ("next_row", models.PositiveBigIntegerField(default=1)),
                ("accepted", models.PositiveBigIntegerField(default=0)),
                ("repeated", models.PositiveBigIntegerField(default=0)),
                ("refused", models.PositiveBigIntegerField(default=0)),
                ("progress", models.FloatField(default=0)),
                ("error", models.JSONField(blank=True, null=True)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="collection.source"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "source", "digest", "history"),
                        name="one_import_per_file",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceGap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="collection.source"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["bureau", "from_at"], name="gap_of_bureau")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_at__isnull", True)),
                        fields=("source",),
                        name="one_open_gap_a_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VoiceKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("key", models.BinaryField(max_length=200, null=True)),
                ("destroyed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "from_at"), name="one_voice_key_a_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("key__isnull", False),
                            ("destroyed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="voice_key_destroyed_has_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HourVolume",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hour", models.DateTimeField()),
                ("posts", models.PositiveIntegerField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "hour"), name="one_volume_an_hour"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRefusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveBigIntegerField()),
                ("code", models.CharField(max_length=40)),
                ("field", models.CharField(blank=True, max_length=40)),
                ("reason", models.JSONField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refusals",
                        to="collection.importjob",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["job", "row"], name="refusal_row")],
            },
        ),
        migrations.CreateModel(
            name="Patrol",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slot_at", models.DateTimeField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("NOTHING", "已巡查，无异常"),
                            ("FOUND", "已巡查，有发现"),
                            ("EXPLAINED", "未巡查，已说明"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400)),
                ("at", models.DateTimeField()),
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patrols",
                        to="collection.patrolplan",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["bureau", "-slot_at"], name="patrol_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "slot_at"), name="patrol_once_a_slot"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "lane",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "实时"), (1, "导入")], default=0
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, to="collection.post"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["bureau", "lane", "id"], name="arrival_queue")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("history", False)),
                fields=["bureau", "collected_at"],
                name="post_collected",
            ),
        ),
    ]
