"""`azione0 broker`: definitions from the contracts, without any password in them."""

import json
import re
from pathlib import Path
from uuid import uuid4

import pytest
from bus import not_here, partners_of
from click.testing import CliRunner
from faults.cluster import PrivateRabbit

from azione0.broker import (
    UnknownVersion,
    WithoutPassword,
    definitions,
    password_hash,
    surplus_bindings,
    topology,
    version_of,
)
from azione0.commands import main
from azione0.contract import all_contracts
from azione0.door.wire import connect, farewell
from azione0.partners import Partner, default_partners

PARTNERS = default_partners()
DEPLOY = Path(__file__).parents[2] / "deploy" / "rabbitmq"
BEFORE, SINCE = (3, 10, 8), (4, 0, 0)


@pytest.fixture
def passwords(tmp_path):
    file = tmp_path / "passwords.toml"
    file.write_text("".join(f'{it.name} = "secret-{it.name}"\n' for it in PARTNERS))
    return file


def run(*arguments):
    return CliRunner().invoke(main, ["broker", *map(str, arguments)])


def test_the_definitions_hold_no_password(passwords):
    done = run("export", "--passwords", passwords)

    assert done.exit_code == 0, done.output
    made = json.loads(done.stdout)
    assert {it["name"] for it in made["users"]} == {it.name for it in PARTNERS}
    assert "secret-" not in done.stdout


def test_a_partner_without_a_password_is_named(passwords):
    passwords.write_text('ledger = "x"\n')
    done = run("export", "--passwords", passwords)

    assert done.exit_code == 2
    assert "intake" in done.stderr


@pytest.mark.parametrize("wrong", ["ledger = 7\n", "ledger =\n", 'ledger = ""\n'])
def test_a_file_of_passwords_that_is_none_is_refused(passwords, wrong):
    passwords.write_text(wrong)
    assert run("export", "--passwords", passwords).exit_code == 2


def test_every_contract_reaches_exactly_its_audience():
    bound = {
        (it["source"], it["routing_key"], it["destination"])
        for it in topology(PARTNERS, server_version=BEFORE)["bindings"]
        if ".to." not in it["routing_key"]
    }
    assert bound == {
        (
            f"{contract.promise.publisher}.events",
            contract.promise.routing_key,
            f"{kind}.inbox",
        )
        for contract in all_contracts()
        for kind in contract.promise.audience
    }


TWO = [*PARTNERS, Partner("workshops-larete", "workshops", "la-rete")]


def keys_of(queue, partners):
    bindings = topology(partners, server_version=BEFORE)["bindings"]
    return {it["routing_key"] for it in bindings if it["destination"] == queue}


def test_two_of_a_kind_hear_of_a_household_only_what_is_addressed_to_them():
    for name in ("workshops", "workshops-larete"):
        keys = keys_of(f"{name}.inbox", TWO)
        assert f"AgreementSigned.to.{name}" in keys
        told_to_all = {"ControllersAgreed", "ControllersAgreementEnded"}
        assert {it for it in keys if ".to." not in it} == told_to_all
        assert {it.rpartition(".to.")[2] for it in keys - told_to_all} == {name}
    # Who is the only one of its kind hears as it always did.
    for kind in ("intake", "employment", "reporting"):
        assert keys_of(f"{kind}.inbox", TWO) >= keys_of(f"{kind}.inbox", PARTNERS)
    assert "AgreementSigned" in keys_of("workshops.inbox", PARTNERS)


def test_a_listener_of_one_of_two_may_not_bind_what_is_addressed_to_the_other():
    hashes = {it.name: "x" for it in TWO} | {"workshops-listener": "x"}
    made = definitions(TWO, password_hashes=hashes, server_version=BEFORE)
    [held] = [
        it["read"]
        for it in made["topic_permissions"]
        if (it["user"], it["exchange"]) == ("workshops-listener", "ledger.events")
    ]
    assert re.search(held, "AgreementSigned.to.workshops")
    for key in ("AgreementSigned", "AgreementSigned.to.workshops-larete", "#"):
        assert not re.search(held, key)


def test_only_bindings_of_inboxes_that_nobody_wants_are_surplus():
    made = topology(TWO, server_version=BEFORE)
    wanted = [
        {
            "source_name": it["source"],
            "destination_name": it["destination"],
            "routing_key": it["routing_key"],
        }
        for it in made["bindings"]
    ]
    old = {
        "source_name": "ledger.events",
        "destination_name": "workshops.inbox",
        "routing_key": "AgreementSigned",
    }
    own = old | {"source_name": "", "routing_key": "workshops.inbox"}
    listened = old | {"destination_name": "evt-ledger-AgreementSigned--workshops.on"}
    assert surplus_bindings(made, [*wanted, old, own, listened]) == [old]


