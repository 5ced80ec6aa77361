"""What is in deploy/ says the same as the code, and holds no secret."""

import hmac
import json
import os
import re
import subprocess
import sys
import tomllib
from base64 import b64decode
from contextlib import closing
from hashlib import pbkdf2_hmac, sha256
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml
from broker.bus import not_here
from click.testing import CliRunner
from faults.cluster import PrivatePostgres, _postgres
from prometheus_client.parser import text_string_to_metric_families

from azione0 import settings as settings_module
from azione0.broker import definitions, topology, version_of
from azione0.commands import main
from azione0.contract import CREDITORS, SERVICES
from azione0.letter import Raw
from azione0.metrics import Metrics
from azione0.partners import default_partners, read_partners
from azione0.relay import Outgoing
from azione0.vault import settings as vault_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
ALERTS = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
SETTING = re.compile(r"\bAZIONE0_[A-Z]+(?:_[A-Z]+)*\b")
#: Read by `azione0 broker` and not by a service.
OF_COMMANDS = {"AZIONE0_BROKER_PASSWORDS"}


def checked_against(schema, path):
    return subprocess.run(  # noqa: S603  an installed tool, a file of ours
        [
            str(Path(sys.executable).with_name("check-jsonschema")),
            *("--builtin-schema", schema, str(path)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("vendor.compose-spec", ROOT / "docker-compose.yml"),
        ("vendor.github-workflows", ROOT / ".github" / "workflows" / "ci.yml"),
    ],
)
def test_what_others_read_follows_their_schema(schema, path):
    done = checked_against(schema, path)
    assert done.returncode == 0, done.stdout


def test_every_setting_in_deploy_is_one_that_services_read():
    known = {*SETTING.findall(settings_module.__doc__), *OF_COMMANDS}
    known |= {*SETTING.findall(vault_settings.__doc__)}
    known |= {f"AZIONE0_{kind.upper()}_DB" for kind in SERVICES}
    known |= {f"AZIONE0_INTAKE_{it}" for it in ("KEYS", "KEK", "OLD_KEKS", "ERASURES")}
    files = [
        ROOT / "docker-compose.yml",
        *(it for it in DEPLOY.rglob("*") if it.is_file()),
    ]
    used = {
        (file.name, name)
        for file in files
        for name in SETTING.findall(file.read_text())
    }
    assert {name for _, name in used} - known == set()
    assert ("docker-compose.yml", "AZIONE0_LETTERS_TOKEN") in used


def test_the_five_services_are_composed_with_what_is_theirs_alone():
    for partner in read_partners(DEPLOY / "partners.toml"):
        if partner.kind in CREDITORS:
            continue
        service = COMPOSE["services"][partner.name]
        environment = service["environment"]
        port = str(urlsplit(partner.url).port)
        assert urlsplit(partner.url).hostname == partner.name
        assert environment["AZIONE0_PORT"] == port
        assert service["ports"] == [f"127.0.0.1:{port}:{port}"]
        assert service["build"]["args"] == {"SERVICE": partner.kind}
        assert service["read_only"] is True
        kind = partner.kind.upper()
        secrets = set(re.findall(r"\$\{(\w+)", json.dumps(environment)))
        assert secrets == {
            f"{kind}_DB_PASSWORD",
            f"{kind}_BROKER_PASSWORD",
            f"{kind}_LETTERS_TOKEN",
            *(["INTAKE_KEK"] if kind == "INTAKE" else ()),
        }
        assert f"//{partner.name}:" in environment["AZIONE0_AMQP"]
        assert environment[f"AZIONE0_{kind}_DB"].endswith(f"@postgres/{partner.name}")


def test_the_partners_are_those_of_the_pilot():
    deployed = read_partners(DEPLOY / "partners.toml")
    assert [(it.name, it.kind, it.organisation) for it in deployed] == [
        (it.name, it.kind, it.organisation) for it in default_partners()
    ]


def test_what_the_compose_file_gives_the_broker_is_what_the_contracts_say(tmp_path):
    """The command of `definitions`, run with its own two files."""
    passwords = tmp_path / "passwords.toml"
    content = COMPOSE["configs"]["broker-passwords"]["content"]
    passwords.write_text(re.sub(r"\$\{(\w+)[^}]*\}", r"\1-secret", content))
    made = tmp_path / "definitions.json"
    places = {
        "/etc/azione0/partners.toml": str(DEPLOY / "partners.toml"),
        "/run/broker-passwords.toml": str(passwords),
        "/definitions/definitions.json": str(made),
    }
    command = COMPOSE["services"]["definitions"]["command"]
    for inside, here in places.items():
        command = [it.replace(inside, here) for it in command]
    assert command[0] == "azione0"
    done = CliRunner().invoke(main, command[1:])

    assert done.exit_code == 0, done.output
    loaded = json.loads(made.read_text())
    partners = read_partners(DEPLOY / "partners.toml")
    image = COMPOSE["services"]["rabbitmq"]["image"].rpartition(":")[2]
    hashes = {it["name"]: it["password_hash"] for it in loaded["users"]}
    assert loaded == definitions(
        partners, password_hashes=hashes, server_version=version_of(image)
    )
    assert (
        topology(partners, server_version=version_of(image)).items() <= loaded.items()
    )
    assert "-secret" not in made.read_text()


def test_the_broker_finds_its_definitions_where_they_are_put():
    configuration = (DEPLOY / "rabbitmq" / "rabbitmq.conf").read_text()
    [told] = re.findall(r"^load_definitions = (.+)$", configuration, re.MULTILINE)
    [volume] = [
        it.split(":")[1]
        for it in COMPOSE["services"]["rabbitmq"]["volumes"]
        if it.startswith("definitions:")
    ]
    assert told == f"{volume}/definitions.json"


def test_no_secret_is_written_down():
    example = dict(
        line.split("=", 1)
        for line in (DEPLOY / "example.env").read_text().splitlines()
        if line and not line.startswith("#")
    )
    assert set(example.values()) == {"change-me", ""}
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert asked == set(example)
    text = (ROOT / "docker-compose.yml").read_text()
    for address in re.findall(r"://[^@\s]+:([^@\s]+)@", text):
        assert address.startswith("${")
    passwords = tomllib.loads(
        (DEPLOY / "rabbitmq" / "passwords.example.toml").read_text()
    )
    assert all(it.startswith("change-me") for it in passwords.values())


def test_prometheus_asks_every_service_at_its_port():
    asked = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())
    [job] = asked["scrape_configs"]
    [targets] = [it["targets"] for it in job["static_configs"]]
    partners = read_partners(DEPLOY / "partners.toml")
    assert targets == [it.url.removeprefix("http://") for it in partners if it.url]


