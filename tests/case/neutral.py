"""Words that belong to one side's vocabulary, or judge, and so are not ours."""

import re

PARTIAL = (
    r"liberat\w*", r"occup\w*", r"invad\w*", r"invasion\w*", r"aggress\w*", r"captur\w*",
    r"conquer\w*", r"conquest\w*", r"seiz\w*", r"annex\w*", r"regime", r"junta", r"puppet\w*",
    r"terroris\w*", r"separatis\w*", r"militant\w*", r"nazi\w*", r"fascis\w*", r"orcs?",
    r"so-called", r"special (military )?operation", r"temporarily (held|occupied)", r"enem(y|ies)",
    r"hero(es|ic)?", r"traitor\w*", r"hordes?", r"barbar\w*", r"collaborator\w*", r"patriot\w*",
    r"martyr\w*", r"bandit\w*", r"mercenar\w*", r"genocid\w*", r"our (troops|forces|side|boys)",
    r"bravely", r"cowardly", r"evil", r"atrocit\w*", r"collective west", r"kiev", r"brotherly",
)  # fmt: skip
"""Patterns, matched as whole words in any case."""

PATTERN = re.compile(rf"\b({'|'.join(PARTIAL)})\b", re.IGNORECASE)


def partial_words(text: str) -> list[str]:
    """Return every word of one side's vocabulary in a text."""
    return [found.group() for found in PATTERN.finditer(text)]
