"""Attribution phrases: sentences that name North Korean state media, or the state, as where they know it from.

A phrase is sought within one sentence. What denies or misses a report ("KCNA has not reported …", "unlike KCNA
…") attributes nothing. An attribution within a quotation counts: whoever is quoted has it from the state.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.voices import LANGUAGES

_MOST_CHARACTERS = 600  # a longer sentence is shown cut, with about so much of it around its phrase

_DATELINE = r"\((?P<name>KCNA)\)(?= ?(?:--?|–|—|:))"
_TURNED = re.compile(
    r"\b(?:neither|nor|unlike|contrary to(?: what)?|whether|if|unless|not|never)(?: (?:the|reports? (?:by|of|in)))? $",
    re.IGNORECASE,
)
_OTHER_PEOPLE = r"(?!['’]?s? (?:defectors?|refugees?|escapees|exiles?|watchers?|experts?|who|interviewed|living)\b)"
_LETTER = "[A-Za-zÀ-ÿА-яё]"  # of scripts that set words apart; Chinese and Korean write on after a name
_SENTENCE_BREAK = re.compile(
    r"(?<=[.!?])(?<![ .(][A-Z]\.)(?<!Mr\.)(?<!Dr\.)(?<!Gen\.)(?<!No\.)[”\"’')\]]{0,2}\s+(?=[\"“‘'(\[]?[^\W\d_a-z])"
    r"|(?<=[。！？])|\n\s*\n"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A sentence that attributes, by its offsets, and the name that it gives."""

    start: int
    end: int
    name: str


def attributions(text: str) -> Iterator[Attribution]:
    """Each sentence of a text that attributes to the state's voices, in order, by its first phrase."""
    found = sorted((match for pattern in _patterns() for match in pattern.finditer(text)), key=re.Match.start)
    if not found:
        return
    breaks = [(gap.start(), gap.end()) for gap in _SENTENCE_BREAK.finditer(text)]
    breaks.append((len(text.rstrip()), len(text)))
    place, start, told = 0, 0, -1
    for match in found:
        while breaks[place][1] <= match.start():
            start = breaks[place][1]
            place += 1
        end = breaks[place][0]
        if place == told or _TURNED.search(text, start, match.start()):
            continue
        told = place
        half = _MOST_CHARACTERS // 2
        yield Attribution(max(start, match.start() - half), min(end, match.end() + half), match["name"])


@cache
def _patterns() -> Sequence[re.Pattern[str]]:
    patterns = [_DATELINE]
    for language in LANGUAGES:
        names = "|".join(name for group in language.outlets for name in group.names)
        name = f"(?<!{_LETTER})(?P<name>{names})(?!{_LETTER}){_OTHER_PEOPLE}"
        patterns.append(f"(?:{language.before}){language.link_before}{name}")
        patterns.append(f"{name}{language.link_after}(?:{language.after})")
    return [re.compile(pattern) for pattern in patterns]
