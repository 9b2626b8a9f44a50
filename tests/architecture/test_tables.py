"""Arrows between tables: keys, accessors, migrations and SQL that import-linter cannot see."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.test.utils import isolate_apps

from tests.architecture.house import dotted, files, order, product, room_of, shown, tree, uphill

KEYS = ("ForeignKey", "OneToOneField", "ManyToManyField")
FACTS_READERS = {"warehouse"}
"""Rooms that may read the views of other rooms' facts.sql, and nothing else of theirs."""


def own_models() -> list[type[models.Model]]:
    """Every model of our rooms, with the tables that Django makes between two."""
    return [one for one in apps.get_models(include_auto_created=True) if one.__module__.startswith("capac.")]


def wrong_keys(found: Iterable[type[models.Model]]) -> list[str]:
    """Keys to another room that point uphill, can be walked back, or let a row disappear."""
    faults = []
    for model in found:
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey | models.ManyToManyField):
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if here == there or there not in order():
                continue
            name = f"{model.__name__}.{field.name}"
            if uphill(here, there):
                faults.append(f"{name} points uphill to {there}")
            if field.remote_field.related_name != "+":
                faults.append(f"{name} can be walked back from {there}")
            if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT:
                faults.append(f"{name} does not protect its row of {there}")
    return faults


def walked_back(found: Iterable[type[models.Model]]) -> list[str]:
    """Relations through which a lower room could read or filter a higher one."""
    return [
        f"{model._meta.app_label}.{model.__name__} reaches {relation.related_model._meta.app_label} through {relation.name}"
        for model in found
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label != model._meta.app_label and not relation.hidden
    ]


def keys_by_class(code: ast.Module, room: str) -> list[str]:
    """Keys written with an imported class: across rooms the model's name is a string."""
    imported = {
        name.asname or name.name
        for node in ast.walk(code)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("capac.")
        and (node.module or "").split(".")[1] != room
        for name in node.names
    }  # fmt: skip
    return [
        f"line {node.lineno}: {dotted(node.args[0])}"
        for node in ast.walk(code)
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in KEYS and node.args
        and dotted(node.args[0]).split(".")[0] in imported
    ]  # fmt: skip


def reaching_for_models(code: ast.Module, room: str) -> list[str]:
    """apps.get_model("payment", …): another room's tables behind its front door."""
    found = []
    for node in ast.walk(code):
        if isinstance(node, ast.Call) and dotted(node.func).endswith("get_model") and node.args:
            named = str(node.args[0].value) if isinstance(node.args[0], ast.Constant) else ""
            if named.split(".")[0] in order().keys() - {room}:
                found.append(f"line {node.lineno}: {named}")
    return found


def uphill_migrations(wanted: Iterable[tuple[str, str]]) -> list[str]:
    """Of (room, room that its migration depends on): those that point uphill."""
    return [
        f"{here} depends on {there}"
        for here, there in wanted
        if here in order() and there in order() and uphill(here, there)
    ]


def tables() -> dict[str, str]:
    """Table to its room."""
    return {model._meta.db_table: model._meta.app_label for model in own_models()}


def foreign_sql(text: str, room: str) -> list[str]:
    """Tables and views of other rooms that a piece of SQL names."""
    known = tables()
    words = set(re.findall(r"[a-z][a-z0-9]*_[a-z0-9_]+", text))
    found = [f"{word} of {known[word]}" for word in words & known.keys() if known[word] != room]
    facts = {word for word in words if re.match(rf"({'|'.join(order())})_facts_", word)}
    if room not in FACTS_READERS:
        found += [word for word in facts if not word.startswith(f"{room}_facts_")]
    return sorted(found)


def sql_of(path: Path) -> Iterator[str]:
    """A .sql file, or the strings of a .py file that are not docstrings."""
    if path.suffix == ".sql":
        yield path.read_text(encoding="utf-8")
        return
    code = tree(path)
    told = {
        id(node.body[0].value)
        for node in ast.walk(code)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
        and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    for node in ast.walk(code):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_keys_between_rooms_point_downhill_and_cannot_be_walked_back() -> None:
    assert wrong_keys(own_models()) == []
    assert walked_back(own_models()) == []


@isolate_apps("capac.people", "capac.payment")
def test_a_key_uphill_is_found() -> None:
    class Payment(models.Model):
        class Meta:
            app_label = "payment"

    class Client(models.Model):
        paid_by = models.ForeignKey(Payment, models.CASCADE)

        class Meta:
            app_label = "people"

    assert wrong_keys([Client]) == [
        "Client.paid_by points uphill to payment",
        "Client.paid_by can be walked back from payment",
        "Client.paid_by does not protect its row of payment",
    ]
    assert walked_back([Payment]) == ["payment.Payment reaches people through client"]


def test_keys_between_rooms_are_written_as_strings() -> None:
    found = {shown(path): keys_by_class(tree(path), room_of(path)) for path in product()}
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_a_key_by_class_is_found() -> None:
    code = "from capac.people.api import Client\nfrom capac.work.models import Item\nx = models.ForeignKey(Client)\ny = models.ForeignKey(Item)"
    assert keys_by_class(ast.parse(code), "work") == ["line 3: Client"]


def test_no_room_reaches_for_the_models_of_another() -> None:
    found = {shown(path): reaching_for_models(tree(path), room_of(path)) for path in product(migrations=True)}
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert reaching_for_models(ast.parse('apps.get_model("payment.Payment")'), "people") == [
        "line 1: payment.Payment"
    ]


def test_migrations_depend_downhill() -> None:
    found = [
        (app, there)
        for (app, _), migration in MigrationLoader(None).disk_migrations.items()
        for there, _ in [*migration.dependencies, *migration.run_before]
    ]
    assert ("exchange", "people") in found
    assert uphill_migrations(found) == []
    assert uphill_migrations([("people", "payment"), ("payment", "people"), ("people", "auth")]) == [
        "people depends on payment"
    ]


def test_sql_names_only_tables_of_its_own_room() -> None:
    read = [*product(), *files(".sql", under=("capac",))]
    found = {
        shown(path): [fault for text in sql_of(path) for fault in foreign_sql(text, room_of(path))]
        for path in read
    }
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_sql_on_the_table_of_another_room_is_found(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text(
        '"""people_client may be told."""\nSQL = "SELECT 1 FROM people_client"', encoding="utf-8"
    )
    assert [foreign_sql(text, "payment") for text in sql_of(sample)] == [["people_client of people"]]
    assert foreign_sql("SELECT * FROM exchange_facts_x", "payment") == ["exchange_facts_x"]
    assert foreign_sql("SELECT * FROM exchange_facts_x", "warehouse") == []
    assert foreign_sql("SELECT * FROM people_client", "people") == []
