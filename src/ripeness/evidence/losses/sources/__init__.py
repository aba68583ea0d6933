"""Sources of counts of losses, each a stranger to the others."""
