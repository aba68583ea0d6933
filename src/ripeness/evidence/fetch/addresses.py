"""Where each source is published: a declared address, its limits, and the files to ask for."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from pydantic import Field

from ripeness.evidence.catalogue import find_source
from ripeness.evidence.losses.catalogue import find_loss_source, loss_source_names
from ripeness.evidence.losses.count import LossSource
from ripeness.evidence.observation import MapSource
from ripeness.terms.days import MIN_LAG_DAYS
from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError, TooNewError

MIB = 2**20

DAY_FORMS = {"YYYYMMDD": "%Y%m%d", "YYYY-MM-DD": "%Y-%m-%d"}
"""How a day stands in addresses and names of files, and how it is written."""

SCHEMES = ("https", "http")
"""No other scheme is ever opened."""


class PublicAddress(Declared):
    """Where a source publishes its files, and how much of them may come."""

    source: str
    """Name of the source."""
    repository: str | None
    """Public page of the files, for people."""
    address: str | None
    """Address of one file, `YYYYMMDD` or `YYYY-MM-DD` standing for its day; null: the path is not
    known to us, and the user gives it by `--from`."""
    unknown_because: str = ""
    """Why no address is known, if none is."""
    first_day: date | None
    """The first day published; null: one file holds all days."""
    largest_file: int = Field(gt=0)
    """Bytes that one file may have, as sent and decompressed."""
    largest_total: int = Field(gt=0)
    """Bytes that one command may bring, as sent."""
    min_lag_days: int = Field(default=MIN_LAG_DAYS, ge=MIN_LAG_DAYS)
    """Days that must lie between a file's day and the machine's; newer files are not asked for."""


MADE_FROM = "the table was put together from that repository, which has none of this form we know"
"""Why a table's address is not known."""


def _by_hand(source: str, repository: str, *, largest_mib: int) -> PublicAddress:
    """Return where a source's one file was put together from, for a user to find its address."""
    return PublicAddress(
        source=source,
        repository=repository,
        address=None,
        unknown_because=MADE_FROM,
        first_day=None,
        largest_file=largest_mib * MIB,
        largest_total=largest_mib * MIB,
    )


ADDRESSES = (
    PublicAddress(
        source="deepstate",
        repository="https://github.com/cyterat/deepstate-map-data",
        address="https://raw.githubusercontent.com/cyterat/deepstate-map-data/HEAD/data/deepstatemap_data_YYYYMMDD.geojson",
        first_day=date(2024, 7, 8),
        largest_file=16 * MIB,
        largest_total=1024 * MIB,
    ),
    _by_hand(
        "deepstate_grey", "https://github.com/DanielRose2310/deepstatemaps-history", largest_mib=256
    ),
    PublicAddress(
        source="liveuamap",
        repository="https://github.com/conflict-investigations/nzz-maps",
        address="https://raw.githubusercontent.com/conflict-investigations/nzz-maps/HEAD/data/YYYY-MM-DD.json",
        first_day=date(2022, 2, 24),
        largest_file=32 * MIB,
        largest_total=4096 * MIB,
    ),
    _by_hand("isw", "https://github.com/sdspieg/war-datasets-dashboard", largest_mib=16),
    PublicAddress(
        source="general_staff",
        repository="https://github.com/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset",
        address="https://raw.githubusercontent.com/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset/HEAD/data/russia_losses_personnel.json",
        first_day=None,
        largest_file=16 * MIB,
        largest_total=16 * MIB,
    ),
    _by_hand("named_deaths", "https://github.com/ukrainewarlosses/ukrwarlosses", largest_mib=16),
    _by_hand("named_vintages", "https://github.com/ukrainewarlosses/ukrwarlosses", largest_mib=16),
    _by_hand("oryx", "https://github.com/scarnecchia/oryx_data", largest_mib=64),
)
"""The public addresses of the built-in sources."""


class Offer(Declared):
    """What may be downloaded, whose it is, and under what licence."""

    source: str
    """Name of the source."""
    title: str
    """Name shown."""
    credit: str
    """Whom to credit."""
    licence: str
    """The licence, or that none is stated."""
    files: str
    """How the files are named on the shelf."""
    public: PublicAddress
    """Where they are published, and how much may come."""
    given: bool
    """Whether the address was given by the user."""


class Wanted(Declared):
    """One file to ask for: its name on the shelf, its address, its day if it has one."""

    name: str
    address: str
    day: date | None