def names_counted(house):
    """Give the name of every sample that a service with a broker may show."""
    names = {"up"}
    for kind in SERVICES:
        office = house.office(kind)
        metrics = Metrics(office)
        letter = Raw({"ce-type": "it.azione0.ledger.InstalmentMissed.v1"}, b"")
        metrics.sent([Outgoing(1, "", letter)])
        metrics.answered("GET", "/", HTTPStatus.OK, 0.1)
        names |= {
            sample.name
            for family in text_string_to_metric_families(metrics.text().decode())
            for sample in family.samples
        }
    # Shown where there is a broker; this house has none.
    source = Path(sys.modules[Metrics.__module__].__file__).read_text()
    if '"azione0_relay_unsent_events"' in source:
        names.add("azione0_relay_unsent_events")
    return names


def test_alerts_look_at_metrics_that_exist(house):
    looked_at = {
        name
        for rule in RULES
        for name in re.findall(r"\b(?:azione0_\w+|up)\b(?=\{|\s|\[|\))", rule["expr"])
    }
    assert len(looked_at) >= 8
    assert looked_at - names_counted(house) == set()


def test_every_alert_leads_to_a_paragraph_that_says_what_to_do():
    text = (DEPLOY / "README.md").read_text()
    paragraphs = {
        "-".join(it.lower().split())
        for it in re.findall(r"^### (.+)$", text, re.MULTILINE)
    }
    for rule in RULES:
        page, _, anchor = rule["annotations"]["runbook_url"].partition("#")
        assert page == "deploy/README.md"
        assert anchor in paragraphs, rule["alert"]
        assert rule["annotations"]["summary"]


@pytest.fixture(scope="module")
def postgres_with_roles():
    if missing := PrivatePostgres.missing():
        not_here(f"no PostgreSQL to make roles in: {missing}")
    server = PrivatePostgres()
    server.start()
    try:
        done = subprocess.run(  # noqa: S603  as the image's own entry point runs it
            [
                *(_postgres("psql"), "-v", "ON_ERROR_STOP=1", "--no-psqlrc"),
                *("-d", server.url(), "-f", str(DEPLOY / "postgres" / "init.sql")),
            ],
            env={
                "PATH": os.environ["PATH"],
                **{f"{it.upper()}_DB_PASSWORD": f"a'b-{it}" for it in SERVICES},
                **{f"{it.upper()}_OWNER_PASSWORD": f"own-{it}" for it in SERVICES},
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        yield server
    finally:
        server.remove()


@pytest.mark.postgres
@pytest.mark.parametrize("kind", SERVICES)
def test_a_service_enters_its_own_database_and_no_other(postgres_with_roles, kind):
    server = postgres_with_roles
    for other in (*SERVICES, "postgres"):
        address = server.url(other).replace("postgres@", f"{kind}@")
        if other == kind:
            # It works there, and makes nothing: that is its owner's.
            refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
            with closing(psycopg.connect(address)) as mine, refused:
                mine.execute("CREATE TABLE it (can int)")
            owner = server.url(other).replace("postgres@", f"{kind}_owner@")
            with closing(psycopg.connect(owner)) as its:
                its.execute("CREATE TABLE it (can int)")
        else:
            with pytest.raises(psycopg.OperationalError, match="permission denied"):
                psycopg.connect(address)


@pytest.mark.postgres
def test_the_roles_have_the_passwords_they_were_given(postgres_with_roles):
    with closing(psycopg.connect(postgres_with_roles.url())) as server:
        rows = server.execute(
            "SELECT rolname, rolpassword, rolsuper OR rolcreaterole OR rolcreatedb "
            "FROM pg_authid WHERE rolname = ANY(%s)",
            ([*SERVICES],),
        ).fetchall()
    assert {name for name, _, _ in rows} == set(SERVICES)
    for name, kept, rules_others in rows:
        assert is_the_password(f"a'b-{name}", kept)
        assert not rules_others


def is_the_password(password, kept):
    """Tell whether PostgreSQL keeps this password; it keeps a SCRAM verifier."""
    kind, rounds, keys = kept.split("$")
    times, salt = rounds.split(":")
    salted = pbkdf2_hmac("sha256", password.encode(), b64decode(salt), int(times))
    stored = sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    return kind == "SCRAM-SHA-256" and b64decode(keys.split(":")[0]) == stored


def test_the_unit_can_write_nothing_but_its_own_folder():
    lines = (DEPLOY / "azione0.service").read_text().splitlines()
    assert {
        "ProtectSystem=strict",
        "StateDirectory=azione0",
        "CapabilityBoundingSet=",
    } <= {*lines}
    assert "NoNewPrivileges=yes" in lines
