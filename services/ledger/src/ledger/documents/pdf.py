"""A page of the ledger as a PDF that a screen reader can read (PDF/UA-1)."""

from azione0 import pdf
from azione0.pdf import OutsideThePage, PdfNotInstalled

__all__ = ["OutsideThePage", "PdfNotInstalled", "to_pdf"]

INSTALL = "pip install 'azione0-ledger[pdf]'"


def to_pdf(html: str) -> bytes:
    """Print a page of ours; `PdfNotInstalled` says what is missing."""
    return pdf.to_pdf(html, install=INSTALL)
