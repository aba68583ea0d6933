"""The look that the figures of the solved models share: colours, size, theme, and plain lines."""

import altair as alt
import pandas as pd

BLUE, BROWN, GREY, GREEN = "#1b6ca8", "#b5651d", "#6b6b6b", "#4d8f5b"
WIDTH, HEIGHT = 460, 270
Chart = alt.Chart | alt.LayerChart | alt.HConcatChart


def themed(chart: Chart) -> Chart:
    """Return the chart in the look that all figures share."""
    return (
        chart.configure(font="Helvetica, Arial, sans-serif", background="white", padding=12)
        .configure_axis(
            labelFontSize=12,
            titleFontSize=13,
            titleFontWeight="normal",
            gridColor="#ececec",
            domainColor="#999",
            tickColor="#999",
        )
        .configure_legend(
            labelFontSize=12, titleFontSize=12, titleFontWeight="normal", labelLimit=320
        )
        .configure_view(stroke=None)
        .configure_title(fontSize=13, fontWeight="normal", anchor="start")
    )


def lines(
    rows: pd.DataFrame, x: str, y: str, *, colours: dict[str, str], columns: int = 4
) -> alt.Chart:
    """Return one line a series (columns x, y, series), in the colours named."""
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    legend = alt.Legend(title=None, orient="top", columns=columns)
    return (
        alt.Chart(rows)
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X("x:Q", title=x, scale=alt.Scale(nice=False)),
            y=alt.Y("y:Q", title=y),
            color=alt.Color("series:N", scale=scale, legend=legend),
        )
        .properties(width=WIDTH, height=HEIGHT)
    )
