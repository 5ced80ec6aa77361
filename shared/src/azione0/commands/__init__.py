"""
The one command: `azione0 VERB`, a file of this folder for each verb.

A verb's module is imported when it is asked for, so that a small question does
not pay for everything that the others need. A service that is installed brings
verbs of its own, under the entry point `azione0.commands`.
"""

import pkgutil
import sys
import warnings
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

import click

from azione0.contract import SERVICES
from azione0.words import _

GROUP = "azione0.commands"
OURS = ("azione0", *SERVICES)
WRONG = 2


class Folder(click.Group):
    """
    Verbs that are the files of a package: `close_day.py` is `close-day`.

    Each module calls its click object `command`; a module without one is no verb.
    """

    def __init__(self, *args: Any, package: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.package = package

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the verbs, in the order of the alphabet."""
        return sorted(self._modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb; `None` if there is none of that name."""
        modules = self._modules()
        if cmd_name not in modules:
            return None
        module = import_module(f"{self.package}.{modules[cmd_name]}")
        found: click.Command | None = getattr(module, "command", None)
        return found

    def _modules(self) -> dict[str, str]:
        path = import_module(self.package).__path__
        return {_verb(it.name): it.name for it in pkgutil.iter_modules(path)}


class Verbs(Folder):
    """The verbs of this folder, and those that installed services bring."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give all verbs, in the order of the alphabet."""
        brought = {it.name for it in entry_points(group=GROUP)}
        return sorted({*super().list_commands(ctx), *brought})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb, ours before anybody's; `None` if there is none."""
        # nameko imports eventlet, which says on every import that it is ageing.
        warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
        ours = super().get_command(ctx, cmd_name)
        if ours is not None:
            return ours
        for found in entry_points(group=GROUP, name=cmd_name):
            brought: click.Command = found.load()
            return brought
        return None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; a refusal of ours is one sentence, and exit code 2."""
        try:
            return super().invoke(ctx)
        except Exception as wrong:
            if not _is_refusal(wrong):
                raise
            raise Refusal(str(wrong)) from wrong


@click.group(
    cls=Verbs,
    package=__name__,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_(
        "Azione 0: prevenire e risolvere la morosità incolpevole.\n\n"
        "Ogni comando spiega se stesso con --help."
    ),
)
@click.version_option(package_name="azione0", prog_name="azione0")
def main() -> None:
    """Every verb starts here; nothing is common to them but their manners."""


class Refusal(click.ClickException):
    """What a command answers when it does not do what was asked."""

    exit_code = WRONG

    def show(self, file: Any = None) -> None:
        """Write the sentence where errors go, without a traceback."""
        click.echo(f"{_('Errore')}: {self.format_message()}", file=file or sys.stderr)


def _verb(module: str) -> str:
    return module.rstrip("_").replace("_", "-")


def _is_refusal(wrong: Exception) -> bool:
    """
    Tell a sentence meant for people from a mistake of the programmer.

    Our own exceptions are refusals, but for those that say that a rule of the
    program was broken; a database that does not answer is nobody's mistake.
    """
    from eventsourcing.persistence import OperationalError  # noqa: PLC0415  slow, rare

    ours = type(wrong).__module__.partition(".")[0] in OURS
    return isinstance(wrong, OperationalError) or (
        ours and not isinstance(wrong, RuntimeError)
    )
