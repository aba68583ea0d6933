"""What the scores of where support, in words; a source at a time, and no more than they say."""

from collections.abc import Mapping

from ripeness.front.allocation_scores.record import CellScore, PlaceScore, Skill, WhereScores

AIM = 0.05
"""Skill against the plain logistic that was aimed at for cells before any was known."""

LATE = 0.75
"""Falls later than this share of the horizon cost a forecast of never hardly anything."""


def sentences(scores: WhereScores, titles: Mapping[str, str]) -> list[str]:
    """Return what the scores support, a paragraph for each source.

    Args:
        scores: The scores.
        titles: Title of each source.
    """
    places = {(one.model, one.source, one.horizon_weeks): one for one in scores.places_scored}
    found = []
    for row in scores.cells:
        if (row.model, row.horizon_weeks) != (scores.model, scores.square_horizon):
            continue
        place = places.get((row.model, row.source, row.horizon_weeks))
        last = max(one.horizon_weeks for one in scores.cells if one.source == row.source)
        ahead = places.get((row.model, row.source, last)) if last > row.horizon_weeks else None
        plain = places.get((scores.baseline, row.source, last))
        told = _cells(row, scores, titles) + _place(place, scores) + _farthest(ahead, plain)
        found.append(told.replace("-", "−"))
    return found


def _cells(row: CellScore, scores: WhereScores, titles: Mapping[str, str]) -> str:
    skill = row.skill_to.get(scores.baseline)
    if skill is None:
        return ""
    clear = skill.low is not None and skill.low > 0
    verdict = "clearly better than" if clear else "not clearly better than"
    missed = "" if skill.value >= AIM else f"; {AIM:.0%} was aimed at and missed"
    source = titles.get(row.source, row.source)
    return (
        f"{source}, {row.horizon_weeks} weeks ahead, {row.n_origins} origins worth "
        f"{row.n_eff:.1f}: for cells the model was {verdict} a plain logistic, "
        f"skill {_skill(skill)}{missed}."
    )


def _place(place: PlaceScore | None, scores: WhereScores) -> str:
    skill = None if place is None else place.skill_to.get(scores.baseline)
    if place is None or skill is None:
        return ""
    sure = place.pit_p is not None and place.pit_p < 0.05
    shape = "too sure of itself" if sure else "not found too sure of itself"
    missed = "" if skill.value > 0 else ", worse than cells drawn independently"
    return (
        f" For the dates at which places fall the skill is {_skill(skill)}{missed}, "
        f"{place.fell} of {place.n} fell; it was {shape}."
    )


def _farthest(place: PlaceScore | None, plain: PlaceScore | None) -> str:
    """Say how dates were told at the farthest horizon, and where it failed why."""
    if place is None or plain is None or place.week_of_falls is None:
        return ""
    skill = place.skill_to.get(plain.model)
    if skill is None:
        return ""
    weeks = place.horizon_weeks
    late = skill.value < 0 and place.week_of_falls > LATE * weeks
    why = (
        ": a score cut off at the horizon hardly charges a forecast of never for falls so late, "
        "and charges every chance given to a place that held"
        if late
        else ""
    )
    return (
        f" {weeks} weeks ahead, {place.n_origins} origins, that skill is {_skill(skill)}; chances "
        f"added up to {place.said * place.n:.1f} falls, those of the plain logistic to "
        f"{plain.said * plain.n:.1f}, and {place.fell} came, in week {place.week_of_falls:.0f} on "
        f"average{why}."
    )


def _skill(skill: Skill) -> str:
    if skill.low is None or skill.high is None:
        return f"{skill.value:.0%} (too few origins for an interval)"
    return f"{skill.value:.0%} ({skill.low:.0%} to {skill.high:.0%})"
