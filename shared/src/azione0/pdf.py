"""
A page as a PDF that a screen reader can read (PDF/UA-1).

The same page gives the same bytes: nothing in the file comes from a clock or from
chance. WeasyPrint is an extra, for it needs libraries of the operating system.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from azione0.words import _

VARIANT, TO_KEEP = "pdf/ua-1", "pdf/a-3b"
DEBIAN = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file within a PDF: its name, what it is, its bytes, the instant it is of."""

    name: str
    about: str
    content: bytes
    at: datetime


def to_pdf(html: str, *, install: str, attached: Sequence[Attached] = ()) -> bytes:
    """
    Print a page of ours; `PdfNotInstalled` says what is missing.

    With files that are `attached` it is one to be kept for decades (PDF/A-3).

    `install` is the command that brings the library to the service at hand.
    Nothing is fetched: a page carries its style and images within itself.
    """
    try:
        import weasyprint  # noqa: PLC0415  an extra, and slow to load
    except (ImportError, OSError) as missing:
        raise PdfNotInstalled(
            _(
                "Per scrivere PDF manca {what}. Servono: {install}; su Debian anche: "
                "{debian}. Senza, usare --format html."
            ).format(what=_what(missing), install=install, debian=DEBIAN)
        ) from missing
    inside_only = weasyprint.urls.URLFetcher(
        allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True
    )
    try:
        printed: bytes = weasyprint.HTML(
            string=html, url_fetcher=inside_only
        ).write_pdf(
            pdf_variant=TO_KEEP if attached else VARIANT,
            pdf_tags=True,
            pdf_identifier=_identifier(html, attached),
            attachments=[
                weasyprint.Attachment(
                    string=it.content,
                    name=it.name,
                    description=it.about,
                    created=it.at,
                    modified=it.at,
                    relationship="Data",
                )
                for it in attached
            ],
        )
    except weasyprint.urls.FatalURLFetchingError as outside:
        raise OutsideThePage(str(outside)) from outside
    return printed


def _identifier(html: str, attached: Sequence[Attached]) -> bytes:
    told = sha256(html.encode())
    for it in attached:
        told.update(sha256(it.content).digest())
    return told.hexdigest()[:32].encode()


def _what(missing: BaseException) -> str:
    if isinstance(missing, ImportError):
        return missing.name or "weasyprint"
    return str(missing).partition("\n")[0]


class PdfNotInstalled(Exception):
    """The libraries that print PDF are not here."""


class OutsideThePage(RuntimeError):
    """A page that needs something which it does not carry."""
