"""What a service is told from outside, and what it refuses to be told."""

from pathlib import Path

import pytest

from azione0.database import UnknownDatabase, open_database
from azione0.partners import default_partners
from azione0.settings import WrongSetting, settings_for

FILE = """
[[partner]]
name = "workshops-larete"
kind = "workshops"
organisation = "la-rete"
url = "http://10.0.0.7:9003"
[[partner]]
name = "ledger"
kind = "ledger"
organisation = "aler-bcm"
"""


@pytest.fixture
def partners_file(tmp_path):
    path = tmp_path / "partners.toml"
    path.write_text(FILE)
    return str(path)


def test_without_any_setting_a_service_stands_for_itself():
    settings = settings_for("ledger", {})
    assert settings.me.source == "//aler-bcm/ledger"
    assert settings.database_url == "sqlite:///data/ledger.db"
    assert settings.amqp is None
    assert settings.port == 8002
    assert settings.partners == default_partners()


def test_a_service_writes_to_all_but_itself():
    recipients = settings_for("ledger", {}).recipients
    assert recipients["intake"] == "intake"
    assert "ledger" not in recipients


def test_a_name_of_its_own_brings_file_organisation_and_port(partners_file):
    settings = settings_for(
        "workshops",
        {
            "AZIONE0_PARTNERS": partners_file,
            "AZIONE0_NAME": "workshops-larete",
            "AZIONE0_DATA": "kept",
        },
    )
    assert settings.me.source == "//la-rete/workshops-larete"
    assert settings.database_url == "sqlite:///kept/workshops-larete.db"
    assert settings.port == 9003
    assert settings.recipients == {"ledger": "ledger"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("AZIONE0_NAME", "workshops", "no ledger of that name"),
        ("AZIONE0_ORGANISATION", "comune-brescia", "is run by aler-bcm"),
        ("AZIONE0_AMQP", "http://broker", "amqp://USER:PASSWORD@HOST/VHOST"),
        ("AZIONE0_TOKENS", "/nowhere/tokens", "there is no such file"),
        ("AZIONE0_PORT", "http", "from 1 to 65535"),
        ("AZIONE0_PORT", "65536", "from 1 to 65535"),
        ("AZIONE0_PORT", "0", "from 1 to 65535"),
        ("AZIONE0_PORT", "٨٠٠١", "from 1 to 65535"),
        ("PERSISTENCE_MODULE", "eventsourcing.popo", "AZIONE0_LEDGER_DB"),
        ("SINGLE_ROW_TRACKING", "n", "is no setting of Azione 0"),
    ],
)
def test_a_wrong_setting_is_refused_with_what_to_change(name, value, said):
    with pytest.raises(WrongSetting, match=said) as refused:
        settings_for("ledger", {name: value})
    assert name in str(refused.value)


def test_database_functions_are_refused():
    with pytest.raises(WrongSetting, match="POSTGRES_ENABLE_DB_FUNCTIONS"):
        settings_for("ledger", {"POSTGRES_ENABLE_DB_FUNCTIONS": "y"})


def test_what_is_no_service_has_no_settings():
    with pytest.raises(WrongSetting, match="'aler' is no service"):
        settings_for("aler", {})


@pytest.mark.parametrize(
    "url",
    [
        "",
        "memory",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///file:x?mode=memory",
        "mysql://somebody@somewhere/something",
    ],
)
def test_memory_is_never_a_default(url):
    with pytest.raises(UnknownDatabase):
        open_database(url)


def test_the_default_database_is_a_file(tmp_path):
    settings = settings_for("ledger", {"AZIONE0_DATA": str(tmp_path / "new")})
    database = open_database(settings.database_url)
    database.create(["CREATE TABLE things (key {key})"])
    database.close()
    assert Path(tmp_path / "new" / "ledger.db").stat().st_size > 0
