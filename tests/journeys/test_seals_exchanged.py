"""Two services in processes of their own, which know of each other over HTTP alone."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from uuid import UUID

import pytest
from faults.cluster import free_port
from granted import grant

from azione0.dossier import verify
from azione0.office import Office, service_class
from azione0.settings import settings_for
from azione0.store import Cause
from azione0.tokens import Actor, Grant, hash_of, write_tokens

COMMAND = str(Path(sys.executable).with_name("azione0"))
KINDS = {"workshops": "elefanti", "employment": "solco"}
WITHIN = 40


class Two:
    """Workshops and employment, each with its database, and no broker."""

    def __init__(self, folder):
        self.folder = folder
        self.ports = {kind: free_port() for kind in KINDS}
        self.running = {}
        (folder / "partners.toml").write_text(
            "".join(
                f'[[partner]]\nname = "{kind}"\nkind = "{kind}"\n'
                f'organisation = "{organisation}"\n'
                f'url = "http://127.0.0.1:{self.ports[kind]}"\n'
                for kind, organisation in KINDS.items()
            )
        )
        self.environ = {
            "PATH": os.environ["PATH"],
            # Else what is installed, in the place of the sources under test.
            **{it: os.environ[it] for it in ("PYTHONPATH",) if it in os.environ},
            "LANG": "C.UTF-8",
            "AZIONE0_LANG": "it",
            "AZIONE0_DATA": str(folder),
            "AZIONE0_PARTNERS": str(folder / "partners.toml"),
            "AZIONE0_SEAL_SECONDS": "1",
            "AZIONE0_TOKENS": str(folder / "tokens.toml"),
        }
        auditor = Actor("corte/elena", "corte", ("reader",))
        write_tokens(folder / "tokens.toml", [Grant(hash_of("look"), auditor)])

    def let_in(self, kind, actor):
        """Let something be recorded while the service does not run."""
        with self.office(kind) as office:
            grant(office, actor, KINDS[kind], "supervisor")

    @contextmanager
    def office(self, kind):
        settings = settings_for(kind, self.environ)
        office = Office(service_class(kind), settings, clock=lambda: datetime.now(UTC))
        try:
            yield office
        finally:
            office.close()

    def start(self, kind):
        with (self.folder / f"{kind}.log").open("ab") as log:
            self.running[kind] = subprocess.Popen(  # noqa: S603  our own command
                [COMMAND, "run", kind], env=self.environ, stdout=log, stderr=log
            )

    def stop(self, kind):
        process = self.running.pop(kind)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def status(self, kind):
        connection = HTTPConnection("127.0.0.1", self.ports[kind], timeout=10)
        with suppress(OSError, HTTPException):
            connection.request("GET", "/status")
            return json.loads(connection.getresponse().read())
        return {}

    def until(self, kind, is_so):
        until = time.monotonic() + WITHIN
        while not (found := self.status(kind)) or not is_so(found):
            assert time.monotonic() < until, (
                found,
                (self.folder / f"{kind}.log").read_text()[-3000:],
            )
            time.sleep(0.2)
        return found

    def verify(self, kind):
        return self.run("verify", kind)

    def run(self, *words, **environ):
        return subprocess.run(  # noqa: S603  our own command
            [COMMAND, *map(str, words)],
            env={**self.environ, **environ},
            capture_output=True,
            text=True,
            check=False,
            timeout=WITHIN,
        )


@pytest.fixture
def two(tmp_path):
    it = Two(tmp_path)
    yield it
    for kind in list(it.running):
        it.stop(kind)


def cosigned(size):
    return lambda found: found["log"]["cosigned"] == {"solco/employment": size}


def test_an_older_copy_is_noticed_by_a_process_that_asks_its_partner(two):
    two.let_in("workshops", "elefanti/anna")
    two.let_in("employment", "solco/bruno")
    two.start("workshops")
    alone = two.until("workshops", lambda found: found["log"]["troubles"])
    assert alone["log"]["troubles"]["employment"].startswith("NoAnswer")
    assert alone["log"]["sealed"] == 2
    # Its partner comes later, and is told then.
    two.start("employment")
    two.until("workshops", cosigned(2))
    two.until("employment", lambda it: it["log"]["cosigned"])
    two.stop("workshops")
    shutil.copy(two.folder / "workshops.db", two.folder / "copy")
    two.let_in("workshops", "elefanti/carla")
    two.let_in("workshops", "elefanti/dario")
    two.start("workshops")
    found = two.until("workshops", cosigned(6))
    assert (found["state"], found["log"]["trouble"]) == ("well", "")
    proved = two.verify("workshops")
    assert proved.returncode == 0, proved.stderr
    assert "6 fatti" in proved.stdout
    assert "di cui 1 tenuti da altri" in proved.stdout
    two.stop("workshops")
    (two.folder / "copy").replace(two.folder / "workshops.db")
    for left in two.folder.glob("workshops.db-*"):
        left.unlink()
    two.start("workshops")
    found = two.until("workshops", lambda it: it["log"]["trouble"])
    assert found["state"] == "degraded"
    assert "6 fatti e qui ce ne sono 2" in found["log"]["trouble"]
    assert found["log"]["sealed"] == 2
    assert "OlderCopy" in (two.folder / "workshops.log").read_text()
    refused = two.verify("workshops")
    assert refused.returncode == 2
    assert "un sigillo ne conta 6" in refused.stderr


HOUSEHOLD = UUID(int=0xA)


def test_an_auditor_elsewhere_is_given_a_dossier_by_two_processes(two, tmp_path):
    now = datetime.now(UTC)
    for kind, who in (("workshops", "elefanti/anna"), ("employment", "solco/bruno")):
        two.let_in(kind, who)
        with two.office(kind) as office:
            grant(office, "corte/elena", "corte", "auditor", until=date(2199, 1, 1))
            with office.application.transaction(Cause(who, "glass")):
                office.access.break_glass(
                    HOUSEHOLD,
                    who,
                    KINDS[kind],
                    reason="eviction_today",
                    sentence="Lo sfratto è previsto per oggi alle dieci.",
                    at=now,
                    on=now.date(),
                )
        two.start(kind)
    for kind in KINDS:
        two.until(kind, lambda found: found["log"]["cosigned"])
    elsewhere = {
        "AZIONE0_DATA": str(tmp_path / "elsewhere"),
        "AZIONE0_AUDIT_TOKEN": "look",
    }
    told = two.run("case", HOUSEHOLD, "--private", "--json", **elsewhere)
    assert told.returncode == 0, told.stderr
    lines = json.loads(told.stdout)
    assert {(it["service"], it["name"], it["actor"]) for it in lines} == {
        ("workshops", "BrokenGlass.BreakGlassOpened", "elefanti/anna"),
        ("employment", "BrokenGlass.BreakGlassOpened", "solco/bruno"),
    }
    assert {it["reason"] for it in lines} == {"eviction_today"}
    out = tmp_path / "case.pdf"
    made = two.run("dossier", HOUSEHOLD, "--out", out, **elsewhere)
    assert made.returncode == 0, made.stderr
    assert "senza firma" in made.stdout
    wrong, known = verify.check(out.read_bytes())
    assert wrong == []
    assert any("elefanti/workshops: visto da solco/employment" in it for it in known)
    with two.office("workshops") as office, office.store.reading() as session:
        asked = session.execute("SELECT actor, address FROM data_accessed_v1")
    assert asked == [("corte/elena", "private_events")] * 2
    # Who has the machine signs for the file too.
    made = two.run("dossier", HOUSEHOLD, "--out", out, AZIONE0_ACTOR="corte/elena")
    assert made.returncode == 0, made.stderr
    note = (tmp_path / "case.pdf.note").read_text()
    assert verify.check(out.read_bytes(), note)[0] == []
    wrong = two.run(
        "case",
        HOUSEHOLD,
        "--private",
        "--json",
        **elsewhere | {"AZIONE0_AUDIT_TOKEN": "no"},
    )
    assert json.loads(wrong.stdout) == []
    assert "workshops non risponde: NoAnswer" in wrong.stderr
