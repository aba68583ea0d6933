"""Every link of the argument, answered in one sentence from the papers already made.

What a link is about follows from the measures of its claims: most of them read maps, supply, the
pace, the table, losses, or the campaign itself. A paper that is missing is named as missing.
"""

from collections.abc import Callable, Mapping
from typing import Literal

from ripeness.campaign.link_sentences import control_sentence, pace_sentence, supply_sentence
from ripeness.campaign.link_terms import conclusion_sentence, losses_sentence, table_sentence
from ripeness.campaign.link_words import Sentence, Told
from ripeness.campaign.records import LinkAnswer
from ripeness.case.records import Link
from ripeness.claims.answered import ClaimVerdict
from ripeness.claims.measure import AnyMeasure, ModelMeasure

Topic = Literal["control", "supply", "pace", "table", "losses", "conclusion"]
"""What a link may be about."""

OF_MEASURE: Mapping[str, Topic] = {
    "share_held": "control",
    "share_reached": "control",
    "losses": "losses",
}
"""Measures that read maps or counts; all others of that kind read the pace."""

OF_MATERIAL: Mapping[str, Topic] = {
    "supply": "supply",
    "events": "supply",
    "scoreboard": "pace",
    "plan": "table",
    "table": "table",
    "campaign": "conclusion",
}
"""What a measure that reads a paper is about, by that paper; also what a claim waits for."""


def answers_of_links(told: Told, measures: Mapping[str, AnyMeasure]) -> tuple[LinkAnswer, ...]:
    """Return one answer for each link of a case, in order.

    Args:
        told: The case, its verdicts and the papers made so far.
        measures: The measures installed, by name.
    """
    return tuple(_answer(link, told, measures) for link in told.case.links)


def topic_of(
    link: Link, verdicts: Mapping[str, ClaimVerdict], measures: Mapping[str, AnyMeasure]
) -> Topic | None:
    """Return what most claims of a link are about; None where none can be tested by anything.

    Args:
        link: The link.
        verdicts: The verdicts by the id of their claim.
        measures: The measures installed, by name.
    """
    counts: dict[Topic, int] = {}
    for name in link.claims:
        topic = _topic(verdicts[name], measures) if name in verdicts else None
        if topic is not None:
            counts[topic] = counts.get(topic, 0) + 1
    return max(counts, key=lambda topic: counts[topic], default=None)


def _topic(claim: ClaimVerdict, measures: Mapping[str, AnyMeasure]) -> Topic | None:
    if claim.measure is None:
        return OF_MATERIAL.get(claim.needs or "")
    measure = measures.get(claim.measure)
    if isinstance(measure, ModelMeasure):
        return OF_MATERIAL.get(measure.material)
    return OF_MEASURE.get(claim.measure, "pace")


def _answer(link: Link, told: Told, measures: Mapping[str, AnyMeasure]) -> LinkAnswer:
    claims = [told.verdict[name] for name in link.claims if name in told.verdict]
    found = _sentence(topic_of(link, told.verdict, measures), claims, told)
    return LinkAnswer(
        link=link.id,
        answer=found.answer,
        basis=found.basis,
        would_change_it=found.would_change_it,
    )


def _sentence(topic: Topic | None, claims: list[ClaimVerdict], told: Told) -> Sentence:
    if topic is None:
        return Sentence(
            answer=f"Not answered: none of its {len(claims)} statements can be tested here.",
            basis="observed",
            would_change_it="A source, or a model, that measures what was said.",
        )
    return TOLD_BY[topic](claims, told)


TOLD_BY: Mapping[Topic, Callable[[list[ClaimVerdict], Told], Sentence]] = {
    "control": control_sentence,
    "supply": lambda _, told: supply_sentence(told),
    "pace": lambda _, told: pace_sentence(told),
    "table": lambda _, told: table_sentence(told),
    "losses": losses_sentence,
    "conclusion": lambda _, told: conclusion_sentence(told),
}
"""What tells of each topic."""
