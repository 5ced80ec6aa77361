"""The covering key can be a file, a secret of the environment, a service elsewhere."""

import json
import os
import threading
from base64 import b64decode, b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import UUID

import pytest

from azione0.vault.keyring import KeyRing
from azione0.vault.sealing import new_secret
from azione0.vault.wrapping import (
    NoTransit,
    SecretKey,
    Transit,
    WrongKey,
    WrongKeySetting,
    read_key_file,
    wrapper_from,
    write_key_file,
)

SECRET, ANNA = new_secret(), UUID(int=0xA)


class FakeTransit(BaseHTTPRequestHandler):
    """What a transit engine answers, with one key of several versions."""

    versions = [SecretKey("1", new_secret())]  # noqa: RUF012  a server for one test
    token = "right"  # noqa: S105

    def do_GET(self):
        self._answer({"latest_version": len(self.versions)})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        about = b64decode(asked["associated_data"])
        if "/encrypt/" in self.path:
            wrapped = self.versions[-1].wrap(b64decode(asked["plaintext"]), about)
            text = b64encode(wrapped).decode()
            self._answer({"ciphertext": f"vault:v{len(self.versions)}:{text}"})
            return
        _vault, version, text = asked["ciphertext"].split(":")
        try:
            key = self.versions[int(version[1:]) - 1]
            plain = key.unwrap(b64decode(text), about)
        except WrongKey:
            self._answer({}, 400)
            return
        self._answer({"plaintext": b64encode(plain).decode()})

    def _answer(self, data, status=200):
        if self.headers["X-Vault-Token"] != self.token:
            status = 403
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps({"data": data}).encode())

    def log_message(self, *words):
        pass


@contextmanager
def transit_server():
    server = HTTPServer(("127.0.0.1", 0), FakeTransit)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/azione0"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_file_covers_and_uncovers_and_is_its_owners_only(tmp_path):
    path = tmp_path / "keys" / "intake.kek"
    wrapper = wrapper_from(f"file:{path}", {})
    wrapped = wrapper.wrap(SECRET, b"anna")
    assert wrapper_from(f"file:{path}", {}).unwrap(wrapped, b"anna") == SECRET
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(WrongKey):
        wrapper.unwrap(wrapped, b"bruno")


def test_a_file_with_a_passphrase_opens_with_it_alone(tmp_path):
    path = tmp_path / "intake.kek"
    write_key_file(path, "quattro parole a caso")
    wrapped = read_key_file(path, "quattro parole a caso").wrap(SECRET, b"")
    environ = {"AZIONE0_KEK_PASSPHRASE": "quattro parole a caso"}
    assert wrapper_from(f"file:{path}", environ).unwrap(wrapped, b"") == SECRET
    with pytest.raises(WrongKey):
        read_key_file(path, "tre parole a caso")
    with pytest.raises(WrongKey, match="AZIONE0_KEK_PASSPHRASE"):
        read_key_file(path)


def test_a_file_that_is_there_is_never_written_over(tmp_path):
    path = tmp_path / "intake.kek"
    write_key_file(path)
    with pytest.raises(FileExistsError):
        write_key_file(path)
    path.write_text("{}")
    with pytest.raises(WrongKey, match="no key file"):
        read_key_file(path)


def test_a_secret_of_the_environment_must_be_256_bits():
    environ = {"COVER": b64encode(SECRET).decode(), "SHORT": "YWJj", "ODD": "?"}
    wrapper = wrapper_from("env:COVER", environ)
    assert wrapper.unwrap(wrapper.wrap(b"k" * 32, b""), b"") == b"k" * 32
    assert environ["COVER"] not in wrapper.id
    with pytest.raises(WrongKey):
        wrapper_from("env:SHORT", environ)
    for name in ("ODD", "MISSING"):
        with pytest.raises(WrongKeySetting, match=name):
            wrapper_from(f"env:{name}", environ)


@pytest.mark.parametrize("setting", ["", "file:", "kms:x", os.sep, "transit:ftp://x"])
def test_a_setting_that_names_no_key_is_refused(setting):
    with pytest.raises(WrongKeySetting):
        wrapper_from(setting, {})


def test_a_transit_service_covers_and_uncovers_without_giving_its_key():
    with transit_server() as url:
        wrapper = wrapper_from(f"transit:{url}", {"AZIONE0_TRANSIT_TOKEN": "right"})
        assert wrapper.id == "transit:azione0:v1"
        wrapped = wrapper.wrap(SECRET, b"anna")
        assert wrapped.startswith(b"vault:v1:")
        assert wrapper.unwrap(wrapped, b"anna") == SECRET
        with pytest.raises(NoTransit, match="400"):
            wrapper.unwrap(wrapped, b"bruno")
        with pytest.raises(NoTransit, match="403"):
            Transit(url, "wrong").wrap(SECRET, b"anna")
    with pytest.raises(NoTransit):
        wrapper.wrap(SECRET, b"anna")


def test_a_transit_key_that_its_service_turned_is_another_and_uncovers_the_old(shelf):
    database = shelf.vault.ring.database
    with transit_server() as url:
        before = KeyRing(database, Transit(url, "right"))
        key = before.make(ANNA, "identity", shelf.now)
        FakeTransit.versions.append(SecretKey("2", new_secret()))
        after = KeyRing(database, Transit(url, "right"))
        assert after.wrapper.id == "transit:azione0:v2"
        found = after.newest(ANNA, "identity")
        assert found is not None
        assert found.secret == key.secret
        assert after.rewrap() == 1
        assert after.rewrap() == 0
        del FakeTransit.versions[1:]
