"""What the shell says aloud and scrolls to after a run: pure functions of a visit."""

from __future__ import annotations

from assistant.answering.markers import strip_markers
from assistant.pages.turns import Visit
from assistant.text import page as text

NOTHING: dict[str, str] = {}


def announcement(visit: Visit) -> dict[str, str]:
    """`id` and `text` of what a screen reader should say: a complete answer or an opened source; else empty."""
    if not visit.turns or visit.running:
        return NOTHING
    opened = visit.opened
    for turn in visit.turns:
        for citation in turn.answer.citations if turn.answer else ():
            if opened and (opened.turn_id, opened.number) == (turn.id, citation.number):
                said = text.SOURCE_OPENED.say(visit.language, number=opened.number, title=citation.passage.title)
                return {"id": f"{turn.id}-{opened.number}-{opened.clicks}", "text": said}
    last = visit.turns[-1]
    if opened or not last.answer:
        return NOTHING
    return {"id": last.id, "text": text.ANSWER_READY.say(visit.language, text=strip_markers(last.answer.text))}


def reveal(visit: Visit) -> dict[str, str]:
    """What should come into sight, once for each `id`: the words of a source just opened, else the newest question.

    `element` is a CSS selector and `block` where it should come to stand, as of `scrollIntoView`.
    """
    opened = visit.opened
    if opened and opened.turn_id:
        return {
            "id": f"{opened.turn_id}-{opened.number}-{opened.clicks}",
            "element": "#source mark",
            "block": "nearest",
        }
    if opened or not visit.turns:
        return NOTHING
    newest = visit.turns[-1].id
    step = "asked" if visit.running else "answered"  # the page may have moved when the whole answer was drawn
    return {"id": f"{newest}-{step}", "element": f"#turn-{newest}", "block": "start"}
