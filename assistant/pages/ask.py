"""Ask a question, read the answer, open the words it rests on."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from assistant.datamodels import Answer, Citation
from assistant.errors import AssistantError
from assistant.pages import loading
from assistant.pages.cited import answer_blocks, copy_text
from assistant.pages.components import cited_answer, copy_button
from assistant.pages.getting_ready import draw_load_failure, wait_until_loaded
from assistant.pages.markdown import literal
from assistant.pages.reader import render_source
from assistant.pages.reading import place_of, write_place
from assistant.pages.session import address_parameters, current_visit, say
from assistant.pages.turns import LiveTurn
from assistant.text import page as text
from assistant.text import sources_page as sources_text

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

REDRAW_SECONDS = 0.2
QUESTION_CHARS_SHOWN = 600
OFFERED_TO_EACH = 3


def draw_page() -> None:
    """The whole page, from top to bottom."""
    visit = current_visit()
    loaded = loading.begun()
    failure = loaded.exception() if loaded and loaded.done() else None
    assistant = loaded.result() if loaded and loaded.done() and not failure else None

    if visit.turns and assistant:
        draw_conversation(assistant)
    else:
        draw_welcome(assistant)
    if failure:
        draw_load_failure(failure)
    elif not assistant:
        wait_until_loaded()

    with st.bottom:
        question = st.chat_input(
            say(text.ASK_PLACEHOLDER), key="question", disabled=assistant is None or visit.running, max_chars=None
        )
        st.html(f'<p class="hint">{say(text.ASK_HINT)}</p>')
    if question and assistant:
        visit.ask(question, assistant)
        st.rerun()


def draw_welcome(assistant: Assistant | None) -> None:
    """The empty page: what this is, what it rests on, three questions for each reader."""
    with st.container(key="welcome", gap="medium"):
        st.html(f'<h1 class="welcome">{say(text.WELCOME)}</h1>')
        st.html(f'<p class="rests-on">{rests_on(assistant)}</p>')
        if assistant:
            draw_suggestions(assistant)


def rests_on(assistant: Assistant | None) -> str:
    """HTML of the calm line under the welcome."""
    address = f'<a href="{text.PUBLICATION_ADDRESS}" target="_blank" rel="noopener noreferrer">lederweb.dk</a>'
    lines = [
        say(text.RESTS_ON_PUBLICATION if assistant and has_publication(assistant) else text.RESTS_ON),
        say(text.WHERE_TO_GET_IT, publication=f'<span lang="da">{text.PUBLICATION}</span>', address=address),
    ]
    if assistant and assistant.chat_model_name:
        lines.append(say(text.WORDED_BY, model=f"<strong>{escape(assistant.chat_model_name)}</strong>"))
    return " ".join(lines)


def has_publication(assistant: Assistant) -> bool:
    """Whether an owner has added the publication's own text."""
    return any(section.label == "publication" for document in assistant.documents() for section in document.sections)


def draw_suggestions(assistant: Assistant) -> None:
    """Questions to begin with, in a column for each reader."""
    offered = assistant.suggestions(current_visit().language)
    readers = [reader for reader in text.READERS if any(each.reader == reader for each in offered)]
    if not readers:
        return
    with st.container(key="suggestions"):
        for column, reader in zip(st.columns(len(readers), gap="medium"), readers, strict=True):
            with column:
                st.html(f'<h2 class="reader">{say(text.READERS[reader])}</h2>')
                questions = [each.question for each in offered if each.reader == reader][:OFFERED_TO_EACH]
                draw_questions(questions, assistant, key=f"suggested-{reader}")


def draw_questions(questions: list[str], assistant: Assistant, *, key: str) -> None:
    """Questions that are asked when they are clicked."""
    visit = current_visit()
    with st.container(key=f"{key}-questions", gap=None):
        for place, question in enumerate(questions):
            st.button(
                literal(question),
                key=f"{key}-{place}",
                type="tertiary",
                width="stretch",
                disabled=visit.running,
                on_click=visit.ask,
                args=(question, assistant),
            )


def draw_conversation(assistant: Assistant) -> None:
    """Every turn so far, the last one live while it is being answered."""
    turns = current_visit().turns
    st.html(f'<h1 class="only-read-aloud">{say(text.CONVERSATION)}</h1>')
    for turn in turns[:-1]:
        draw_turn(turn, assistant, last=False)
    if turns[-1].running:
        draw_live_turn(turns[-1], assistant)
    else:
        draw_turn(turns[-1], assistant, last=True)


@st.fragment(run_every=REDRAW_SECONDS)
def draw_live_turn(turn: LiveTurn, assistant: Assistant) -> None:
    """The turn a worker thread is filling; once it is filled, the whole page anew."""
    if not turn.running:
        st.rerun()
    draw_turn(turn, assistant, last=True)


def draw_turn(turn: LiveTurn, assistant: Assistant, *, last: bool) -> None:
    """A question, its answer and, beside or below it, the source that is open."""
    with st.container(key=f"turn-{turn.id}"):
        reading, panel = st.columns([1.65, 1], gap="large")
        citation, by_reader = opened_citation(turn, last=last)
        with reading:
            draw_question(turn)
            if turn.answer and turn.is_answered:
                draw_answer(turn, turn.answer, assistant, pressed=citation.number if citation else None, last=last)
            else:
                draw_unanswered(turn, assistant, last=last)
        if citation and turn.answer:
            with panel:
                draw_source(turn, turn.answer, citation, assistant, by_reader=by_reader)


