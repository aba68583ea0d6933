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
    def lead(self) -> ShownClaim | None:
        """The claim that stands for the link: the first tested one, else the first."""
        return next(iter(self.claims), None)

    @property
    def counts(self) -> tuple["Count", ...]:
        """How many of its claims have each verdict."""
        return counts(self.claims)


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
        lacking = [name for name in names if name not in known]
        if lacking:
            raise RecordError(
                f"claim {lacking[0]!r}",
                where=part.where,
                expected="the id of a claim in claims.json",
                remedy="Name in `links` only claims that the case makes.",
            )
        found.append(link(part, [known[name] for name in names]))
    return tuple(found)


def link(part: Fields, claims: list[ShownClaim]) -> Link:
    """Sort the claims of one link into tested, waiting and beyond measure."""
    beyond = [claim for claim in claims if claim.verdict.key == "not_measurable"]
    rest = [claim for claim in claims if claim not in beyond]
    return Link(
        id=part.text("id"),
        title=part.text("title"),
        tested=tuple(claim for claim in rest if claim.decided or claim.verdict.key != "open"),
        waiting=tuple(claim for claim in rest if not claim.decided and claim.verdict.key == "open"),
        beyond=tuple(beyond),
    )


def counts(claims: tuple[ShownClaim, ...]) -> tuple[Count, ...]:
    """Count the claims by verdict, in the page's order; verdicts that none has are left out."""
    found = [
        Count(verdict, sum(claim.verdict == verdict for claim in claims))
        for verdict in words.VERDICTS
    ]
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
