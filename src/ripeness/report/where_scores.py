"""How good forecasts of where were, as a page shows it: reliability, skill, errors by place."""

from dataclasses import dataclass
from typing import Any, Protocol

from ripeness.report import words
from ripeness.report.fields import Fields

SIDE = 220.0
"""Side of the reliability plot, in units of its drawing."""

MODELS = {
    "allocation": "the model of this report",
    "allocation_without_latent": "the same, sectors sharing no luck",
    "plain_logistic": "plain logistic on nine features",
    "distance_only": "distance to the line alone",
}
PLAIN = "plain_logistic"


class Page(Protocol):
    """The papers of the page that a section may look at."""

    @property
    def case(self) -> Fields:
        """What the case says of itself."""
        ...


@dataclass(frozen=True)
class Plot:
    """Chances beside frequencies of one source, and the map of errors, as paths."""

    title: str
    ours: tuple[tuple[float, float, float, float], ...]
    """x, y, and the ends of each point's interval."""
    plain: str
    line: str
    more: str
    """Squares where more changed hands than was to be expected."""
    less: str
    """Squares where less did."""
    width: float
    height: float
    told: str


@dataclass(frozen=True)
class Row:
    """One model at one horizon."""

    source: str
    weeks: int
    model: str
    precision: str
    brier: str
    log: str
    skill: str
    origins: str
    dates: str
    date_skill: str
    shape: str


@dataclass(frozen=True)
class Miss:
    """One place: how well its date was told."""

    place: str
    source: str
    ours: str
    plain: str
    said: str
    fell: str
    origins: int


def view(paper: Fields, page: Page) -> dict[str, Any]:
    """Return what the template writes out.

    Args:
        paper: The record's paper `where`.
        page: The page's other papers.
    """
    case = page.case
    titles = words.short_titles(
        {part.text("name"): part.text("title") for part in case.parts("sources")}
    )
    names = {part.text("id"): part.text("name") for part in case.parts("places")}
    study = paper.part("study")
    scores = study.part("scores")
    return {
        "sentences": paper.texts("sentences"),
        "matches": paper.flag("matches_panel"),
        "command": study.text("command"),
        "first": words.day(study.day("first_origin")),
        "last": words.day(study.day("last_origin")),
        "members": scores.whole("members"),
        "weeks": scores.whole("square_horizon"),
        "square": words.number(scores.number("square_km")),
        "rows": _rows(scores, titles),
        "plots": _plots(scores, titles),
        "misses": _misses(scores, titles, names),
        "refused": len(scores.texts("refused")),
    }


def data(paper: Fields, page: Page) -> None:
    """Return what a script draws: nothing, for all is drawn already."""
    del paper, page


def _rows(scores: Fields, titles: dict[str, str]) -> list[Row]:
    places = {
        (one.text("source"), one.whole("horizon_weeks"), one.text("model")): one
        for one in scores.parts("places_scored")
    }
    found = []
    for cell in scores.parts("cells"):
        key = (cell.text("source"), cell.whole("horizon_weeks"), cell.text("model"))
        place = places.get(key)
        precision = cell.number_or_none("average_precision")
        found.append(
            Row(
                source=titles.get(key[0], key[0]),
                weeks=key[1],
                model=MODELS.get(key[2], key[2]),
                precision="–" if precision is None else f"{precision:.2f}",
                brier=f"{cell.number('brier'):.4f}",
                log=f"{cell.number('log_score'):.4f}",
                skill=_skill(cell),
                origins=f"{cell.whole('n_origins')}, worth {cell.number('n_eff'):.1f}",
                dates="–" if place is None else f"{place.number('crps_date'):.2f}",
                date_skill="–" if place is None else _skill(place),
                shape="–" if place is None else _shape(place),
            )
        )
    return found


def _skill(row: Fields) -> str:
    skill = (
        row.part("skill_to").part_or_none(PLAIN) if PLAIN in row.part("skill_to").content else None
    )
    if skill is None:
        return "–"
    low, high = skill.number_or_none("low"), skill.number_or_none("high")
    ends = (
        "too few origins for an interval"
        if low is None or high is None
        else f"{_percent(low)} to {_percent(high)}"
    )
    return f"{_percent(skill.number('value'))} ({ends})"


