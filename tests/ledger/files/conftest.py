"""Sample files, and the creditors to whom they belong."""

from pathlib import Path

import pytest

from ledger.creditors import Creditor, Creditors

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def sample():
    """Give the bytes of a sample file, with one thing changed perhaps."""

    def read(name, *changes):
        content = (SAMPLES / name).read_bytes()
        for before, after in changes:
            assert before.encode() in content, f"{name} does not contain {before}"
            content = content.replace(before.encode(), after.encode(), 1)
        return content

    return read


@pytest.fixture
def creditors():
    aler = Creditor(
        creditor_id="aler-bcm",
        publisher="aler",
        codice_fiscale="77777777777",
        ibans=("IT60X0542811101000000123456", "NL26VAYB8060476890"),
        name="ALER Brescia-Cremona-Mantova",
    )
    sole = Creditor(
        creditor_id="sole",
        publisher="condominium",
        codice_fiscale="98765432109",
        ibans=(),
        name="Condominio Sole",
    )
    return Creditors([aler, sole])
