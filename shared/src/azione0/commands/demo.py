"""
`azione0 demo`: an invented estate lives through the five services.

Nothing is imitated but the people: letters, books, cases, labs and jobs go through
the real services, on SQLite files and the embedded bus. The same seed tells the
same story.
"""

import json
import os
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.metadata import entry_points
from pathlib import Path
from secrets import token_urlsafe
from time import monotonic
from typing import Any
from uuid import UUID

import click
from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from azione0.access.purposes import LEDGER_KEEPING, OVERSIGHT
from azione0.codes import household_code
from azione0.commands.admitting import OPERATOR
from azione0.commands.opening import clock
from azione0.contract import SERVICES
from azione0.house import House
from azione0.memory import settle
from azione0.partners import FIRST_PORT
from azione0.store import Cause
from azione0.tokens import PREFIX, Actor, Grant, hash_of, write_tokens
from azione0.words import _

GROUP, STORY = "azione0.simulations", "san-polo"
HOUSEHOLDS, MONTHS, SEED = 328, 24, 2024
DIARY, TOKENS = "demo.json", "tokens.toml"
#: The demo's one user sees all that is pseudonymous, and keeps the books.
DEMO_ROLES = ("auditor", "accountant", "board")
DEMO_DAYS = 365
DEMO_ACTOR = Actor("demo", "azione0", ("operator", "reader"))
#: What the demo's organisation is bound to, so that it may look at other's cases.
DEMO_PURPOSES = (OVERSIGHT, LEDGER_KEEPING)
#: What of the surroundings a demo must not follow: it is embedded, or it is none.
OURS = "AZIONE0_"


@click.command(
    help=_("Fa vivere ai cinque servizi due anni di un quartiere inventato.")
)
@click.option("--once", is_flag=True, help=_("Racconta e termina."))
@click.option("--households", default=HOUSEHOLDS, type=click.IntRange(3, 5000))
@click.option("--months", default=MONTHS, type=click.IntRange(1, 120))
@click.option(
    "--seed", default=SEED, help=_("Il seme del caso: stesso seme, stessa storia.")
)
@click.option(
    "--data",
    default=Path("data/demo"),
    type=click.Path(file_okay=False, path_type=Path),
    help=_("La cartella dei dati della dimostrazione."),
)
def command(*, once: bool, households: int, months: int, seed: int, data: Path) -> None:
    """Tell the story; then, without `--once`, keep the services up."""
    console = Console(highlight=False)
    environ = _environ(data)
    wanted = {"households": households, "months": months, "seed": seed}
    console.print(
        Panel(
            _(
                "DATI INVENTATI: nessun nucleo, pagamento o lavoro qui dentro esiste.\n"
                "Edifici e numeri sono quelli del programma; il resto è caso, seme {}."
            ).format(seed),
            title="Azione 0",
        )
    )
    programme = _simulation()(households=households, months=months, seed=seed)
    diary = _read(data / DIARY)
    if not once and diary and diary["wanted"] == wanted:
        console.print(_("La storia è già stata vissuta: riprendo da lì."))
    else:
        _live(programme, environ, data, wanted, console)
    _let_in(DEMO_ACTOR, environ, data)
    _tell(environ, data, console)
    if once:
        console.print(_("Per tenere accesi i servizi:") + f"\n  {_again(data, wanted)}")
        return
    _keep_up(environ, data, console)


def _live(
    programme: Any,
    environ: Mapping[str, str],
    data: Path,
    wanted: Mapping[str, int],
    console: Console,
) -> None:
    """Live through the months, with progress, and note what to tell."""
    _forget(data)
    started = monotonic()
    settle()
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[month]}"),
        TimeElapsedColumn(),
        console=console,
    )
    with House(environ, clock=programme.clock) as house:
        with bar:
            task = bar.add_task(
                _("{} nuclei, {} mesi").format(wanted["households"], wanted["months"]),
                total=wanted["months"],
                month="",
            )
            programme.live(
                house, lambda month: bar.update(task, advance=1, month=month)
            )
        diary = {
            "wanted": wanted,
            "today": programme.today.isoformat(),
            "household": str(programme.story_of(house)),
            "seconds": round(monotonic() - started, 1),
            "letters": {
                kind: sum(office.inbox.census().values())
                for kind, office in house.offices.items()
            },
            "events": {
                kind: office.store.max_notification_id() or 0
                for kind, office in house.offices.items()
            },
        }
    (data / DIARY).write_text(json.dumps(diary, indent=1), encoding="utf-8")


