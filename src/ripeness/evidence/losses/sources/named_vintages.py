"""Deaths by name as counted on several days: by month of death, each count with its vintage."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ripeness.evidence.losses.count import Count, Grain, Read
from ripeness.evidence.losses.kinds import SOLDIERS, Basis
from ripeness.evidence.losses.rows import day, read_rows, whole
from ripeness.evidence.observation import Skipped

COLUMNS = {"side", "vintage", "month", "deaths"}


@dataclass(frozen=True)
class NamedVintages:
    """Each vintage is a count of its own, known on its day; a later one may be the smaller."""

    name: str = "named_vintages"
    title: str = "Named deaths by vintage"
    credit: str = "ukrainewarlosses/ukrwarlosses, from lists kept by partisans of each side"
    licence: str = "MIT"
    published: str = "ukrainewarlosses/ukrwarlosses @e6f1695"
    scope: str = (
        "People known by name only, by month of death, as counted on each of several days: a lower "
        "bound that grows as names come in; those of unknown day stand in the first month. By the same hand as named_deaths."
    )
    basis: Basis = "named_list"
    lower_bound: bool = True
    fills_in_months: int = 6
    grain: Grain = "as_published"
    files: str = "named_deaths_monthly_vintages.csv"
    file_pattern: str = r"named_deaths_monthly_vintages\.csv"

    def read(self, content: bytes, file: str) -> Iterator[Read]:
        """Read every row of the table."""
        seen: set[tuple[str, date, date]] = set()
        for number, row in enumerate(read_rows(content, where=file, needed=COLUMNS), start=2):
            found = _count(row, f"{file} line {number}")
            if isinstance(found, Count) and found.known_on is not None:
                key = (found.label, found.known_on, found.start)
                if key in seen:
                    found = Skipped(f"{file} line {number}", "a second row for its month")
                seen.add(key)
            yield found


def _count(row: dict[str, str], where: str) -> Count | Skipped:
    vintage, first = day(row["vintage"]), day(f"{row['month'].strip()}-01")
    deaths, label = whole(row["deaths"]), row["side"].strip()
    if vintage is None or first is None or not label:
        return Skipped(where, f"no side, vintage and month: {str(list(row.values()))[:60]}")
    if deaths is None:
        return Skipped(where, f"{row['deaths'][:40]!r} is no number of people")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if vintage < first:
        return Skipped(where, f"the month {row['month']} begins after its vintage {vintage}")
    return Count(label, SOLDIERS, "killed", first, last, float(deaths), known_on=vintage)
