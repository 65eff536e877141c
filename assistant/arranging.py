"""The order in which the sentences of an answer are read: by section, or as a language model put them.

Without a model an answer is grouped by section. A model's order is kept, so neighbours alone stand together, and its
signposts stand between them. Their labels say whose word they are: headings that come again and again beside signposts
would tell it a third time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.answers import Answer, Section, Statement

CHOSEN_BY = "Chosen and ordered by {model}; every sentence checked against its source."
"""What an answer in a model's order says of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences that stand together; ``section`` is ``None`` where they are signposts.

    ``titled`` says that its section's heading stands over them.
    """

    section: Section | None
    statements: tuple[Statement, ...]
    titled: bool = True


def parts(statements: Sequence[Statement], *, keeps_order: bool) -> Iterator[Part]:
    """The parts of an answer.

    In order, those in front are runs of neighbours; what is shown on request is grouped by section after them.
    """
    if not keeps_order:
        yield from _by_section(statements)
        return
    front = [statement for statement in statements if not statement.more]
    for section, run in groupby(front, key=_place):
        yield Part(section, tuple(run), titled=section is Section.GUIDANCE)
    yield from _by_section([statement for statement in statements if statement.more])


def keeps_order(answer: Answer) -> bool:
    """Whether the order of an answer is a model's."""
    return answer.provenance.model is not None


def is_signpost(statement: Statement) -> bool:
    """Whether a sentence is a model's own word to the reader: it speaks of no claim and cites nothing."""
    return statement.section is Section.GUIDANCE and not (statement.claim_ids or statement.citations)


def _place(statement: Statement) -> Section | None:
    return None if is_signpost(statement) else statement.section


def _by_section(statements: Sequence[Statement]) -> Iterator[Part]:
    """In the order in which the sections first come up."""
    for section in dict.fromkeys(statement.section for statement in statements):
        yield Part(section, tuple(statement for statement in statements if statement.section is section))
