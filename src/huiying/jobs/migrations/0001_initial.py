from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="BackupRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("bureau_ref", models.BigIntegerField(null=True)),
                ("night", models.DateField(null=True, unique=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("path", models.CharField(blank=True, max_length=500)),
                ("machine", models.CharField(blank=True, max_length=80)),
                ("size", models.BigIntegerField(default=0)),
                ("rows", models.BigIntegerField(default=0)),
                ("missing", models.IntegerField(default=0)),
                (
                    "failure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NO_ROOM", "磁盘空间不够，没有开始"),
                            ("NOT_WRITTEN", "没有写成，原因在服务器的日志里"),
                            ("BROKEN_OFF", "中断了，没有写成"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StreamLease",
            fields=[
                ("bureau_ref", models.BigIntegerField(primary_key=True, serialize=False)),
                ("holder", models.CharField(max_length=60)),
                ("until", models.DateTimeField()),
            ],
        ),
    ]
