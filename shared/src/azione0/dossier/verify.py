"""
Check a dossier of Azione 0 on any machine: `python3 verify.py DOSSIER.pdf`.

Needs Python 3.9 or newer and nothing else: no network, no library, nothing of ours.
It reads the events that are attached to the PDF and proves that each stands in the
log of its service as it was sealed; that the log's checkpoint is signed by its keeper;
that other organisations saw the log and signed too. With DOSSIER.pdf.note beside it
(or named after it) it proves that the file itself is the one that was made.

The keys come with the dossier. Compare them with those that the organisations publish,
or give a file of keys that you trust, one a line: `--keys FILE`. Take this script from
a place that you trust, too: the attached copy is only for reading.

The exit code is 0 if nothing is wrong, 1 if something is, 2 if it is no dossier.
Sources: RFC 6962 (Merkle trees), RFC 8032 (Ed25519), C2SP signed-note and
tlog-cosignature.
"""

from __future__ import annotations

import argparse
import binascii
import hashlib
import json
import re
import struct
import sys
import zlib
from base64 import b64decode
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Tuple  # noqa: UP035  older Pythons

FORMAT = "azione0-dossier/1"
LOG, WITNESS = 1, 4
ENOUGH_WITNESSES = 2
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017  older Pythons
ITALIAN = True

Point = Tuple[int, int, int, int]  # noqa: UP006  older Pythons
Key = Tuple[str, int, bytes]  # noqa: UP006

# ---------------------------------------------------------------- Ed25519, RFC 8032 § 6

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(factor: int, point: Point) -> Point:
    found = (0, 1, 1, 0)
    while factor > 0:
        if factor & 1:
            found = _add(found, point)
        point = _add(point, point)
        factor >>= 1
    return found


def _same(one: Point, other: Point) -> bool:
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (
        one[1] * other[2] - other[1] * one[2]
    ) % P == 0


def _recover(y: int, sign: int) -> int | None:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT % P
    if (x * x - square) % P != 0:
        return None
    return P - x if x & 1 != sign else x


def _point(raw: bytes) -> Point | None:
    if len(raw) != 32:
        return None
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x = _recover(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


_BASE_Y = 4 * pow(5, P - 2, P) % P
_BASE_X = _recover(_BASE_Y, 0) or 0
BASE = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % P)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether an Ed25519 signature of a message is that of a public key."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, point = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or point is None or scalar >= ORDER:
        return False
    told = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(told, "little") % ORDER
    return _same(_times(scalar, BASE), _add(point, _times(challenge, key)))


# ---------------------------------------------------------------- notes and keys, C2SP


class Wrong(Exception):
    """Something that is not as it should be."""


def key_of(line: str) -> Key:
    """Read a public key, NAME+ID+KEY; give its name, its kind and its bytes."""
    try:
        name, told, key = line.strip().split("+", 2)
        raw = b64decode(key, validate=True)
    except (ValueError, binascii.Error):
        raise Wrong(say("non è una chiave", "is no key") + f": {line!r}") from None
    identity = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if len(raw) != 33 or identity.hex() != told:
        raise Wrong(say("chiave non intera", "key that is not whole") + f": {name}")
    return name, raw[0], raw[1:]


def signers_of(note: str, keys: list[Key]) -> tuple[str, list[tuple[str, int, int]]]:
    """Give a note's text, and by whom of these it is signed: (name, kind, instant)."""
    text, blank, below = note.rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise Wrong(say("non è una nota firmata", "is no signed note"))
    text += "\n"
    known: dict[tuple[str, bytes], tuple[int, bytes]] = {}
    for name, kind, public in keys:
        told = hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()
        known[name, told[:4]] = kind, public
    found = []
    for line in below.splitlines():
        mark, _, rest = line.partition(" ")
        name, _, signature = rest.partition(" ")
        try:
            raw = b64decode(signature, validate=True)
        except (ValueError, binascii.Error):
            raw = b""
        if mark != "\N{EM DASH}" or len(raw) <= 4:
            raise Wrong(say("firma illeggibile", "unreadable signature"))
        if (name, raw[:4]) not in known:
            continue
        kind, public = known[name, raw[:4]]
        raw, at, message = raw[4:], 0, text.encode()
        if kind == WITNESS:
            at, raw = int.from_bytes(raw[:8], "big"), raw[8:]
            message = b"cosignature/v1\ntime %d\n" % at + message
        if not is_signed(public, message, raw):
            raise Wrong(say("firma falsa di", "false signature of") + f" {name}")
        found.append((name, kind, at))
    return text, found