def offer(source: str, *, given: str | None = None) -> Offer:
    """Return what may be downloaded of a source.

    Args:
        source: Name of the source.
        given: The address to use instead of the declared one; `YYYYMMDD` or `YYYY-MM-DD` stands
            for a file's day.

    Raises:
        DataError: If there is no such source, no address is known, or the given one does not do.
    """
    adapter = _adapter(source)
    public = _declared(source, _form(adapter.files) is not None)
    if given is not None:
        public = public.model_copy(update={"address": _sound(given, adapter.files)})
    if public.address is None:
        place = f" in {public.repository}" if public.repository else ""
        why = f" ({public.unknown_because})" if public.unknown_because else ""
        raise DataError(
            f"no address: the path of {adapter.files}{place} is not known to us{why}",
            where=f"the source {source!r}",
            expected="the address of that file",
            remedy="Find the file there and give its address by `--from URL`; or download it by "
            f"hand and use `ripeness ingest {source} DIR`.",
        )
    return Offer(
        source=source,
        title=adapter.title,
        credit=adapter.credit,
        licence=adapter.licence,
        files=_named(public.address, adapter),
        public=public,
        given=given is not None,
    )


def newest_allowed(offered: Offer, today: date) -> date:
    """Return the newest day whose file may be asked for."""
    return today - timedelta(days=offered.public.min_lag_days)


def wanted_files(offered: Offer, *, today: date, since: date | None = None) -> tuple[Wanted, ...]:
    """List the files that may be asked for, in order of day; none is too new.

    Args:
        offered: What may be downloaded.
        today: The machine's day.
        since: The first day wanted; the source's first day by default.

    Raises:
        TooNewError: If every day wanted is too new.
        DataError: If days are asked of a source whose one file holds all of them.
    """
    address = offered.public.address or ""
    first = offered.public.first_day
    if first is None:
        _refuse_days(offered, since)
        return (Wanted(name=offered.files, address=address, day=None),)
    last = newest_allowed(offered, today)
    first = max(first, since) if since is not None else first
    if first > last:
        raise TooNewError(
            f"days from {first}",
            where=f"the source {offered.source!r}",
            expected=f"days up to {last}, {offered.public.min_lag_days} days before today",
            remedy="Ask from an earlier day; nothing here tracks the present.",
        )
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return tuple(
        Wanted(name=_dated(offered.files, day), address=_dated(address, day), day=day)
        for day in days
    )


def _declared(source: str, dated: bool) -> PublicAddress:  # noqa: FBT001 - a fact of the source
    for public in ADDRESSES:
        if public.source == source:
            return public
    return PublicAddress(
        source=source,
        repository=None,
        address=None,
        first_day=date(2022, 2, 24) if dated else None,
        largest_file=32 * MIB,
        largest_total=1024 * MIB,
    )


def _adapter(source: str) -> MapSource | LossSource:
    if source in loss_source_names():
        return find_loss_source(source)
    return find_source(source)


def _named(address: str, adapter: MapSource | LossSource) -> str:
    """Return how files are named on the shelf: as the source's are, or as the address names one.

    Raises:
        DataError: If a source names its files by side, and the address names no such file.
    """
    if re.fullmatch(adapter.file_pattern, adapter.files) or _form(adapter.files):
        return adapter.files
    name = urlsplit(address).path.rsplit("/", 1)[-1]
    if not re.fullmatch(adapter.file_pattern, name):
        raise DataError(
            f"an address that ends in {name[:80]!r}",
            where="--from",
            expected=f"one that ends in the file's name, {adapter.files}",
            remedy="Give the address of the file itself.",
        )
    return name


def _form(template: str) -> str | None:
    return next((form for form in DAY_FORMS if form in template), None)


def _dated(template: str, day: date) -> str:
    for form, written in DAY_FORMS.items():
        template = template.replace(form, day.strftime(written))
    return template


def _refuse_days(offered: Offer, since: date | None) -> None:
    """Refuse a first day where one file holds all days.

    Raises:
        DataError: If a first day is given.
    """
    if since is not None:
        raise DataError(
            f"--since {since}",
            where=f"the source {offered.source!r}",
            expected="no first day: one file holds all days",
            remedy="Leave --since out.",
        )


def _sound(given: str, files: str) -> str:
    """Return an address as given if it is one that may be used.

    Raises:
        DataError: If it is no http address, holds a password, or lacks the day of a daily file.
    """
    form = _form(files)
    found, expected = "", "an address that starts with https:// or http://"
    if not _is_web_address(given):
        found = f"the address {given[:80]!r}"
    elif "@" in urlsplit(given).netloc:
        found, expected = "an address with a user name", "a public address"
    elif form is not None and _form(given) is None:
        found, expected = "an address without a day", f"{' or '.join(DAY_FORMS)} where the day is"
    elif form is None and _form(given) is not None:
        found, expected = "an address with a day", f"the address of one file, {files}"
    if found:
        raise DataError(
            found, where="--from", expected=expected, remedy="Correct the address and try again."
        )
    return given


def _is_web_address(text: str) -> bool:
    if re.search(r"[\x00-\x20\x7f-\uffff]", text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
