"""Two cooperatives with workshops of their own, and what each was written."""

from collections import Counter
from pathlib import Path
from uuid import UUID

from azione0.contract import SERVICES
from azione0.house import House
from azione0.letter import number_for, read
from azione0.partners import DEFAULT_ORGANISATIONS

RETE, ELEFANTI = "workshops-larete", "workshops"
PARTNERS = [
    *((kind, kind, DEFAULT_ORGANISATIONS[kind]) for kind in SERVICES),
    (RETE, "workshops", "la-rete"),
]


def partners_file(folder: Path, **serves: str) -> Path:
    """Write who takes part; `serves` has a TOML list for `workshops` or another."""
    path = folder / "partners.toml"
    path.write_text(
        "\n".join(
            f'[[partner]]\nname = "{name}"\nkind = "{kind}"\n'
            f'organisation = "{organisation}"\n'
            + (f"serves = {serves[name]}\n" if name in serves else "")
            for name, kind, organisation in PARTNERS
        ),
        encoding="utf-8",
    )
    return path


def heard(house: House, recipient: str, household_id: UUID) -> list[str]:
    """Give what intake and the ledger wrote to a recipient about a household."""
    return [name for name, about in written(house, recipient) if about == household_id]


def written(house: House, recipient: str) -> list[tuple[str, UUID]]:
    """Give name and household of all letters to a recipient; none twice, no gap."""
    found, ids = [], Counter[tuple[str, str]]()
    for publisher in ("intake", "ledger"):
        page = house.office(publisher).relay.page(recipient, 0, 10_000)
        numbers = [number_for(it.headers, recipient) for it in page]
        assert numbers == [*range(1, len(page) + 1)]
        for it in (read(raw.headers, raw.body) for raw in page):
            ids[publisher, it.id] += 1
            found.append((type(it.contract).__name__, UUID(it.subject)))
    assert not [it for it, times in ids.items() if times > 1]
    return found
