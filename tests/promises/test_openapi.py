"""Every service's OpenAPI document is valid, complete and without surprises."""

import pytest
from openapi_spec_validator import validate

from azione0.contract import SERVICES
from azione0.door.web import create_app

OPEN = (
    *("/healthz", "/readyz", "/status", "/metrics"),
    # A checkpoint carries the signature of its log, and tells of nobody.
    *("/seals", "/seals/held", "/seals/keys"),
    *("/api/session", "/api/session/end"),
    # A link's token stands in the body, and calendar programs send none.
    "/api/enrolments/by-link",
    # How a page looks tells of nobody.
    "/api/board/style",
    "/api/workshops/{workshop_id}/calendar.ics",
    "/api/facilitators/{facilitator_id}/calendar.ics",
    *("/api/session/oidc/{name}", "/api/session/oidc/{name}/callback"),
)


@pytest.fixture(params=SERVICES)
def document(request, house):
    app = create_app(house.office(request.param))
    return app.test_client().get("/openapi.json").json


def operations(document):
    for path, item in document["paths"].items():
        for method in ("get", "post"):
            if method in item:
                yield path, method, item[method]


def test_the_document_is_valid_openapi_3_1(document):
    validate(document)
    assert document["openapi"] == "3.1.0"


def test_every_operation_says_what_it_does_and_has_one_name(document):
    names = [it["operationId"] for _, _, it in operations(document)]
    for path, _, operation in operations(document):
        assert operation["summary"], path
        assert operation["tags"], path
    assert len(names) == len(set(names))
    assert not [it for it in names if it.startswith(("get_", "post_", "create_"))]


def test_no_command_and_no_question_goes_without_a_token(document):
    for path, _, operation in operations(document):
        assert bool(operation["security"]) == (path not in OPEN), path


def test_every_error_is_described_as_a_problem(document):
    for path, _, operation in operations(document):
        for status, answer in operation["responses"].items():
            if status >= "400":
                content = answer.get("content", {"application/problem+json": {}})
                assert set(content) == {"application/problem+json"}, (path, status)


def test_requests_refuse_what_they_do_not_know(document):
    schemas = document["components"]["schemas"]
    for path, _, operation in operations(document):
        if "requestBody" in operation:
            content = operation["requestBody"]["content"]["application/json"]
            name = content["schema"]["$ref"].rpartition("/")[2]
            assert schemas[name]["additionalProperties"] is False, path


def test_a_service_without_an_api_of_its_own_is_not_finished(document):
    assert [path for path in document["paths"] if path.startswith("/api/")]
