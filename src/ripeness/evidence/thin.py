"""A source's readings thinned to those that some week would use (decision 0004)."""

from dataclasses import replace

import pandas as pd

from ripeness.evidence.panel import ControlPanel, latest_vintages, sunday_rows


def thinned_to_weeks(panel: ControlPanel, source: str) -> ControlPanel:
    """Keep of one source's readings only those that a Sunday's reading is taken from.

    Args:
        panel: The control panel.
        source: Name of the source to thin.
    """
    rows = panel.readings
    own = rows[rows["source"] == source]
    kept = [sunday_rows(latest_vintages(unit)) for _, unit in own.groupby("id", sort=False)]
    index = pd.concat(kept)["row"].drop_duplicates() if kept else []
    readings = rows[(rows["source"] != source) | rows.index.isin(index)]
    record = panel.sources[source].model_copy(update={"readings_kept": "weekly"})
    return replace(
        panel,
        readings=readings.reset_index(drop=True),
        sources={**panel.sources, source: record},
    )
