"""How good forecasts of where the line moves were: cells, places, and where they went wrong."""
