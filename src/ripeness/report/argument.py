"""The top of the page: the argument's links in order, with what the maps say of each claim."""

from dataclasses import dataclass

from ripeness.report import words
from ripeness.report.claims import ShownClaim
from ripeness.report.fields import Fields
from ripeness.terms.errors import RecordError


@dataclass(frozen=True)
class Link:
    """One link of the argument and its claims."""

    id: str
    title: str
    lead: ShownClaim
    """The claim that stands for the link."""
    tested: tuple[ShownClaim, ...]
    """Claims for which some evidence was read."""
    waiting: tuple[ShownClaim, ...]
    """Claims that are open."""
    beyond: tuple[ShownClaim, ...]
    """Claims that no evidence could settle."""

    @property
    def claims(self) -> tuple[ShownClaim, ...]:
        """All of them, the tested first."""
        return self.tested + self.waiting + self.beyond

    @property
    def beside(self) -> ShownClaim | None:
        """The first tested claim, where the one that stands for the link is not tested."""
        return None if self.lead in self.tested else next(iter(self.tested), None)

    @property
    def counts(self) -> tuple["Count", ...]:
        """How many of its claims have each verdict."""
        return counts(self.claims)


@dataclass(frozen=True)
class Tally:
    """The statements of some speakers, counted by verdict."""

    title: str
    number: int
    counts: tuple["Count", ...]


@dataclass(frozen=True)
class Count:
    """How many claims have a verdict."""

    verdict: words.Verdict
    number: int


def links(case: Fields, claims: tuple[ShownClaim, ...]) -> tuple[Link, ...]:
    """Return the links of a case in order, each with its claims.

    Raises:
        RecordError: If a link names a claim that the record does not hold.
    """
    known = {claim.id: claim for claim in claims}
    found = []
    for part in case.parts("links"):
        names = part.texts("claims")
        lacking = [name for name in (*names, part.text("headline")) if name not in known]
        if lacking:
            raise RecordError(
                f"claim {lacking[0]!r}",
                where=part.where,
                expected="the id of a claim in claims.json",
                remedy="Name in `links` only claims that the case makes.",
            )
        found.append(link(part, [known[name] for name in names], lead=known[part.text("headline")]))
    return tuple(found)


def link(part: Fields, claims: list[ShownClaim], *, lead: ShownClaim) -> Link:
    """Sort the claims of one link into tested, waiting and beyond measure."""
    beyond = [claim for claim in claims if claim.verdict.key == "not_measurable"]
    rest = [claim for claim in claims if claim not in beyond]
    return Link(
        id=part.text("id"),
        title=part.text("title"),
        lead=lead,
        tested=tuple(claim for claim in rest if claim.decided or claim.verdict.key != "open"),
        waiting=tuple(claim for claim in rest if not claim.decided and claim.verdict.key == "open"),
        beyond=tuple(beyond),
    )


def tallies(case: Fields, claims: tuple[ShownClaim, ...]) -> tuple[Tally, ...]:
    """Count statements by verdict: those of the argument's own speaker, then all others'."""
    author = case.text_or_none("argument_by")
    own = tuple(claim for claim in claims if claim.speaker == author)
    others = tuple(claim for claim in claims if claim.speaker != author)
    if not own or not others:
        return (tally("All statements", claims),)
    return tally(f"Said by: {author}", own), tally("Said by others, set beside it", others)


def tally(title: str, claims: tuple[ShownClaim, ...]) -> Tally:
    """Count some claims under a title."""
    found = counts(claims)
    return Tally(title, sum(count.number for count in found), found)


def counts(claims: tuple[ShownClaim, ...]) -> tuple[Count, ...]:
    """Count statements by verdict, in the page's order; verdicts that none has are left out.

    Several readings of one statement count once: by their verdict where they share it, and as
    undecided where it hangs on the reading.
    """
    readings: dict[str, list[words.Verdict]] = {}
    for claim in claims:
        readings.setdefault(claim.statement, []).append(claim.verdict)
    verdicts = [
        found[0] if len(set(found)) == 1 else words.verdict("undecided")
        for found in readings.values()
    ]
    found = [Count(verdict, verdicts.count(verdict)) for verdict in words.VERDICTS]
    return tuple(count for count in found if count.number)


def main_place(claims: Fields, case: Fields) -> str:
    """Return the place that most claims are about; the case's first where none is."""
    places = [place.text("id") for place in case.parts("places")]
    said = [claim.text_or_none("place") for claim in claims.parts("claims")]
    return max(places, key=said.count, default="")


def main_region(claims: Fields, case: Fields) -> str:
    """Return the region in which the main place lies."""
    name = main_place(claims, case)
    own = [place for place in case.parts("places") if place.text("id") == name]
    return own[0].text("region") if own else ""
