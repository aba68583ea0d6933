"""The reference page of a plan's file, made from the text of each field."""

from ripeness.case.page import reference
from ripeness.table.tabled import TabledPlan

HEAD = """# The plan's file

A case that has a table names the file of its plan under `table:`. Unknown keys are refused, and
`ripeness check` shows every fault with its line. This page is made from the text of each field
(`python -m ripeness.case.plan_page > docs/plan.md`); do not edit it by hand.
"""


def plan_page() -> str:
    """Return the reference page of a plan's file, as Markdown."""
    return reference(TabledPlan, HEAD)


if __name__ == "__main__":
    print(plan_page(), end="")  # noqa: T201 - the page is what this prints
