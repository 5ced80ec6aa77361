"""
Reads XML that strangers wrote: no document type, no entities, no bottomless nesting.

Each element remembers the line on which it began, so that a fault can be found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from azione0.words import _
from ledger.files.refusal import BadLine, Refused, shown

DEEPEST = 64


@dataclass(slots=True)
class Element:
    """One element: its namespace, name, attributes, text and children."""

    namespace: str
    name: str
    line: int
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def all(self, path: str) -> list["Element"]:
        """Give every element under a path such as `Acct/Id/IBAN`, in order."""
        found = [self]
        for name in path.split("/"):
            found = [
                child
                for element in found
                for child in element.children
                if child.name == name and child.namespace == self.namespace
            ]
        return found

    def one(self, path: str) -> "Element | None":
        """Give the first element under a path, if there is one."""
        return next(iter(self.all(path)), None)

    def texts(self, path: str, /) -> Sequence[str]:
        """Give the texts under a path that are not empty, without outer blanks."""
        return [text for element in self.all(path) if (text := element.text.strip())]


class _Builder:
    """Hears the parser and builds elements, line by line."""

    def __init__(self, *, only_opening: bool) -> None:
        self.parser: DefusedXMLParser | None = None
        self.root: Element | None = None
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._only_opening = only_opening

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= DEEPEST:
            raise Refused(
                _(
                    "Il file XML annida più di {deepest} livelli: non viene letto."
                ).format(deepest=DEEPEST)
            )
        namespace, _brace, name = tag.rpartition("}")
        line = self.parser.parser.CurrentLineNumber if self.parser else 0
        element = Element(namespace.lstrip("{"), name, line, dict(attributes))
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])
        if self._only_opening and len(self._open) > 1:
            raise _SeenEnough

    def data(self, text: str) -> None:
        if self._texts:
            self._texts[-1].append(text)

    def end(self, tag: str) -> None:
        self._open.pop().text = "".join(self._texts.pop())

    def close(self) -> None:
        """Nothing is left to do: the root was kept when it began."""


class _SeenEnough(Exception):
    """The first two elements are known, which is all that was asked."""


def read_tree(content: bytes) -> Element:
    """Read a whole document; `Refused` if it is not well formed or not safe."""
    return _read(content, only_opening=False)


def read_opening(content: bytes) -> Element:
    """Read the root and its first child, and nothing behind them."""
    return _read(content, only_opening=True)


def _read(content: bytes, *, only_opening: bool) -> Element:
    builder = _Builder(only_opening=only_opening)
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser
    try:
        for piece in _pieces(content):
            parser.feed(piece)
        parser.close()
    except _SeenEnough:
        pass
    except DefusedXmlException:
        raise Refused(
            _(
                "Il file XML contiene una dichiarazione DOCTYPE o delle entità: "
                "per sicurezza non viene letto."
            )
        ) from None
    except ParseError as broken:
        line, column = broken.position
        raise Refused(
            _("Il file XML è malformato o incompleto."),
            [
                BadLine(
                    _("riga {line}").format(line=line),
                    _("colonna {column}").format(column=column + 1),
                    shown(str(broken).partition(":")[0]),
                    _("XML ben formato"),
                )
            ],
        ) from None
    except (ValueError, LookupError):
        # A declared encoding that the parser does not know.
        raise Refused(
            _("Il file XML dichiara una codifica sconosciuta: salvarlo in UTF-8.")
        ) from None
    if builder.root is None:
        raise Refused(_("Il file XML non contiene nessun elemento."))
    return builder.root


def _pieces(content: bytes, size: int = 1 << 16) -> Iterator[bytes]:
    """Feed in pieces, so that a document turned away early is not read to its end."""
    for start in range(0, len(content), size):
        yield content[start : start + size]
