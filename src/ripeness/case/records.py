"""The records that a case file declares."""

from datetime import date

from pydantic import Field

from ripeness.case.campaigned import CampaignSettings, CoursesSettings
from ripeness.claims.asserted import Words
from ripeness.claims.claim import Claim
from ripeness.evidence.declared import Evidence
from ripeness.evidence.losses.declared import Losses
from ripeness.front.contest.declared import JudgedSet, OutsideForecast
from ripeness.front.rupture_kinds import KnownKind
from ripeness.supply.settings import SupplySettings
from ripeness.terms.declared import Declared
from ripeness.terms.question import Slot
from ripeness.theatre.declared import Theatre
from ripeness.theatre.network.declared import DeclaredNetwork

ID = r"^[a-z][a-z0-9_]*$"


class Side(Declared):
    """One of the two sides that hold ground."""

    id: str = Field(pattern=ID)
    """How the case names the side."""
    name: str = Field(min_length=1)
    """Name shown."""
    adjective: str = Field(min_length=1)
    """Adjective shown, for example in *Danish-held*."""
    slot: Slot
    """`a` or `b`; results and random draws hang on the slot, never on the name."""


class Party(Declared):
    """Somebody who speaks or sits at the table without holding ground in the case."""

    id: str = Field(pattern=ID)
    """How claims name the party."""
    name: str = Field(min_length=1)
    """Name shown."""


class Link(Declared):
    """One link of the argument: its claims, the headline claim first."""

    id: str = Field(pattern=ID)
    """How pages name the link."""
    title: str = Field(min_length=1)
    """The link in a few words."""
    claims: tuple[str, ...] = Field(min_length=1)
    """Ids of its claims, in the order shown; the first is the headline."""


class Rupture(Declared):
    """When a period counts as a rupture; the same for both sides."""

    window_days: int = Field(default=28, gt=0)
    """Length of the period in days, read at Sundays."""
    multiple: float = Field(default=5.0, gt=0)
    """How many times the median absolute change of such periods the net change must reach."""
    shown_at: tuple[float, ...] = (3.0, 10.0)
    """Other multiples at which the count is shown too."""
    min_share: float = Field(default=0.01, gt=0, lt=1)
    """The least net change, as a share of the theatre's area."""
    history_weeks: int = Field(default=52, gt=0)
    """How many weeks before the period the median looks back."""
    min_changes: int = Field(default=22, gt=0)
    """The fewest changes that the median may rest on; with fewer a period is *not testable*."""
    joined_within_days: int = Field(default=56, gt=0)
    """Periods of one direction closer than this are one event."""
    correction_share: float = Field(default=0.10, gt=0, lt=1)
    """A step of which another source shows less than this share is a suspected correction."""
    theatres: tuple[str, ...] = ("total",)
    """`total` and the ids of regions in which ruptures are looked for."""
    kinds: tuple[KnownKind, ...] = ()
    """Events of which a record says whether they were fought or a withdrawal."""


class Case(Declared):
    """One war question: what is asked, of which ground, on which evidence, about which claims."""

    name: str = Field(pattern=ID)
    """Short name of the case."""
    title: str = Field(min_length=1)
    """Title of the report."""
    question: str = Field(min_length=1)
    """The question, in a sentence."""
    as_of: date
    """The last day whose evidence a model may know."""
    evidence_to: date
    """The last day whose evidence may decide a claim."""
    sides: tuple[Side, ...]
    """The two sides, one in each slot."""
    parties: tuple[Party, ...] = ()
    """Others whom claims are about."""
    theatre: Theatre
    """The ground: window, regions, places."""
    evidence: Evidence
    """The sources and what each leaves out."""
    losses: Losses = Losses()
    """The counts of losses and the figures of strength."""
    table: str | None = None
    """File of the plan on the table, in the case's folder; null: none. See docs/plan.md."""
    one_hand: tuple[tuple[str, ...], ...] = ()
    """Groups of sources drawn by one hand; each group is one voice in a verdict."""
    words: Words = Words()
    """Widths of words in claims."""
    argument_by: str | None = None
    """The speaker whose argument the case tests; pages count that speaker's statements apart."""
    claims: tuple[Claim, ...] = ()
    """The claims, in the order shown."""
    links: tuple[Link, ...] = ()
    """The links of the argument, in order; they head the report."""
    rupture: Rupture = Rupture()
    """What counts as a rupture."""
    network: DeclaredNetwork = DeclaredNetwork()
    """The roads and railways by which supply is computed."""
    supply: SupplySettings = SupplySettings()
    """What is asked of them."""
    scoreboard: JudgedSet = JudgedSet()
    """Which forecasts are judged together."""
    outside_forecasts: tuple[OutsideForecast, ...] = ()
    """Dated forecasts of others, scored when due."""
    allocation: CoursesSettings = CoursesSettings()
    """How finely it is told where the line may move and when places may fall."""
    campaign: CampaignSettings = CampaignSettings()
    """How far a campaign looks ahead, and at what."""

    def side(self, side_id: str) -> Side:
        """Return the side of an id."""
        return next(side for side in self.sides if side.id == side_id)

    @property
    def side_in(self) -> dict[Slot, str]:
        """The id of the side in each slot."""
        return {side.slot: side.id for side in self.sides}

    def claim(self, claim_id: str) -> Claim:
        """Return the claim of an id."""
        return next(claim for claim in self.claims if claim.id == claim_id)
