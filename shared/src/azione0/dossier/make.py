"""
The dossier of a case: what every service recorded, as pages and as proofs.

The pages say what happened, who did it, why and by which version of the rules. The
same events are attached as they stand in the logs, each with its way to the root of a
checkpoint that other organisations cosigned, and a script that checks all of it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from azione0.audit.case import Gathered, Told
from azione0.audit.key import origin_of_partner
from azione0.audit.note import Signer, checkpoint_of, text_of
from azione0.codes import household_code
from azione0.letter import ROME
from azione0.partners import Partner
from azione0.pdf import Attached, to_pdf
from azione0.words import _, language

FORMAT = "azione0-dossier/1"
INSTALL = "pip install 'azione0[pdf]'"
#: What of an event is sealed; the rest of an answer is drawn from it.
SEALED = (
    "seq",
    "event_id",
    "noun_id",
    "noun_version",
    "topic",
    "class_version",
    "actor",
    "correlation",
    "causation",
    "recorded_at",
    "state",
    "proof",
)


@dataclass(frozen=True, slots=True)
class Question:
    """What the dossier answers, when, and for whom it was made."""

    as_of: date | None
    known_at: datetime | None
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class Log:
    """One service's part, for the pages."""

    origin: str
    events: int
    size: int
    root: str
    cosigned_by: Sequence[str]


def dossier_pdf(gathered: Gathered, asked: Question) -> bytes:
    """Print the dossier as PDF/A-3 with its attachments; `PdfNotInstalled`."""
    held = json.dumps(content(gathered, asked), ensure_ascii=False, indent=1)
    attached = [
        Attached(
            "dossier.json",
            _("I fatti come sono nei registri, con le prove e i sigilli"),
            held.encode(),
            asked.made_at,
        ),
        Attached(
            "verify.py",
            _("Il programma che controlla il dossier: python3 verify.py DOSSIER.pdf"),
            verifier(),
            asked.made_at,
        ),
    ]
    return to_pdf(page(gathered, asked), install=INSTALL, attached=attached)


def verifier() -> bytes:
    """Give the script that checks a dossier, which needs Python alone."""
    return files("azione0.dossier").joinpath("verify.py").read_bytes()


def file_note(pdf: bytes, signer: Signer, at: datetime) -> str:
    """Say, signed, which bytes the dossier has: so its pages are proved too."""
    text = f"{FORMAT}\n{sha256(pdf).hexdigest()}\n"
    return f"{text}\n{signer.sign(text, int(at.timestamp()))}"


def content(gathered: Gathered, asked: Question) -> dict[str, Any]:
    """Give what is attached: of each event all that is sealed, and nothing else."""
    return {
        "format": FORMAT,
        "household_id": str(gathered.household_id),
        "as_of": asked.as_of and asked.as_of.isoformat(),
        "known_at": asked.known_at and asked.known_at.isoformat(),
        "made_at": asked.made_at.isoformat(),
        "made_by": asked.made_by,
        "silent": {origin_of_partner(it): why for it, why in gathered.silent.items()},
        "logs": [
            {
                "origin": origin_of_partner(partner),
                "keys": _keys(partner, gathered),
                "checkpoint": answer["checkpoint"],
                "events": [
                    {it: event[it] for it in SEALED} for event in answer["events"]
                ],
            }
            for partner, answer in gathered.answers.items()
        ],
    }


def page(gathered: Gathered, asked: Question) -> str:
    """Write the pages."""
    lines = gathered.lines()
    return str(
        _template().render(
            _=_,
            language=language(),
            code=household_code(gathered.household_id),
            household_id=gathered.household_id,
            asked=asked,
            day=_day,
            moment=_moment,
            logs=[_log(it, gathered.answers[it]) for it in gathered.answers],
            silent=[
                (origin_of_partner(it), why) for it, why in gathered.silent.items()
            ],
            lines=lines,
            why=_why,
        )
    )


def _keys(partner: Partner, gathered: Gathered) -> list[str]:
    """Give the keys that sign a log's checkpoint: its own, and all witnesses'."""
    own = gathered.answers[partner]["keys"].splitlines()
    others = [
        line
        for it, answer in gathered.answers.items()
        if it is not partner
        for line in answer["keys"].splitlines()[1:]
    ]
    return [*own, *others]


def _log(partner: Partner, answer: dict[str, Any]) -> Log:
    note = answer["checkpoint"]
    events = len(answer["events"])
    if not note:
        return Log(origin_of_partner(partner), events, 0, "", ())
    point = checkpoint_of(text_of(note))
    names = [it.split(" ")[1] for it in note[len(text_of(note)) + 1 :].splitlines()]
    others = [it for it in names if it != point.origin]
    return Log(point.origin, events, point.size, point.root.hex(), others)


def _why(line: Told) -> str:
    named = (
        (_("motivo"), line.reason),
        (_("regola"), line.rule),
        (_("versione delle regole"), line.rule_version),
    )
    return "; ".join(f"{name}: {held}" for name, held in named if held)


def _day(at: date) -> str:
    return f"{at:%d/%m/%Y}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(ROME):%d/%m/%Y %H:%M:%S}"


@lru_cache
def _template() -> Any:
    from azione0.templates import templates  # noqa: PLC0415  when a dossier is printed

    return templates("azione0.dossier", ".").get_template("dossier.html")
