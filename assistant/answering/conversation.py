"""What a new question can lean on from the turns before it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.datamodels import Turn
from assistant.retrieval.language.question import Asked

REMEMBERED = 4


def read_turns(turns: Sequence[Turn]) -> tuple[Asked, ...]:
    """The last few turns that were searched, oldest first; empty where none was."""
    return tuple(
        Asked(
            searched=turn.answer.searched,
            language=turn.answer.language,
            document_ids=tuple(dict.fromkeys(citation.passage.document_id for citation in turn.answer.citations)),
        )
        for turn in turns[-REMEMBERED:]
        if turn.answer.searched
    )
