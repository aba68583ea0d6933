"""`ripeness check`: every fault of a case at once."""

import sys
from dataclasses import asdict

from ripeness.cli.options import CaseArgument, JsonOption
from ripeness.cli.screen import err, out, print_fault, print_object


def command(case: CaseArgument, *, as_json: JsonOption = False) -> None:
    """Show every fault in a case file at once, each with its line and remedy."""
    from ripeness import api

    faults = api.check(case)
    if as_json:
        print_object({"case": case, "faults": [asdict(fault) for fault in faults]})
    for fault in faults:
        print_fault(fault)
    if faults:
        err.print(f"[bold]{len(faults)} fault(s)[/]")
        sys.exit(1)
    if not as_json:
        out.print(f"{case}: no fault found")
