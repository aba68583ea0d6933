"""Sources, each a stranger to the others, and the control panel made of them."""
