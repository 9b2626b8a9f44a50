"""The 44 rules of the federal validator hold for our contract, and each finds a contract that breaks it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api import belgif_addresses as addresses
from tests.api import belgif_shapes as shapes
from tests.api.reading import Told, contract

Rule = Callable[[Told], list[str]]
Spoil = Callable[[Told], object]
PROBLEM = "application/problem+json"


def _get(told: Told) -> Told:
    """An operation that answers a list of offices."""
    found: Told = told["paths"]["/offices"]["get"]
    return found


def _post(told: Told) -> Told:
    found: Told = told["paths"]["/files/get"]["post"]
    return found


def _schema(told: Told, name: str = "File") -> Told:
    found: Told = told["components"]["schemas"][name]
    return found


def _status(method: str) -> Spoil:
    """Our own operation under a method, answering a status that the method does not have."""

    def spoil(told: Told) -> None:
        told["paths"]["/offices"][method] = _get(told) | {
            "responses": {"418": {"description": "no such status"}}
        }

    return spoil


def _respond(status: str, media: str) -> Spoil:
    def spoil(told: Told) -> None:
        _get(told)["responses"][status] = {"description": "an answer", "content": {media: {"schema": {}}}}

    return spoil


RULES: dict[str, tuple[Rule, Spoil]] = {
    "AllOfSchema": (shapes.all_of_schema, lambda told: _schema(told).update(allOf=[{"type": "string"}])),
    "ApplicationJsonShouldHaveSchema": (addresses.application_json_should_have_schema, _respond("200", "application/json")),
    "CodesShouldBeLowerCamelCase": (
        shapes.codes_should_be_lower_camel_case,
        lambda told: _schema(told, "SchemeCode").update(enum=["full_unemployment"]),
    ),
    "ComponentNamesShouldBeUpperCamelCase": (
        shapes.component_names_should_be_upper_camel_case,
        lambda told: told["components"]["schemas"].update(our_file=_schema(told)),
    ),
    "DefaultProblemResponse": (addresses.default_problem_response, lambda told: _get(told)["responses"].pop("default")),
    "DefaultValues": (shapes.default_values, lambda told: told["components"]["parameters"]["PageSizeQueryParameter"].update(required=True)),
    **{
        name: (rule, _status(name.removesuffix("StatusCode").lower()))
        for name, rule in addresses.STATUS_RULES.items()
    },
    "DiscriminatorMapping": (
        shapes.discriminator_mapping,
        lambda told: _schema(told).update(discriminator={"propertyName": "kind"}),
    ),
    "EnumValuesShouldValidateAgainstSchema": (
        shapes.enum_values_should_validate_against_schema,
        lambda told: _schema(told, "Code").update(enum=["UPPER"]),
    ),
    "ErrorResponseShouldProduceProblemJson": (
        addresses.error_response_should_produce_problem_json, _respond("404", "application/json"),
    ),
    "ExamplesShouldValidateAgainstSchema": (
        shapes.examples_should_validate_against_schema,
        lambda told: _schema(told, "YearMonth").update(example="July"),
    ),
    "FreeTextDocumentation": (shapes.free_text_documentation, lambda told: _get(told).pop("summary")),
    "HeadersUpperKebabCase": (
        addresses.headers_upper_kebab_case,
        lambda told: _get(told)["responses"]["200"]["headers"].update({"trace_id": {}}),
    ),
    "IdName": (addresses.id_name, lambda told: told["paths"].update({"/offices/{id}": {}})),
    "JsonObjectAsTopLevelStructure": (
        shapes.json_object_as_top_level_structure,
        lambda told: _schema(told, "Offices").update(type="array"),
    ),
    "MandatoryMediaType": (addresses.mandatory_media_type, lambda told: _post(told).update(requestBody={"required": True})),
    "MultiValueQueryParams": (
        addresses.multi_value_query_params,
        lambda told: _get(told).update(
            parameters=[{"name": "codes", "in": "query", "explode": False, "schema": {"type": "array"}}]
        ),
    ),
    "OneOfSchema": (shapes.one_of_schema, lambda told: _schema(told).update(oneOf=[{"type": "object"}])),
    "OpenApiSpecification": (shapes.open_api_specification, lambda told: told.pop("info")),
    "PathCamelCase": (addresses.path_camel_case, lambda told: told["paths"].update({"/payment_runs": {}})),
    "PathInPlural": (addresses.path_in_plural, lambda told: told["paths"].update({"/office/{officeCode}": {}})),
    "PathTrailingSlash": (addresses.path_trailing_slash, lambda told: told["paths"].update({"/offices/": {}})),
    "PresenceOfHealthOperation": (addresses.presence_of_health_operation, lambda told: told["paths"].pop("/health")),
    "PresenceOfPayload": (addresses.presence_of_payload, lambda told: _get(told).update(requestBody=_post(told)["requestBody"])),
    "ProblemJsonNotAllowedWithSuccessfulStatusCode": (
        addresses.problem_json_not_allowed_with_successful_status_code, _respond("200", PROBLEM),
    ),
    "PropertiesCamelCase": (
        shapes.properties_camel_case,
        lambda told: _schema(told)["properties"].update(family_name={"type": "string"}),
    ),
    "PropertiesNullable": (
        shapes.properties_nullable,
        lambda told: _schema(told)["properties"]["deceasedOn"].update(nullable=True),
    ),
    "ReadOnlyProperties": (
        shapes.read_only_properties,
        lambda told: _schema(told)["properties"]["givenName"].update(readOnly=True),
    ),
    "RepresentationOfCollection": (
        shapes.representation_of_collection,
        lambda told: _schema(told, "Offices")["properties"].pop("items"),
    ),
    "RequestBodyRequired": (
        addresses.request_body_required,
        lambda told: _post(told)["requestBody"].update(required=False),
    ),
    "SchemasShouldNotHaveConflictingTypes": (
        shapes.schemas_should_not_have_conflicting_types,
        lambda told: _schema(told).update(pattern="x"),
    ),
    "ScopesAreDefinedInSecurityScheme": (
        addresses.scopes_are_defined_in_security_scheme,
        lambda told: _get(told).update(security=[{"machines": ["everything"]}]),
    ),
    "ServerUrlFormat": (addresses.server_url_format, lambda told: told.update(servers=[{"url": "http://here/api"}])),
    "ShouldUseProblemResponseSchema": (
        addresses.should_use_problem_response_schema,
        lambda told: told["components"]["responses"]["ProblemResponse"]["content"].update(
            {PROBLEM: {"schema": {"$ref": "#/components/schemas/File"}}}
        ),
    ),
    "TagGuidelines": (addresses.tag_guidelines, lambda told: _get(told).update(tags=["offices"])),
    "UriExtensions": (addresses.uri_extensions, lambda told: told["paths"].update({"/offices.json": {}})),
    "ValuesOfRequiredShouldBeDefinedAsProperties": (
        shapes.values_of_required_should_be_defined_as_properties,
        lambda told: _schema(told)["required"].append("shoeSize"),
    ),
    "VerifyOperationId": (addresses.verify_operation_id, lambda told: _get(told).update(operationId="getFile")),
}  # fmt: skip
ABSENT = {
    "DiscriminatorMapping": "no schema of ours has a discriminator",
    "OneOfSchema": "no schema of ours has oneOf",
    "MultiValueQueryParams": "no query of ours takes a list",
    "ReadOnlyProperties": "nothing is both sent and received",
    "HeadStatusCode": "no operation of ours answers HEAD",
    "PutStatusCode": "nothing is replaced through the API",
    "PatchStatusCode": "nothing is changed through the API",
    "DeleteStatusCode": "nothing is deleted through the API",
    "OptionsStatusCode": "no operation of ours answers OPTIONS",
}
"""Rules that find nothing to look at in our contract, and why. They are held all the same."""
FORTY_FOUR = 44


def test_every_rule_of_the_validator_is_here() -> None:
    assert len(RULES) == FORTY_FOUR
    assert set(ABSENT) <= set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_our_contract_keeps_the_rule(name: str) -> None:
    rule, _ = RULES[name]
    assert rule(contract()) == []


@pytest.mark.parametrize("name", RULES)
def test_the_rule_finds_a_contract_that_breaks_it(name: str) -> None:
    rule, spoil = RULES[name]
    told = contract()
    spoil(told)
    assert len(rule(told)) >= 1
