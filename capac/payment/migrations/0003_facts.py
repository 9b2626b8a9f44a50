"""The views that the warehouse reads, from facts.sql."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "facts.sql"


class Migration(migrations.Migration):
    dependencies = [("payment", "0002_bank")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP VIEW payment_facts_document_payments",
            elidable=False,
        )
    ]