def _tell(environ: Mapping[str, str], data: Path, console: Console) -> None:
    """Print the programme at a glance, one household's story, and where to look."""
    diary = _read(data / DIARY) or {}
    today, household = date.fromisoformat(diary["today"]), UUID(diary["household"])
    with House(environ, clock=clock, kinds=("reporting", "ledger")) as house:
        console.print()
        house.reporting.render_glance(console, as_of=today)
        console.print()
        house.reporting.render_story(console, household, as_of=today, fold=True)
        creditor = house.ledger.accounts_of(household)[0]
    console.print()
    console.print(
        _("{} lettere consegnate, {} eventi conservati, {} secondi.").format(
            sum(diary["letters"].values()),
            sum(diary["events"].values()),
            diary["seconds"],
        )
    )
    look = f"AZIONE0_DATA={data} .venv/bin/azione0"
    code = household_code(household)
    console.print(_("Dove guardare adesso:"))
    console.print(
        f"  {look} case {code}   # {_('anche bollette e pagamenti')}", soft_wrap=True
    )
    console.print(
        f"  {look} case {code} --as-of {today.replace(month=1, day=31)}",
        soft_wrap=True,
    )
    for verb in ("statement", "explain"):
        console.print(
            f"  {look} ledger {verb} {code} --creditor {creditor}", soft_wrap=True
        )
    console.print(f"  {look} replay", soft_wrap=True)


def _keep_up(environ: Mapping[str, str], data: Path, console: Console) -> None:
    """Put a fresh process in the place of this one: it serves until Ctrl-C."""
    token = f"{PREFIX}{token_urlsafe(32)}"
    write_tokens(data / TOKENS, [Grant(hash_of(token), DEMO_ACTOR)])
    for port, kind in enumerate(SERVICES, FIRST_PORT):
        console.print(f"  http://127.0.0.1:{port}/status  /openapi.json  ({kind})")
    console.print(
        f"  curl -H 'Authorization: Bearer {token}' "
        f"http://127.0.0.1:{FIRST_PORT + len(SERVICES) - 1}/api/glance",
        soft_wrap=True,
    )
    console.print(_("I cinque servizi restano accesi; Ctrl-C li ferma."))
    sys.stdout.flush()
    serve = "import os; from azione0.commands.run import run_all; run_all(os.environ)"
    os.execve(  # noqa: S606  this interpreter, our own words
        sys.executable,
        [sys.executable, "-W", "ignore", "-c", serve],
        {**environ, "AZIONE0_TOKENS": str(data / TOKENS)},
    )


def _let_in(actor: Actor, environ: Mapping[str, str], data: Path) -> None:
    """Let the demo's one user look at everything invented, and at nothing else."""
    today = clock().date()
    (data / OPERATOR).write_text(actor.name, encoding="utf-8")
    with House(environ, clock=clock) as house:
        if house.office("intake").access.grants_of(actor.name) is None:
            with house.intake.transaction(Cause("demo", f"agreements/{today}")):
                for purpose in DEMO_PURPOSES:
                    house.intake.record_agreement(
                        purpose=purpose,
                        controllers=[house.office("intake").access.organisation],
                        processors=[actor.organisation],
                        document_ref="demo",
                        valid_from=today,
                    )
            house.deliver()
        for office in house.offices.values():
            if office.access.grants_of(actor.name) is not None:
                continue
            with office.store.transaction(Cause("demo", f"demo/{today}")):
                for role in DEMO_ROLES:
                    # Who audits does so for a time: without a last day none is let in.
                    office.access.grant_role(
                        actor.name,
                        actor.organisation,
                        role,
                        since=today,
                        until=today + timedelta(days=DEMO_DAYS),
                    )


def _simulation() -> Any:
    for found in entry_points(group=GROUP, name=STORY):
        return found.load()
    raise NoSimulation(
        _("La simulazione non è installata: pip install azione0-simulation")
    )


def _environ(data: Path) -> dict[str, str]:
    kept = {name: it for name, it in os.environ.items() if not name.startswith(OURS)}
    return {**kept, "AZIONE0_DATA": str(data)}


def _forget(data: Path) -> None:
    """Remove an earlier demo's own files, and nothing else."""
    data.mkdir(parents=True, exist_ok=True)
    (data / DIARY).unlink(missing_ok=True)
    for kind in SERVICES:
        for ending in ("", "-wal", "-shm"):
            (data / f"{kind}.db{ending}").unlink(missing_ok=True)


def _read(diary: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(diary.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _again(data: Path, wanted: Mapping[str, int]) -> str:
    usual = {"households": HOUSEHOLDS, "months": MONTHS, "seed": SEED}
    changed = [f"--{name} {it}" for name, it in wanted.items() if it != usual[name]]
    if data != Path("data/demo"):
        changed.append(f"--data {data}")
    return " ".join([".venv/bin/azione0 demo", *changed])


class NoSimulation(LookupError):
    """The simulated estate is not installed."""
