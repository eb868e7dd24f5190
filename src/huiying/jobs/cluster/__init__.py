"""The same jobs on many machines: Celery on RabbitMQ (docs/adr/0050). Not for one box."""
