"""
Pictures as SVG, drawn here: no script, no address, readable in black and white.

Lines differ by dashes as well as by colour, and each picture says in words what it
shows to those who hear the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from math import ceil, floor, isfinite, log10

from reporting import amounts

WIDTH, HEIGHT = 680, 300
LEFT, RIGHT, TOP, BOTTOM = 70, 16, 26, 46
INKS = ("#0b4f8a", "#b3470b", "#3d7a1f", "#6b3fa0")
DASHES = ("", "6 4", "2 3", "8 3 2 3")
GREY, BLACK = "#777", "#222"
TICKS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A named line; points are skipped where a value is not a number."""

    name: str
    points: Sequence[tuple[float, float]]
    steps: bool = False
    low: Sequence[tuple[float, float]] = ()
    high: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What a picture is called, what it says in words, and what its axes are."""

    title: str
    said: str
    across: str
    up: str
    mark: float | None = None
    mark_said: str = ""
    least: float | None = None
    most: float | None = None
    share: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One estimate with its interval; without one, `why` says so."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    why: str = ""
    hollow: bool = False


def lines(frame: Frame, drawn: Sequence[Line], risk: Sequence[str] = ()) -> str:
    """Draw lines over time; `risk` are lines of text below, such as who is at risk."""
    points = [it for line in drawn for it in line.points if isfinite(it[1])]
    edges = [it for line in drawn for it in (*line.low, *line.high)]
    ups = [it[1] for it in [*points, *edges]]
    x = _Scale.of([it[0] for it in points], LEFT, WIDTH - RIGHT)
    y = _Scale.of(
        [*ups, *(it for it in (frame.least, frame.most) if it is not None)],
        HEIGHT - BOTTOM,
        TOP,
        nice=True,
    )
    body = [_grid(frame, x, y)]
    if frame.mark is not None:
        at = x(frame.mark)
        body.append(
            f'<line x1="{at:.1f}" y1="{TOP}" x2="{at:.1f}" y2="{HEIGHT - BOTTOM}" '
            f'stroke="{BLACK}" stroke-dasharray="3 3"/>'
            f'<text x="{at + 4:.1f}" y="{TOP + 10}" font-size="11">'
            f"{escape(frame.mark_said)}</text>"
        )
    for number, line in enumerate(drawn):
        ink, dash = INKS[number % len(INKS)], DASHES[number % len(DASHES)]
        if line.low and line.high:
            around = [
                *_path(line.low, x, y, steps=line.steps),
                *reversed(_path(line.high, x, y, steps=line.steps)),
            ]
            body.append(
                f'<polygon points="{_points(around)}" fill="{ink}" opacity="0.12"/>'
            )
        body.extend(
            f'<polyline points="{_points(_path(run, x, y, steps=line.steps))}" '
            f'fill="none" stroke="{ink}" stroke-width="2" '
            f'stroke-dasharray="{dash}"/>'
            for run in _runs(line.points)
        )
    body.append(_legend(drawn))
    for number, text in enumerate(risk):
        body.append(
            f'<text x="{LEFT}" y="{HEIGHT + 14 + 15 * number}" font-size="11">'
            f"{escape(text)}</text>"
        )
    return _picture(frame, body, HEIGHT + 15 * len(risk) + (4 if risk else 0))


def bars(frame: Frame, shown: Sequence[Bar]) -> str:
    """Draw estimates one below the other, with their intervals and a line at 0."""
    name_width, row = 250, 30
    values = [
        it for bar in shown for it in (bar.value, bar.low, bar.high) if it is not None
    ]
    x = _Scale.of([*values, 0.0], name_width, WIDTH - RIGHT, nice=True)
    height = TOP + row * len(shown) + BOTTOM
    bottom = height - BOTTOM
    body = []
    for tick in x.ticks():
        at = x(tick)
        body.append(
            f'<line x1="{at:.1f}" y1="{TOP}" x2="{at:.1f}" y2="{bottom}" '
            f'stroke="{BLACK if tick == 0 else "#ddd"}"/>'
            f'<text x="{at:.1f}" y="{bottom + 16}" text-anchor="middle" '
            f'font-size="11">{_number(tick)}</text>'
        )
    body.append(
        f'<text x="{(name_width + WIDTH - RIGHT) / 2}" y="{bottom + 36}" '
        f'text-anchor="middle" font-size="12">{escape(frame.across)}</text>'
    )
    for number, bar in enumerate(shown):
        at = TOP + row * number + row / 2
        body.append(
            f'<text x="{name_width - 10}" y="{at + 4}" text-anchor="end" '
            f'font-size="12">{escape(bar.name)}</text>'
        )
        body.extend(_bar(bar, at, x, name_width))
    return _picture(frame, body, height)


def _bar(bar: Bar, at: float, x: "_Scale", left: float) -> list[str]:
    ink = GREY if bar.hollow else INKS[0]
    found = []
    if bar.low is not None and bar.high is not None:
        found.append(
            f'<line x1="{x(bar.low):.1f}" y1="{at}" x2="{x(bar.high):.1f}" y2="{at}" '
            f'stroke="{ink}" stroke-width="3"/>'
        )
    if bar.value is not None:
        found.append(
            f'<circle cx="{x(bar.value):.1f}" cy="{at}" r="5" stroke="{ink}" '
            f'stroke-width="2" fill="{"#fff" if bar.hollow else ink}"/>'
        )
    elif bar.why:
        found.append(
            f'<text x="{left + 6}" y="{at + 4}" font-size="11" fill="{GREY}">'
            f"{escape(bar.why)}</text>"
        )
    return found


class _Scale:
    """From values to places on the page."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self.low, self.high, self.start, self.end = low, high, start, end

    @classmethod
    def of(
        cls, values: Sequence[float], start: float, end: float, *, nice: bool = False
    ) -> "_Scale":
        low, high = min(values, default=0.0), max(values, default=1.0)
        if low == high:
            high = low + 1
        if nice:
            step = _step(low, high)
            low, high = floor(low / step) * step, ceil(high / step) * step
        return cls(low, high, start, end)

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[float]:
        step = _step(self.low, self.high)
        first = ceil(self.low / step - 1e-9)
        last = floor(self.high / step + 1e-9)
        return [number * step for number in range(first, last + 1)]


