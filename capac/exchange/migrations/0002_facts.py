"""The views that the warehouse reads, from facts.sql."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "facts.sql"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP VIEW exchange_facts_authorisations_by_hand; DROP VIEW exchange_facts_submissions",
            elidable=False,
        )
    ]
