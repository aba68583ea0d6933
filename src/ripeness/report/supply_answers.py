"""What a page answers in sentences about the place asked about, from the paper of supply."""

from dataclasses import dataclass

from ripeness.report import words
from ripeness.report.fields import Fields

NETWORKS = {
    "rail": "rail alone",
    "road": "roads alone",
    "both": "roads and rail",
    "perturbed": "both, a tenth to a fifth of links dropped or added",
}

VERDICTS = {
    "top_three": "among the first three in every variant",
    "not_top_three": "among the first three in none",
    "undecided": "undecided: the variants differ",
}

SHOWN = 0.0005
"""A smaller share is written as nothing."""

HARD = 0.05
"""A median fall of a delivered share by this much is named."""


@dataclass(frozen=True)
class Names:
    """Names by id; an id without one stands for itself."""

    places: dict[str, str]
    sides: dict[str, str]
    sources: dict[str, str]

    def place(self, key: str) -> str:
        """Return a place's name."""
        return "all other places" if key == "total" else self.places.get(key, key)

    def side(self, key: str) -> str:
        """Return a side's name."""
        return self.sides.get(key, key)

    def source(self, key: str) -> str:
        """Return a source's short title."""
        return self.sources.get(key, key)


def answers(paper: Fields, names: Names, town: str | None) -> tuple[str, ...]:
    """Write what the network says of the place asked about, a sentence for each source and map."""
    told = []
    for hub in paper.parts("hubs"):
        if town is None or hub.text("place") != town or not _concerns(paper, hub):
            continue
        by = {part.text("network"): part for part in hub.parts("by_network")}
        if not {"both", "rail"} <= set(by):
            continue
        placebo = _hardest(paper, hub, names) + _placebo(paper, hub)
        rank = hub.part("rank")
        told.append(
            f"{names.source(hub.text('source'))}, map of {words.day(hub.day('date'))}: of what all "
            f"other places held by {names.side(hub.text('side'))} need, "
            f"{percent(by['both'].number('busy'))} has its quickest way through "
            f"{names.place(town)}. Given to the other side on that map, "
            f"{spread(by['both'].part('loss'))} of it no longer arrives by roads and rail, "
            f"{spread(by['rail'].part('loss'))} by rail alone. The place ranks "
            f"{words.number(rank.number('median'))} ({words.number(rank.number('low'))} to "
            f"{words.number(rank.number('high'))}) of {hub.whole('compared')}; it is "
            f"{VERDICTS[hub.text('verdict')]}.{placebo}"
        )
    return (*told, *_effects_elsewhere(paper, names, town))


def _effects_elsewhere(paper: Fields, names: Names, town: str | None) -> list[str]:
    """Write the effect on maps on which the side no longer held the place."""
    ranked = {
        (hub.text("source"), hub.text("side"), hub.text("date"))
        for hub in paper.parts("hubs")
        if hub.text("place") == town
    }
    found: dict[tuple[str, ...], dict[str, Fields]] = {}
    for row in paper.parts("before_after"):
        key = tuple(row.text(name) for name in ("source", "side", "first"))
        if row.text("estimand") == "intervention" and key not in ranked:
            found.setdefault(key, {})[f"{row.text('place')} {row.text('network')}"] = row
    told = []
    for (source, side, _), rows in found.items():
        if not {"total both", "total rail"} <= set(rows) or town is None:
            continue
        both, rail = (rows[f"total {name}"] for name in ("both", "rail"))
        told.append(
            f"{names.source(source)}, map of {words.day(both.day('first'))}, on which "
            f"{names.side(side)} no longer held it: were it given back, the delivered share of all "
            f"other places would be {points(both.part('change'), flip=True)} points higher by "
            f"roads and rail, {points(rail.part('change'), flip=True)} by rail alone."
        )
    return told


def percent(value: float) -> str:
    """Write a share without a sign on nothing.

    Example:
        >>> percent(0.2604), percent(-0.0)
        ('26%', '0%')
    """
    return words.share(value if abs(value) >= SHOWN else 0.0, digits=0 if value >= 0.095 else 1)


def spread(part: Fields) -> str:
    """Write a share with its interval, once where all draws say the same."""
    value, low, high = (percent(part.number(key)) for key in ENDS)
    return value if value == low == high else f"{value} ({low} to {high})"


def points(part: Fields, *, flip: bool = False) -> str:
    """Write a change of a share in points, with its interval; flipped: the other way round."""
    sign, keys = (-100, ("value", "high", "low")) if flip else (100, ENDS)
    value, low, high = (words.number(sign * part.number(key), digits=1) for key in keys)
    return f"{value} ({low} to {high})"


ENDS = ("value", "low", "high")


def _concerns(paper: Fields, hub: Fields) -> bool:
    """Say whether a row is of the side that the place was asked about for."""
    sides = {row.text("side") for row in paper.parts("before_after")}
    return not sides or hub.text("side") in sides


def _hardest(paper: Fields, hub: Fields, names: Names) -> str:
    """Write which other place loses most under any variant, where one loses a twentieth."""
    rows = [
        row
        for row in paper.parts("before_after")
        if row.text("estimand") == "intervention"
        and row.text("place") != "total"
        and all(row.text(key) == hub.text(key) for key in ("source", "side"))
        and row.day("first") == hub.day("date")
        and row.part("change").number("value") <= -HARD
    ]
    if not rows:
        return ""
    row = min(rows, key=lambda one: one.part("change").number("value"))
    return (
        f" Hardest hit, by {NETWORKS[row.text('network')]}: {names.place(row.text('place'))}, "
        f"{points(row.part('change'))} points."
    )


def _placebo(paper: Fields, hub: Fields) -> str:
    for row in paper.parts("before_after"):
        placebo = row.part_or_none("placebo")
        if (
            placebo is not None
            and (row.text("estimand"), row.text("place")) == ("intervention", "total")
            and row.text("network") == "both"
            and all(row.text(key) == hub.text(key) for key in ("source", "side"))
            and row.day("first") == hub.day("date")
        ):
            others = placebo.whole("windows")
            as_much = round(placebo.number("p") * (1 + others)) - 1
            return f" Given away alike, {as_much} of {others} other places take as much or more."
    return ""


def source_row(part: Fields) -> tuple[str, str]:
    """Write where a part of the network is from: its title and standing, then the rest."""
    head = f"{part.text('title')}: {part.text('standing')}"
    told = (
        part.text("published"),
        part.text("licence"),
        f"retrieved {words.day(part.day('retrieved'))}",
    )
    notes = part.text("notes")
    return head, f"{'; '.join(told)}. {notes}".strip()
