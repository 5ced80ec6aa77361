"""
The templates of a package's pages, all under the same rules.

What people wrote is escaped, and a name that a template does not know stops the page
instead of leaving a gap in it.
"""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from azione0.words import _


def templates(package: str, folder: str = "templates", **words: Any) -> Environment:
    """Give the templates of a package, with the words that they use and `_`."""
    found = Environment(
        loader=PackageLoader(package, folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(words, _=_)
    return found
