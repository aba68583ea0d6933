"""The solved models of bargaining, each with its paper."""
