"""Where everything comes from: sources, digests, versions, command; and how to cite it."""

from dataclasses import dataclass

from ripeness.report import words
from ripeness.report.fields import Fields


@dataclass(frozen=True)
class Source:
    """One source with its credit and licence."""

    name: str
    title: str
    credit: str
    licence: str
    scope: str
    retrieved: str
    command: str
    published: str
    maps: str
    skipped: tuple[tuple[str, str], ...]
    complement: str


@dataclass(frozen=True)
class Origins:
    """What a run rests on."""

    version: str
    case: str
    as_of: str
    as_of_iso: str
    evidence_to: str
    evidence_to_iso: str
    seed: int
    python: str
    command: str
    inputs: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]


def origins(manifest: Fields, case: Fields) -> Origins:
    """Return what a run rests on, from its manifest and its case."""
    titles = {part.text("name"): part.text("title") for part in case.parts("sources")}
    return Origins(
        version=manifest.text("ripeness"),
        case=manifest.text("case"),
        as_of=words.day(manifest.day("as_of")),
        as_of_iso=manifest.day("as_of").isoformat(),
        evidence_to=words.day(manifest.day("evidence_to")),
        evidence_to_iso=manifest.day("evidence_to").isoformat(),
        seed=manifest.whole("seed"),
        python=manifest.text("python"),
        command=manifest.text("command"),
        inputs=named_texts(manifest.part("inputs")),
        versions=named_texts(manifest.part("versions")),
        sources=tuple(source(part, titles) for part in case.parts("sources")),
    )


def named_texts(part: Fields) -> tuple[tuple[str, str], ...]:
    """Return an object of texts as pairs."""
    return tuple((name, part.text(name)) for name in part.content)


def source(part: Fields, titles: dict[str, str]) -> Source:
    """Return one source with its credit and licence."""
    assumed = part.part_or_none("complement")
    return Source(
        name=part.text("name"),
        title=part.text("title"),
        credit=part.text("credit"),
        licence=part.text("licence"),
        scope=words.plain(words.titled(part.text("scope"), titles), {}),
        retrieved=words.day(part.day("retrieved")),
        command=part.text("command"),
        published=part.text("published"),
        maps=maps(part),
        skipped=tuple((row.text("file"), row.text("why")) for row in part.parts("skipped")),
        complement=assumed.text("reason") if assumed else "",
    )


def maps(part: Fields) -> str:
    """Write how many maps a source has, and from when to when."""
    first, last = part.day_or_none("first"), part.day_or_none("last")
    return f"{words.number(part.whole('maps'))}, {words.day(first)} to {words.day(last)}"