def _percent(value: float) -> str:
    return f"{value * 100:.0f} %".replace("-", "−")


def _shape(place: Fields) -> str:
    low, high = place.number_or_none("u_shape_low"), place.number_or_none("u_shape_high")
    value = f"{place.number('u_shape'):+.2f}"
    ends = "" if low is None or high is None else f" ({low:+.2f} to {high:+.2f})"
    return (value + ends).replace("-", "−")


def _plots(scores: Fields, titles: dict[str, str]) -> list[Plot]:
    points = scores.parts("reliability")
    squares = scores.parts("wrong")
    found = []
    for source in dict.fromkeys(point.text("source") for point in points):
        own = [p for p in points if p.text("source") == source]
        ours = [p for p in own if p.text("model") == scores.text("model")]
        plain = [p for p in own if p.text("model") == scores.text("baseline")]
        wrong = [square for square in squares if square.text("source") == source]
        found.append(_plot(titles.get(source, source), ours, plain, wrong))
    return found


def _plot(title: str, ours: list[Fields], plain: list[Fields], wrong: list[Fields]) -> Plot:
    def at(point: Fields, key: str = "frequency") -> tuple[float, float]:
        return point.number("chance") * SIDE, SIDE - point.number(key) * SIDE

    dots = []
    for point in ours:
        x, y = at(point)
        ends = [point.number_or_none(end) for end in ("low", "high")]
        low, high = (y if end is None else SIDE - end * SIDE for end in ends)
        dots.append((round(x, 1), round(y, 1), round(low, 1), round(high, 1)))
    rows = [square.whole("row") for square in wrong] or [0]
    columns = [square.whole("column") for square in wrong] or [0]
    told = "; ".join(
        f"said {point.number('chance'):.0%}, came {point.number('frequency'):.0%}" for point in ours
    )
    return Plot(
        title=title,
        ours=tuple(dots),
        plain=_line([at(point) for point in plain]),
        line=_line([at(point) for point in ours]),
        more=_squares(wrong, more=True, corner=(min(rows), min(columns))),
        less=_squares(wrong, more=False, corner=(min(rows), min(columns))),
        width=float(max(columns) - min(columns) + 1),
        height=float(max(rows) - min(rows) + 1),
        told=f"{title}: {told}",
    )


def _line(points: list[tuple[float, float]]) -> str:
    return "".join(f"{'L' if n else 'M'}{x:.1f} {y:.1f}" for n, (x, y) in enumerate(points))


def _squares(wrong: list[Fields], *, more: bool, corner: tuple[int, int]) -> str:
    """Return squares whose area goes with the ground by which the model was wrong there."""
    differences = [one.number("came_km2") - one.number("expected_km2") for one in wrong]
    most = max([1.0, *(abs(difference) for difference in differences)])
    text = []
    for square, difference in zip(wrong, differences, strict=True):
        if (difference > 0) != more or abs(difference) < 0.02 * most:
            continue
        half = 0.5 * (abs(difference) / most) ** 0.5
        x = square.whole("column") - corner[1] + 0.5
        y = square.whole("row") - corner[0] + 0.5
        text.append(
            f"M{x - half:.2f} {y - half:.2f}h{2 * half:.2f}v{2 * half:.2f}h{-2 * half:.2f}Z"
        )
    return "".join(text)


def _misses(scores: Fields, titles: dict[str, str], names: dict[str, str]) -> list[Miss]:
    rows = sorted(scores.parts("misses"), key=lambda one: -one.number("crps_date"))
    return [
        Miss(
            place=names.get(one.text("place"), one.text("place")),
            source=titles.get(one.text("source"), one.text("source")),
            ours=f"{one.number('crps_date'):.2f}",
            plain=f"{one.number('baseline'):.2f}",
            said=_percent(one.number("said")),
            fell=_percent(one.number("fell")),
            origins=one.whole("n_origins"),
        )
        for one in rows
        if one.number("crps_date") > 0 or one.number("baseline") > 0
    ]