def checkpoint_of(text: str) -> tuple[str, int, bytes]:
    """Read a checkpoint: its log, its size, its root."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not re.fullmatch("0|[1-9][0-9]{0,17}", lines[1]):
        raise Wrong(say("non è un sigillo", "is no checkpoint"))
    root = b64decode(lines[2], validate=True)
    if len(root) != 32:
        raise Wrong(say("non è un sigillo", "is no checkpoint"))
    return lines[0], int(lines[1]), root


# ---------------------------------------------------------------- the tree, RFC 6962


def leaf_of(event: dict[str, Any]) -> bytes:
    """Give the leaf of an event: the hash of all that is sealed of it."""
    told = event["recorded_at"].replace("Z", "+00:00")
    at = datetime.fromisoformat(told) - EPOCH
    micros = (at.days * 86400 + at.seconds) * 1_000_000 + at.microseconds
    names = ("topic", "actor", "correlation", "causation", "state")
    texts = [event[it].encode() for it in names]
    numbers = event["seq"], event["noun_version"], event["class_version"], micros
    entry = struct.pack(">QQQQ5I", *numbers, *map(len, texts))
    entry += bytes.fromhex(event["event_id"].replace("-", ""))
    entry += bytes.fromhex(event["noun_id"].replace("-", ""))
    return hashlib.sha256(b"\x00" + entry + b"".join(texts)).digest()


def root_from(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes | None:
    """Give the root to which a proof leads from a leaf; `None` if to none."""
    if not 0 <= index < size:
        return None
    place, last = index, size - 1
    for beside in proof:
        if last == 0 or len(beside) != 32:
            return None
        if place & 1 or place == last:
            leaf = hashlib.sha256(b"\x01" + beside + leaf).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            leaf = hashlib.sha256(b"\x01" + leaf + beside).digest()
        place, last = place >> 1, last >> 1
    return None if last else leaf


# ---------------------------------------------------------------- the dossier


def attached(pdf: bytes) -> dict[str, Any]:
    """Give the dossier that is attached to a PDF; there must be exactly one."""
    found = []
    for match in re.finditer(rb"/Type\s*/EmbeddedFile\b", pdf):
        begin = pdf.rfind(b"obj", 0, match.start())
        stream = re.compile(rb"stream\r?\n").search(pdf, match.end())
        if stream is None:
            continue
        told = re.search(rb"/Length\s+(\d+)(?!\s+\d+\s+R)", pdf[begin : stream.start()])
        end = pdf.find(b"endstream", stream.end())
        raw = pdf[stream.end() : stream.end() + int(told.group(1)) if told else end]
        try:
            text = zlib.decompress(raw) if b"/FlateDecode" in pdf[begin:end] else raw
            held = json.loads(text)
        except (zlib.error, ValueError):
            continue
        if isinstance(held, dict) and held.get("format") == FORMAT:
            found.append(held)
    if len(found) != 1:
        raise Wrong(
            say("nel file ci sono dossier: ", "dossiers in the file: ")
            + str(len(found))
        )
    return found[0]


def check_log(
    log: dict[str, Any], trusted: list[Key] | None
) -> tuple[list[str], list[str]]:
    """Check one service's events; give what is wrong and what is to be known."""
    wrong: list[str] = []
    known: list[str] = []
    name = log["origin"]
    keys = [key_of(it) for it in log["keys"]]
    if trusted is not None:
        stranger = say("chiave non tra quelle date", "key not given")
        known += [f"{name}: {stranger}: {it[0]}" for it in keys if it not in trusted]
        keys = [it for it in keys if it in trusted]
    if not log["events"]:
        return wrong, known
    if not log["checkpoint"]:
        return [f"{name}: {say('nessun sigillo', 'no checkpoint')}"], known
    text, signers = signers_of(log["checkpoint"], keys)
    origin, size, root = checkpoint_of(text)
    if origin != name:
        wrong.append(f"{name}: {say('il sigillo è di', 'the seal is of')} {origin}")
    if (name, LOG) not in [it[:2] for it in signers]:
        wrong.append(f"{name}: {say('il sigillo non è firmato', 'is not signed')}")
    own = name.partition("/")[0]
    others = {it[0].partition("/")[0] for it in signers if it[1] == WITNESS} - {own}
    for witness, kind, at in signers:
        if kind == WITNESS:
            when = datetime.fromtimestamp(at, EPOCH.tzinfo).isoformat()
            known.append(f"{name}: {say('visto da', 'seen by')} {witness}, {when}")
    if len(others) < ENOUGH_WITNESSES:
        known.append(
            f"{name}: {say('altre organizzazioni che firmano', 'others that signed')}: "
            f"{len(others)} ({say('ne servono', 'wanted')}: {ENOUGH_WITNESSES})"
        )
    seen = set()
    for event in log["events"]:
        number = event["seq"]
        what = f"{name}: {say('il fatto', 'event')} {number} ({event['topic']})"
        if number in seen:
            wrong.append(f"{what} {say('è doppio', 'is there twice')}")
        seen.add(number)
        if event["proof"] is None:
            known.append(f"{what} {say('non è ancora sigillato', 'not yet sealed')}")
            continue
        proof = [b64decode(it, validate=True) for it in event["proof"]]
        if root_from(leaf_of(event), number - 1, size, proof) != root:
            wrong.append(
                f"{what} {say('non è quello sigillato', 'is not the one sealed')}"
            )
    return wrong, known


