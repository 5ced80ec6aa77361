"""The AsyncAPI document is one that integrators' tools accept."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from azione0.contract import all_contracts

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "shared" / "asyncapi.yaml"
PARSER = "@asyncapi/parser@3.6.3"
SCRIPT = """
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { Parser } = createRequire(process.cwd() + "/")("@asyncapi/parser");
new Parser().parse(readFileSync(process.argv[2], "utf8")).then(({ diagnostics }) =>
  console.log(JSON.stringify(diagnostics.map((d) => d.message)))
);
"""


@pytest.fixture(scope="session")
def complaints(tmp_path_factory):
    """Give what AsyncAPI's own parser says of a document, installed out of the way."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        _cannot("install nodejs and npm to check the AsyncAPI document")
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = cache / "azione0" / PARSER.replace("/", "-").lstrip("@")
    if not (folder / "node_modules" / "@asyncapi" / "parser").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        quiet = ("--no-save", "--no-package-lock", "--no-audit", "--no-fund")
        installed = _run(["npm", "install", *quiet, PARSER], folder)
        if installed.returncode:
            _cannot(f"npm could not install {PARSER}: {installed.stderr[-300:]}")
    (folder / "check.cjs").write_text(SCRIPT, encoding="utf-8")

    def complain(document: dict) -> list[str]:
        path = tmp_path_factory.mktemp("asyncapi") / "document.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        parsed = _run(["node", "check.cjs", str(path)], folder)
        assert parsed.returncode == 0, parsed.stderr
        return json.loads(parsed.stdout)

    return complain


def _run(words, folder):
    return subprocess.run(  # noqa: S603, the words are ours
        words, cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )


def _cannot(reason):
    if os.environ.get("AZIONE0_REQUIRE_SERVERS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def document():
    return yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))


@pytest.mark.node
def test_the_parser_of_asyncapi_accepts_the_document(complaints, document):
    assert complaints(document) == []


@pytest.mark.node
def test_the_parser_would_notice_a_wrong_reference(complaints, document):
    channel = document["channels"]["ledger.InstalmentMissed"]
    channel["messages"]["InstalmentMissed"]["$ref"] = "#/components/messages/nothing"
    assert complaints(document)


def test_every_contract_has_a_channel_and_a_sender(document):
    for contract in all_contracts():
        promise = contract.promise
        key = f"{promise.publisher}.{promise.routing_key}"
        amqp = document["channels"][key]["bindings"]["amqp"]
        assert amqp["exchange"]["name"] == f"{promise.publisher}.events"
        assert document["channels"][key]["address"] == promise.routing_key
        sends = f"{promise.publisher}.says.{promise.routing_key}"
        assert document["operations"][sends]["action"] == "send"


def test_every_recipient_receives_what_it_is_the_audience_of(document):
    received = {
        name
        for name, operation in document["operations"].items()
        if operation["action"] == "receive"
    }
    assert received == {
        f"{kind}.hears.{contract.promise.publisher}.{contract.routing_key()}"
        for contract in all_contracts()
        for kind in contract.promise.audience
    }
