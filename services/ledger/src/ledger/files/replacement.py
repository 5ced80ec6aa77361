"""When pagoPA sends a flow again, corrected: what of the earlier one still stands."""

from dataclasses import dataclass, replace

from azione0.refused import Refused
from azione0.words import _
from ledger.files.pagopa import Flow, FlowLine


@dataclass(frozen=True, slots=True)
class Replacement:
    """
    What a later flow changes: lines taken back, lines that are new.

    A line that changed is in both. `flow` is the later flow as it is to be kept:
    its lines know with which version they were posted.
    """

    flow: Flow
    reversed_lines: tuple[FlowLine, ...]
    new_lines: tuple[FlowLine, ...]


def replace_flow(earlier: Flow, later: Flow) -> Replacement:
    """
    Compare two flows of the same identifier, sender and creditor.

    `NotTheSameFlow`, `NotLater`, or `SameInstantOtherContent`, which an operator
    must hear of. Source: SANP, `dataOraFlusso` decides which flow counts.
    """
    _check_order(earlier, later)
    before = {line.key: line for line in earlier.lines}
    after = {line.key: line for line in later.lines}
    reversed_lines = tuple(
        line for key, line in before.items() if after.get(key) != line
    )
    withdrawn = {*earlier.withdrawn, *(line.key for line in reversed_lines)}
    new_lines = tuple(
        # A key that was already posted and taken back needs another identity.
        replace(line, posted_with=later.written_at) if key in withdrawn else line
        for key, line in after.items()
        if before.get(key) != line
    )
    kept = {line.key: line for line in new_lines}
    return Replacement(
        flow=replace(
            later,
            lines=tuple(kept.get(key) or before[key] for key in after),
            withdrawn=tuple(sorted(withdrawn)),
        ),
        reversed_lines=reversed_lines,
        new_lines=new_lines,
    )


def _check_order(earlier: Flow, later: Flow) -> None:
    if earlier.key != later.key:
        raise NotTheSameFlow(
            _("I flussi {earlier} e {later} non sono lo stesso flusso.").format(
                earlier=earlier.flow_id, later=later.flow_id
            )
        )
    if later.written_at > earlier.written_at:
        return
    same_lines = set(earlier.lines) == set(later.lines)
    if later.written_at == earlier.written_at and not same_lines:
        raise SameInstantOtherContent(
            _(
                "Il flusso {flow_id} è già importato con la stessa data e ora ma con "
                "un altro contenuto: chiedere a pagoPA quale vale."
            ).format(flow_id=later.flow_id)
        )
    raise NotLater(
        _(
            "Il flusso {flow_id} è già importato in una versione uguale o più recente."
        ).format(flow_id=later.flow_id)
    )


class NotTheSameFlow(Refused):
    """The two flows have another identifier, sender or creditor."""


class NotLater(Refused):
    """The flow was written before the one that already counts, or with it."""


class SameInstantOtherContent(Refused):
    """Two different flows claim the same identifier and the same instant."""
