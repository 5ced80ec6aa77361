"""
Charts as SVG, drawn here: bars that lie, each with its words above it.

They need no script, no style and nobody else, so the strictest policy lets them
pass; they stay readable on a telephone, in print and without colours. A figure that
is not told is an empty dashed frame of one size, whatever it hides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reporting.pages.written import not_told

WIDTH, LABEL, BAR, GAP, TOP = 400, 18, 16, 12, 4
#: Dark enough on white for who sees little; a fall is also hatched.
RISE, FALL, LEVEL = "#801650", "#28A197", "#12436D"
STUB = 28
_HATCH = Markup(
    '<pattern id="{id}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="{fall}"/>'
    '<line x1="0" y1="0" x2="0" y2="6" stroke="#ffffff" stroke-width="2"/></pattern>'
)


@dataclass(frozen=True, slots=True)
class Bar:
    """
    One bar: its words, its figure as written, and from where to where it reaches.

    Without `until` the figure is not told. A `change` grows or falls from the bar
    before it; any other begins at nothing.
    """

    label: str
    written: str
    since: int = 0
    until: int | None = None
    change: bool = False


def bars(name: str, title: str, about: str, rows: Sequence[Bar]) -> Markup:
    """Draw bars one below the other; `name` is unique on the page."""
    ends = [end for it in rows if it.until is not None for end in (it.since, it.until)]
    least, most = min([0, *ends]), max([0, *ends])
    scale = WIDTH / (most - least) if most > least else 0
    step = LABEL + BAR + GAP
    height = TOP + step * len(rows)
    drawn = [
        Markup(
            '<svg class="chart" role="img" aria-labelledby="{name}-t {name}-d" '
            'viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">'
            '<title id="{name}-t">{title}</title><desc id="{name}-d">{about}</desc>'
        ).format(name=name, width=WIDTH, height=height, title=title, about=about),
        Markup("<defs>{hatch}</defs>").format(hatch=_HATCH.format(id=name, fall=FALL)),
    ]
    for at, it in enumerate(rows):
        drawn.append(_bar(name, it, TOP + step * at, least, scale))
    drawn.append(Markup("</svg>"))
    return Markup("").join(drawn)


def _bar(name: str, it: Bar, top: int, least: int, scale: float) -> Markup:
    words = Markup(
        '<text x="0" y="{y}" font-size="14" fill="#17324d">{label}</text>'
        '<text x="{width}" y="{y}" font-size="14" font-weight="bold" '
        'text-anchor="end" fill="#17324d">{written}</text>'
    ).format(y=top + LABEL - 5, width=WIDTH, label=it.label, written=it.written)
    if it.until is None:
        frame = Markup(
            '<rect x="0.5" y="{y}" width="{stub}" height="{high}" fill="none" '
            'stroke="#455b71" stroke-dasharray="3 3"/>'
        ).format(y=top + LABEL + 0.5, stub=STUB, high=BAR - 1)
        return words + frame
    if it.change and it.since == it.until:
        return words
    low, high = sorted((it.since, it.until))
    fill = LEVEL
    if it.change:
        fill = RISE if it.until >= it.since else f"url(#{name}-hatch)"
    return words + Markup(
        '<rect x="{x:.1f}" y="{y}" width="{wide:.1f}" height="{high}" fill="{fill}"/>'
    ).format(
        x=(low - least) * scale,
        y=top + LABEL,
        wide=max((high - low) * scale, 1.0),
        high=BAR,
        fill=fill,
    )


def levels(rows: Sequence[tuple[str, str, int | None]]) -> list[Bar]:
    """Make bars that begin at nothing, of words, written figure and figure."""
    return [Bar(label, written, 0, value) for label, written, value in rows]


def cascade(rows: Sequence[tuple[str, str, int | None]]) -> list[Bar]:
    """
    Make the bars of a waterfall: the first and last stand, those between float.

    After a step that is not told nobody knows where the next one begins: it is drawn
    from nothing, for its size alone.
    """
    found: list[Bar] = []
    level: int | None = None
    for at, (label, written, value) in enumerate(rows):
        if at in (0, len(rows) - 1):
            found.append(Bar(label, written, 0, value))
            level = value
        elif value is None:
            found.append(Bar(label, not_told()))
            level = None
        else:
            since = level or 0
            found.append(Bar(label, written, since, since + value, change=True))
            level = None if level is None else level + value
    return found