def _step(low: float, high: float) -> float:
    rough = (high - low) / TICKS
    size = 10.0 ** floor(log10(rough))
    return next((it * size for it in (1, 2, 2.5, 5) if it * size >= rough), 10 * size)


def _grid(frame: Frame, x: _Scale, y: _Scale) -> str:
    found = []
    for tick in y.ticks():
        at = y(tick)
        said = f"{100 * tick:.0f} %" if frame.share else _number(tick)
        found.append(
            f'<line x1="{LEFT}" y1="{at:.1f}" x2="{WIDTH - RIGHT}" y2="{at:.1f}" '
            f'stroke="#ddd"/><text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end" '
            f'font-size="11">{said}</text>'
        )
    bottom = HEIGHT - BOTTOM
    found.extend(
        f'<text x="{x(tick):.1f}" y="{bottom + 16}" text-anchor="middle" '
        f'font-size="11">{_number(tick)}</text>'
        for tick in x.ticks()
    )
    found.append(
        f'<line x1="{LEFT}" y1="{bottom}" x2="{WIDTH - RIGHT}" y2="{bottom}" '
        f'stroke="{BLACK}"/>'
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{bottom + 36}" '
        f'text-anchor="middle" font-size="12">{escape(frame.across)}</text>'
        f'<text x="{LEFT - 60}" y="14" font-size="12">{escape(frame.up)}</text>'
    )
    return "".join(found)


def _legend(drawn: Sequence[Line]) -> str:
    if len(drawn) == 1:
        return ""
    found, at = [], WIDTH - RIGHT
    for number, line in reversed(list(enumerate(drawn))):
        at -= 7 * len(line.name) + 44
        ink, dash = INKS[number % len(INKS)], DASHES[number % len(DASHES)]
        found.append(
            f'<line x1="{at}" y1="10" x2="{at + 28}" y2="10" stroke="{ink}" '
            f'stroke-width="2" stroke-dasharray="{dash}"/>'
            f'<text x="{at + 33}" y="14" font-size="12">{escape(line.name)}</text>'
        )
    return "".join(found)


def _path(
    points: Sequence[tuple[float, float]], x: _Scale, y: _Scale, *, steps: bool
) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for across, up in points:
        if steps and found:
            found.append((x(across), found[-1][1]))
        found.append((x(across), y(up)))
    return found


def _runs(
    points: Sequence[tuple[float, float]],
) -> list[list[tuple[float, float]]]:
    """Part points where a value is not a number."""
    runs: list[list[tuple[float, float]]] = [[]]
    for it in points:
        if isfinite(it[1]):
            runs[-1].append(it)
        elif runs[-1]:
            runs.append([])
    return [it for it in runs if it]


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{across:.1f},{up:.1f}" for across, up in places)


def _number(value: float) -> str:
    """Write a tick with the language's own marks, and a true minus."""
    return amounts.number(Decimal(f"{value:.2f}").normalize()).replace(
        "-", "\N{MINUS SIGN}"
    )


def _picture(frame: Frame, body: Sequence[str], height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'role="img" font-family="inherit" fill="{BLACK}">'
        f"<title>{escape(frame.title)}</title><desc>{escape(frame.said)}</desc>"
        f"{''.join(body)}</svg>"
    )