def draw_question(turn: LiveTurn) -> None:
    """The question as it was typed, cut where it is very long; the assistant has all of it."""
    shown = turn.question[:QUESTION_CHARS_SHOWN] + ("…" if len(turn.question) > QUESTION_CHARS_SHOWN else "")
    st.html(f'<h2 class="question" id="turn-{turn.id}">{escape(shown)}</h2>')


def draw_answer(turn: LiveTurn, answer: Answer, assistant: Assistant, *, pressed: int | None, last: bool) -> None:
    """A whole answer or refusal with its marker buttons, and what can be done with it."""
    visit = current_visit()
    numbers = {citation.number for citation in answer.citations}
    cited_answer(
        answer_blocks(answer.text, numbers),
        key=f"answer-{turn.id}",
        language=answer.language,
        page_language=visit.language,
        pressed=pressed,
        on_cite=partial(visit.open, turn.id),
    )
    for note in (answer.note, say(text.STOPPED) if turn.cancelled.is_set() else None):
        if note:
            st.html(f'<p class="note">{escape(note)}</p>')
    if answer.citations:
        copy_button(copy_text(answer), key=f"copy-{turn.id}", language=visit.language)
    if last and answer.suggestions:
        with st.container(key="next_questions", gap="small"):
            heading = text.NEAREST_QUESTIONS if answer.refused else text.ASK_NEXT
            st.html(f'<h3 class="reader">{say(heading)}</h3>')
            draw_questions(list(answer.suggestions), assistant, key=f"next-{turn.id}")


def draw_unanswered(turn: LiveTurn, assistant: Assistant, *, last: bool) -> None:
    """A turn on its way, stopped or failed: what there is of it, and what the reader can do."""
    visit = current_visit()
    if turn.text:
        cited_answer(
            answer_blocks(turn.text, range(1, 100)),
            key=f"answer-{turn.id}",
            language=turn.language,
            page_language=visit.language,
        )
    if turn.running:
        if not turn.text:
            st.html(f'<p class="getting-ready">{say(text.SEARCHING)}</p>')
        st.button(say(text.STOP), key="stop", on_click=turn.cancelled.set)
        return
    st.html(f'<p class="calm-message">{escape(why_unanswered(turn))}</p>')
    if last:
        st.button(say(text.TRY_AGAIN), key="ask_again", on_click=visit.ask_again, args=(assistant,))


def why_unanswered(turn: LiveTurn) -> str:
    """One calm line in the language of the page."""
    if turn.error:
        return turn.error.say(current_visit().language)
    if turn.cancelled.is_set():
        return say(text.STOPPED)
    return say(text.TOO_SLOW if turn.is_late else text.UNEXPECTED)


def opened_citation(turn: LiveTurn, *, last: bool) -> tuple[Citation | None, bool]:
    """The citation of this turn in the panel, and whether the reader opened it.

    The first one of the newest answer is offered unasked; the style sheet shows that only where there is room.
    """
    opened = current_visit().opened
    citations = turn.answer.citations if turn.answer else ()
    if opened is None:
        return (citations[0] if last and citations else None), False
    if opened.turn_id != turn.id:
        return None, True
    return next((each for each in citations if each.number == opened.number), None), True


def draw_source(turn: LiveTurn, answer: Answer, citation: Citation, assistant: Assistant, *, by_reader: bool) -> None:
    """The source panel: a way to the other sources, the words themselves, a way to the whole document."""
    visit = current_visit()
    numbers = [each.number for each in answer.citations]
    place = numbers.index(citation.number)
    with st.container(key="source_opened" if by_reader else "source_offered", gap="small"):
        with st.container(key="source_bar", horizontal=True, vertical_alignment="center", gap="xsmall"):
            counted = say(text.SOURCE_OF, number=citation.number, count=len(numbers))
            st.html(f'<p class="source-number">{counted}</p>', width="stretch")
            for key, phrase, step in (("previous", text.PREVIOUS, -1), ("next", text.NEXT, 1)):
                st.button(
                    say(phrase),
                    key=f"{key}_source",
                    help=say(phrase),
                    type="tertiary",
                    disabled=not 0 <= place + step < len(numbers),
                    on_click=visit.open,
                    args=(turn.id, numbers[(place + step) % len(numbers)]),
                )
            close = say(text.CLOSE)
            st.button(close, key="close_source", help=close, type="tertiary", on_click=visit.close)
        st.html(render_source(citation, visit.language))
        draw_way_to_document(citation, assistant)


def draw_way_to_document(citation: Citation, assistant: Assistant) -> None:
    """A link to the section on the page Kilder; none where the index served now no longer has the document."""
    try:
        document = assistant.document(citation.passage.document_id)
    except (KeyError, AssistantError):
        return
    place = write_place(place_of(document, citation.start))
    label = say(sources_text.WHOLE_DOCUMENT)
    st.page_link("sources.py", label=label, query_params={**address_parameters(), **place})


draw_page()