def test_no_queue_forgets_or_drops():
    for version in (BEFORE, SINCE):
        for queue in topology(PARTNERS, server_version=version)["queues"]:
            arguments = queue["arguments"]
            assert arguments["x-queue-type"] == "quorum"
            assert "x-message-ttl" not in arguments
            assert "x-delivery-limit" not in arguments
            if queue["name"].endswith(".inbox"):
                assert arguments["x-overflow"] == "reject-publish"
                assert arguments["x-dead-letter-strategy"] == "at-least-once"


def test_a_delivery_limit_is_lifted_only_where_the_server_has_one():
    assert topology(PARTNERS, server_version=BEFORE)["policies"] == []
    [policy] = topology(PARTNERS, server_version=SINCE)["policies"]
    assert policy["definition"] == {"delivery-limit": -1}


def test_every_reader_of_an_exchange_is_held_to_names():
    hashes = {it.name: "x" for it in PARTNERS} | {"intake-listener": "x"}
    made = definitions(PARTNERS, password_hashes=hashes, server_version=BEFORE)

    [listener] = [it for it in made["permissions"] if it["user"] == "intake-listener"]
    held = [it for it in made["topic_permissions"] if it["user"] == "intake-listener"]
    assert {it["exchange"] for it in held} == {it["name"] for it in made["exchanges"]}
    assert r"ledger\.events" in listener["read"]


def test_a_password_is_hashed_as_rabbitmq_does():
    # The example of RabbitMQ's own page on passwords.
    salt = bytes.fromhex("908D C60A".replace(" ", ""))
    assert password_hash("test12", salt) == (
        "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR"
    )


def test_without_password():
    with pytest.raises(WithoutPassword, match="ledger"):
        definitions(PARTNERS, password_hashes={}, server_version=BEFORE)


@pytest.mark.parametrize(
    ("text", "version"),
    [("3.10.8", (3, 10, 8)), ("4.0", (4, 0, 0)), (" 3.13.7-rc.1\n", (3, 13, 7))],
)
def test_a_version_is_read(text, version):
    assert version_of(text) == version


def test_what_is_no_version_is_refused():
    with pytest.raises(UnknownVersion):
        version_of("latest")


@pytest.mark.broker
def test_apply_loads_them_into_the_server_of_this_machine(server, tmp_path):
    if not server.is_this_machines:
        not_here("no rabbitmqctl that rules the running RabbitMQ")
    mark = uuid4().hex[:8]
    alone = partners_of(mark)
    two = [*alone, Partner(f"workshops-larete-{mark}", "workshops", "la-rete")]
    partners, passwords = tmp_path / "partners.toml", tmp_path / "passwords.toml"
    passwords.write_text("".join(f'{it.name} = "x"\n' for it in two))

    def apply(who):
        partners.write_text(
            "".join(
                f'[[partner]]\nname = "{it.name}"\nkind = "{it.kind}"\n'
                f'organisation = "{it.organisation}"\n'
                for it in who
            )
        )
        done = run(
            "apply",
            *("--partners", partners, "--passwords", passwords),
            *("--vhost", f"test-{mark}"),
        )
        assert done.exit_code == 0, done.output
        return done.output

    def keys():
        columns = ("destination_name", "routing_key")
        listed = server.control(
            *("list_bindings", "-p", f"test-{mark}", "--formatter", "json", *columns)
        )
        return {
            it["routing_key"]
            for it in json.loads(listed)
            if it["destination_name"] == f"workshops-{mark}.inbox"
            and it["routing_key"].startswith("InstalmentMissed")
        }

    try:
        apply(alone)
        queues = server.control("list_queues", "-p", f"test-{mark}", "name")
        assert f"ledger-{mark}.inbox" in queues
        addressed = f"InstalmentMissed.to.workshops-{mark}"
        assert addressed in keys()
        assert "InstalmentMissed" in keys()
        # The one that was alone hears of its own households only from now on.
        assert "collegamenti tolti" in apply(two)
        assert {it for it in keys() if "Retracted" not in it} == {addressed}
        assert "collegamenti tolti" not in apply(two)
    finally:
        server.control("delete_vhost", f"test-{mark}")
        for it in two:
            server.control("delete_user", it.name)


@pytest.mark.broker
@pytest.mark.faults
def test_a_fresh_server_starts_with_the_definitions(passwords, tmp_path):
    if missing := PrivateRabbit.missing():
        not_here(f"no RabbitMQ to start: {missing}")
    made = tmp_path / "definitions.json"
    assert run("export", "--passwords", passwords, made).exit_code == 0
    configuration = (DEPLOY / "rabbitmq.conf").read_text()
    rabbit = PrivateRabbit(
        configuration.replace(
            "/etc/rabbitmq/definitions/definitions.json", str(made)
        ).replace("1GB", "10MB")
    )
    try:
        rabbit.start()
        users = rabbit.control("list_users")
        assert "ledger" in users
        assert "guest" not in users
        ledger = f"amqp://ledger:secret-ledger@127.0.0.1:{rabbit.port}/azione0"
        connection = connect(ledger)
        connection.channel().queue_declare("ledger.inbox", passive=True)
        farewell(connection)
    finally:
        rabbit.remove()
