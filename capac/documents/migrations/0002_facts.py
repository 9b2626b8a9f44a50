"""The views that the warehouse reads, from facts.sql; and bytes stored as they are, for they do not become smaller."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "facts.sql"


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP VIEW documents_facts_letters; DROP VIEW documents_facts_paper",
            elidable=False,
        ),
        migrations.RunSQL(
            "ALTER TABLE documents_chunk ALTER COLUMN body SET STORAGE EXTERNAL",
            "ALTER TABLE documents_chunk ALTER COLUMN body SET STORAGE EXTENDED",
        ),
    ]
