"""Statistics are an extra: a small machine works without them, and is told so."""

from importlib.util import find_spec

from azione0.words import _


def need_analysis() -> None:
    """Refuse with the remedy if numpy and scipy are not installed: `NoAnalysis`."""
    if find_spec("numpy") is None or find_spec("scipy") is None:
        raise NoAnalysis(
            _("Manca la statistica: pip install 'azione0-reporting[analysis]'")
        )


def need_pages() -> None:
    """Refuse with the remedy if the template library is not installed: `NoAnalysis`."""
    if find_spec("jinja2") is None:
        raise NoAnalysis(
            _("Mancano le pagine: pip install 'azione0-reporting[report]'")
        )


class NoAnalysis(LookupError):
    """The extra `azione0-reporting[analysis]` is not installed."""
