"""Writes DATA.md from the records that lie beside the data the package ships.

python tools/data_page.py          writes DATA.md
"""

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "src" / "ripeness" / "case" / "library"

HEAD = """# The data that the package ships

Derived tables only, made by our own commands from public sources (decision 0004). **The licence of the
code (Apache-2.0) does not cover them**; each file's own terms stand in its row. Anyone who passes them on
passes on the credit. Every source is one folder and can be deleted; `ripeness run` works without it.

This page is made by `python tools/data_page.py` from the records beside the files; a test fails when
it is out of date, or when a file has no record or another digest than its record says. `make shipped`
builds everything anew from the upstream files.
"""

COLUMNS = "| file | source | credit | licence | retrieved | made by | SHA-256 |\n|---|---|---|---|---|---|---|\n"


def page() -> str:
    """Return the page."""
    return HEAD + "".join(
        case_part(folder) for folder in sorted(CASES.iterdir()) if folder.is_dir()
    )


def case_part(folder: Path) -> str:
    """Return the part about one case."""
    rows = [
        *boundary_rows(folder / "boundaries"),
        *source_rows(folder / "panel"),
        *source_rows(folder / "losses"),
        *strength_rows(folder / "losses"),
        *study_rows(folder / "scoreboard"),
        *network_rows(folder / "network"),
        *study_rows(folder / "where"),
        *study_rows(folder / "campaign"),
    ]
    skipped = "".join(skipped_part(path) for path in sorted(folder.glob("panel/*/source.json")))
    skipped += "".join(counts_part(path) for path in sorted(folder.glob("losses/*/source.json")))
    skipped += network_part(folder / "network" / "source.json")
    return f"\n## {folder.name}\n\n{COLUMNS}{''.join(rows)}\n{skipped}"


def boundary_rows(folder: Path) -> list[str]:
    """Return a row for each boundary file."""
    records = json.loads((folder / "source.json").read_text(encoding="utf-8"))
    return [
        row(f"boundaries/{name}", {**record, "published": record["source"]}, record["digest"])
        for name, record in records.items()
    ]


def source_rows(folder: Path) -> list[str]:
    """Return a row for each file of the control panel, or of the counts of losses."""
    rows = []
    for path in sorted(folder.glob("*/source.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        for name, digest in record["files"].items():
            rows.append(row(f"{folder.name}/{path.parent.name}/{name}", record, digest))
    return rows


def strength_rows(folder: Path) -> list[str]:
    """Return a row for the file of stated figures, where there is one."""
    path = folder / "strengths.json"
    if not path.exists():
        return []
    content = path.read_bytes()
    record = json.loads(content)
    return [row(f"losses/{path.name}", record, hashlib.sha256(content).hexdigest())]


def network_rows(folder: Path) -> list[str]:
    """Return a row for each file of the network, where there is one."""
    path = folder / "source.json"
    if not path.exists():
        return []
    record = json.loads(path.read_text(encoding="utf-8"))
    return [row(f"network/{name}", record, digest) for name, digest in record["files"].items()]


def study_rows(folder: Path) -> list[str]:
    """Return a row for each file of a kept study, where there is one."""
    path = folder / "source.json"
    if not path.exists():
        return []
    record = json.loads(path.read_text(encoding="utf-8"))
    return [
        row(f"{folder.name}/{name}", record, digest) for name, digest in record["files"].items()
    ]


def network_part(path: Path) -> str:
    """Return the parts of a network, and what is thin in it."""
    if not path.exists():
        return ""
    record = json.loads(path.read_text(encoding="utf-8"))
    lines = [f"### {record['title']}", "", f"{record['people']}", ""]
    for part in record["parts"]:
        words = [part["title"], part["standing"], part["published"], part["licence"], part["notes"]]
        lines.append(f"- {'; '.join(word.rstrip('.') for word in words)}.")
        lines.append(f"  SHA-256 upstream: `{part['upstream_digest']}`.")
    lines += ["", "What is thin:", "", *(f"- {note}" for note in record["notes"]), ""]
    return "\n".join(lines) + "\n"


def row(name: str, record: dict[str, str], digest: str) -> str:
    """Return one row of the table."""
    keys = ("published", "credit", "licence", "retrieved")
    cells = [f"`{name}`", *(record[key] for key in keys), f"`{record['command']}`", f"`{digest}`"]
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |\n"


def skipped_part(path: Path) -> str:
    """Return what a source leaves out, and what of its files was not used."""
    record = json.loads(path.read_text(encoding="utf-8"))
    lines = [
        f"### {record['title']}",
        "",
        f"Leaves out: {record['scope']}",
        "",
        f"{record['maps']} maps, {record['first']} to {record['last']}.",
        "",
        f"SHA-256 over the sorted digests of all maps read: `{record['inputs_digest']}`.",
        "",
    ]
    if record["skipped"]:
        lines += ["Not used:", "", *(f"- {r['file']}: {r['why']}" for r in record["skipped"]), ""]
    return "\n".join(lines) + "\n"


def counts_part(path: Path) -> str:
    """Return what a source of losses counts, and what of its files was not used."""
    record = json.loads(path.read_text(encoding="utf-8"))
    lines = [
        f"### {record['title']}",
        "",
        f"{record['scope']}",
        "",
        f"{record['counts']} counts, {record['first']} to {record['last']}.",
        "",
        f"{len(record['corrected'])} running totals fell; they are kept as published.",
        "",
        *(f"SHA-256 of `{name}`: `{digest}`." for name, digest in record["inputs"].items()),
        "",
    ]
    if record["skipped"]:
        lines += ["Not used:", "", *(f"- {r['file']}: {r['why']}" for r in record["skipped"]), ""]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (ROOT / "DATA.md").write_text(page(), encoding="utf-8")