def check_file(
    pdf: bytes, note: str, dossier: dict[str, Any], trusted: list[Key] | None
) -> list[str]:
    """Check that the file is the one that was made."""
    keys = [key_of(it) for log in dossier["logs"] for it in log["keys"]]
    if trusted is not None:
        keys = [it for it in keys if it in trusted]
    text, signers = signers_of(note, keys)
    lines = text.split("\n")
    if lines[0] != FORMAT or lines[1] != hashlib.sha256(pdf).hexdigest():
        return [say("il file non è quello firmato", "the file is not the one signed")]
    if not signers:
        return [say("il file non è firmato da nessuno di loro", "nobody signed it")]
    return []


def check(
    pdf: bytes, note: str | None = None, trusted: list[Key] | None = None
) -> tuple[list[str], list[str]]:
    """Check a dossier's bytes; give what is wrong, and what is to be known."""
    try:
        dossier = attached(pdf)
        wrong: list[str] = []
        known: list[str] = []
        for log in dossier["logs"]:
            try:
                more_wrong, more_known = check_log(log, trusted)
            except Wrong as told:
                more_wrong, more_known = [f"{log['origin']}: {told}"], []
            wrong += more_wrong
            known += more_known
        for name, why in sorted(dossier["silent"].items()):
            known.append(f"{name}: {say('non ha risposto', 'did not answer')}: {why}")
        if note is None:
            known.append(
                say(
                    "senza la nota del file si provano gli allegati, non le pagine",
                    "without the file's note the attachments are proved, not the pages",
                )
            )
        else:
            wrong += check_file(pdf, note, dossier, trusted)
    except (KeyError, TypeError, ValueError, AttributeError, struct.error) as told:
        raise Wrong(f"{say('dossier illeggibile', 'unreadable')}: {told!r}") from told
    return wrong, known


def say(italian: str, english: str) -> str:
    """Give a sentence in the language that was chosen."""
    return italian if ITALIAN else english


def main(words: list[str] | None = None) -> int:
    """Check, print, and answer by the exit code."""
    global ITALIAN  # noqa: PLW0603  the language of a script
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("dossier", type=Path)
    parser.add_argument("note", type=Path, nargs="?", help="default: DOSSIER.note")
    parser.add_argument("--keys", type=Path, help="keys that you trust, one a line")
    parser.add_argument("--lang", choices=("it", "en"), default="it")
    asked = parser.parse_args(words)
    ITALIAN = asked.lang == "it"
    beside = asked.note or asked.dossier.with_name(asked.dossier.name + ".note")
    try:
        note = beside.read_text("utf-8") if asked.note or beside.exists() else None
        trusted = None
        if asked.keys:
            lines = asked.keys.read_text("utf-8").split("\n")
            trusted = [key_of(it) for it in lines if it.strip()]
        wrong, known = check(asked.dossier.read_bytes(), note, trusted)
    except (Wrong, OSError, UnicodeDecodeError) as told:
        print(told, file=sys.stderr)
        return 2
    for line in known:
        print(f"  {line}")
    for line in wrong:
        print(f"! {line}")
    print(say("NON VALIDO", "NOT VALID") if wrong else say("VALIDO", "VALID"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
