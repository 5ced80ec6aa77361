"""
Private servers for the tests that stop, freeze or kill one.

Each has its own folder and free ports on 127.0.0.1, and only processes started
here are ever ended. `missing()` says what to install where there is no server.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from random import randrange
from uuid import uuid4

START_SECONDS = 60
STOP_SECONDS = 20
RABBIT_FOLDERS = ("/usr/lib/rabbitmq/bin", "/usr/local/sbin", "/opt/rabbitmq/sbin")
POSTGRES_FOLDERS = "/usr/lib/postgresql"
SERVER_USER = "postgres"
SMALL_DISK = "disk_free_limit.absolute = 10MB\nraft.segment_max_entries = 4096\n"


def free_port() -> int:
    """
    Give a port on which nobody listens just now.

    It lies below those that the system gives to clients: between this question
    and its use, one of those may be taken by anybody's connection.
    """
    given = Path("/proc/sys/net/ipv4/ip_local_port_range")
    first_of_clients = int(given.read_text().split()[0]) if given.exists() else 32768
    while True:
        port = randrange(10_000, first_of_clients)
        with closing(socket.socket()) as found, suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port


class PrivateServer:
    """A server process in a folder of its own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="azione0-server-"))
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        until = time.monotonic() + START_SECONDS
        self._launch()
        while not self._answers():
            if self._process is None or self._process.poll() is not None:
                # After a kill the remains of the last one may be in the way.
                time.sleep(0.5)
                self._launch()
            if time.monotonic() > until:
                raise TimeoutError(f"{self.folder}: no answer; see its log")
            time.sleep(0.1)

    def stop(self) -> None:
        """Ask it to end, and insist if it does not."""
        self._signal(signal.SIGTERM)
        self._wait()

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._signal(signal.SIGKILL)
        self._wait()

    def freeze(self) -> None:
        """Let it keep its connections and say nothing more."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._signal(signal.SIGCONT)

    def remove(self) -> None:
        """End it and take its folder away."""
        self.thaw()
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _launch(self) -> None:
        raise AssertionError("a private server knows how to start itself")

    def _answers(self) -> bool:
        with suppress(OSError), closing(socket.socket()) as asked:
            asked.settimeout(1)
            asked.connect(("127.0.0.1", self.port))
            return True
        return False

    def _signal(self, signum: signal.Signals) -> None:
        """Signal the process group that this object started, and no other."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signum)

    def _wait(self) -> None:
        if self._process is not None:
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
            self._process = None


class PrivateRabbit(PrivateServer):
    """RabbitMQ from the installed binaries; user and password are `guest`."""

    def __init__(self, configuration: str = SMALL_DISK) -> None:
        super().__init__()
        self.epmd_port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(self.folder),
            "RABBITMQ_NODENAME": f"azione0-{uuid4().hex[:8]}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "none"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                "-kernel inet_dist_use_interface {127,0,0,1}"
            ),
            "ERL_EPMD_PORT": str(self.epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }
        (self.folder / "plugins").write_text("[].\n")
        (self.folder / "rabbitmq.conf").write_text(configuration)

    @staticmethod
    def missing() -> str:
        """Say what to install; empty if it is there."""
        return "" if _rabbit("rabbitmq-server") else "install rabbitmq-server"

    def amqp(self, vhost: str = "%2F") -> str:
        """Give its address."""
        return f"amqp://guest:guest@127.0.0.1:{self.port}/{vhost}"

    def control(self, *arguments: str, given: str = "") -> str:
        """Run its `rabbitmqctl`; give what it says."""
        return subprocess.run(  # noqa: S603  the server's own tool
            [_rabbit("rabbitmqctl"), "--silent", *arguments],
            input=given,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=START_SECONDS,
        ).stdout

    def remove(self) -> None:
        """End it and its own port mapper."""
        super().remove()
        if epmd := shutil.which("epmd"):
            subprocess.run(  # noqa: S603  its own port mapper
                [epmd, "-port", str(self.epmd_port), "-kill"],
                capture_output=True,
                check=False,
            )

    def _launch(self) -> None:
        log = (self.folder / "output").open("ab")
        with log:
            self._process = subprocess.Popen(  # noqa: S603  an installed binary
                [_rabbit("rabbitmq-server")],
                env=self.environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _answers(self) -> bool:
        if not super()._answers():
            return False
        with suppress(subprocess.SubprocessError):
            self.control("await_startup", "--timeout", "30")
            return True
        return False


class PrivatePostgres(PrivateServer):
    """PostgreSQL from the installed binaries; user `postgres`, no password."""

    def __init__(self) -> None:
        super().__init__()
        self._user = SERVER_USER if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(self.folder, self._user)
        self._run(
            "initdb",
            *("-D", str(self.folder / "data"), "-U", SERVER_USER),
            *("--auth", "trust", "--encoding", "UTF8", "--no-sync"),
        )

    @staticmethod
    def missing() -> str:
        """Say what to install; empty if it is there."""
        return "" if _postgres("initdb") else "install postgresql"

    def url(self, database: str = "postgres") -> str:
        """Give the address of one of its databases."""
        return f"postgresql://{SERVER_USER}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str) -> str:
        """Make a database; give its address."""
        self._run(
            "createdb",
            *("-h", "127.0.0.1", "-p", str(self.port), "-U", SERVER_USER, database),
        )
        return self.url(database)

    def _run(self, tool: str, *arguments: str) -> None:
        subprocess.run(  # noqa: S603  an installed binary
            [_postgres(tool), *arguments],
            cwd=self.folder,
            user=self._user,
            capture_output=True,
            check=True,
            timeout=START_SECONDS,
        )

    def _launch(self) -> None:
        log = (self.folder / "output").open("ab")
        with log:
            self._process = subprocess.Popen(  # noqa: S603  an installed binary
                [
                    *(_postgres("postgres"), "-D", str(self.folder / "data")),
                    *("-p", str(self.port), "-h", "127.0.0.1"),
                    *("-k", str(self.folder)),
                ],
                cwd=self.folder,
                user=self._user,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _answers(self) -> bool:
        done = subprocess.run(  # noqa: S603  an installed binary
            [
                *(_postgres("pg_isready"), "-q", "-h", "127.0.0.1"),
                *("-p", str(self.port)),
            ],
            check=False,
        )
        return done.returncode == 0


def _rabbit(tool: str) -> str:
    # The folder's own tools first: Debian's wrappers run as the server's user only.
    for folder in RABBIT_FOLDERS:
        if (found := Path(folder, tool)).is_file():
            return str(found)
    return shutil.which(tool) or ""


def _postgres(tool: str) -> str:
    folders = sorted(
        Path(POSTGRES_FOLDERS).glob("*/bin"),
        key=lambda folder: int(folder.parent.name),
        reverse=True,
    )
    for folder in folders:
        if (found := folder / tool).is_file():
            return str(found)
    return shutil.which(tool) or ""
