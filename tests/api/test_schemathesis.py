"""Whatever a machine sends, right or wrong, the answer is one that the contract describes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import LazySettings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests import world
from tests.api.conftest import BASE, Partners
from tests.api.reading import contract, operations

EXAMPLES = 10
NOTHING_TO_SPOIL = {"/health", "/offices", "/refData/schemes"}
"""Operations that take nothing."""
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """A request of a test ends without closing the test's own connection, as the framework's client sees to."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def schema(_one_connection: None, settings: LazySettings, tmp_path: Any) -> Any:
    """The contract, served by the site itself, asked by a machine that may all."""
    logging.getLogger("django.request").disabled = True
    settings.WAREHOUSE = tmp_path / "warehouse"
    settings.ALLOWED_HOSTS = ["*"]
    world.client("amina")
    told = contract() | {"servers": [{"url": BASE}]}
    found = schemathesis.openapi.from_dict(told)
    found.app = WSGIHandler()
    return found


@pytest.fixture
def token(partner: Partners) -> str:
    """A token that may all."""
    return partner().token


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize(
    ("path", "method"),
    [(path, method) for path, method, _ in operations(contract())],
    ids=lambda one: one.strip("/"),
)
def test_every_answer_is_one_that_the_contract_describes(
    schema: Any, token: str, path: str, method: str, mode: GenerationMode
) -> None:
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    @hypothesis_settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def answered(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {token}"})

    if mode is GenerationMode.NEGATIVE and path in NOTHING_TO_SPOIL:
        return
    answered()
