"""The terminal: one question, one answer with its citations, as text or as JSON."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.text import Text

from assistant.answering.assistant import Assistant, load_assistant
from assistant.datamodels import Answer, Citation, Language
from assistant.errors import AssistantError
from assistant.retrieval.language.detect import detect_language
from assistant.settings import Settings, load_settings
from assistant.text import command as text
from assistant.text.labels import LABELS


def main(arguments: Sequence[str], *, load: Callable[[Settings], Assistant] = load_assistant) -> int:
    """Answer one question.

    Returns:
        0 for an answer, a refusal included; 2 where it could not be tried, with one line that says why; 130 on Ctrl-C.
    """
    logging.basicConfig(level=logging.WARNING)
    options = _parser().parse_args(arguments)
    question = options.question.encode(errors="replace").decode()  # stray bytes of a terminal cannot be printed again
    language: Language = options.language or detect_language(question)
    try:
        assistant = load(load_settings())
        answer = assistant.ask(question, answer_language=options.language)
    except AssistantError as error:
        Console(stderr=True, highlight=False).print(Text(error.say(language)))
        return 2
    except KeyboardInterrupt:
        Console(stderr=True).print(text.STOPPED.say(language))
        return 130
    if options.json:
        sys.stdout.write(json.dumps(answer_as_json(answer), ensure_ascii=False, indent=2) + "\n")
    else:
        _print_answer(answer, Console(highlight=False))
    return 0


def answer_as_json(answer: Answer) -> dict[str, object]:
    """The answer in the form that other programs rely on (`design.md`, contracts)."""
    return {
        "question": answer.question,
        "language": answer.language,
        "answer": answer.text,
        "refused": answer.refused,
        "citations": [_citation_as_json(citation) for citation in answer.citations],
        "suggestions": list(answer.suggestions),
        "mode": answer.mode,
        "seconds": round(answer.seconds, 4),
    }


def _citation_as_json(citation: Citation) -> dict[str, object]:
    passage = citation.passage
    return {
        "number": citation.number,
        "document_id": passage.document_id,
        "title": passage.title,
        "label": passage.label,
        "quote": citation.quote,
        "translated": citation.translated,
        "page": passage.page,
        "heading_path": list(passage.heading_path),
        "sources": [asdict(source) for source in passage.sources],
    }


def _print_answer(answer: Answer, console: Console) -> None:
    language = answer.language

    def say(line: str, style: str = "") -> None:
        console.print(Text(line, style=style), soft_wrap=not console.is_terminal)

    say(answer.text)
    if answer.note:
        say(answer.note, "italic")
    if answer.citations:
        say(f"\n{text.SOURCES_HEADING.say(language)}", "bold")
    for citation in answer.citations:
        passage = citation.passage
        place = " › ".join((passage.title, *passage.heading_path))
        label = LABELS[passage.label].say(language)
        translated = f", {text.TRANSLATED.say(language)}" if citation.translated else ""
        say(f"[{citation.number}] {place} ({label}{translated})")
        say(f"    »{' '.join(citation.quote.split())}«")
        for source in passage.sources:
            when = source.date or text.UNDATED.say(language)
            parts = (source.title, source.publisher, when, source.url)
            say(f"    {', '.join(part for part in parts if part)}", "dim")
    if answer.suggestions:
        say(f"\n{text.TRY_INSTEAD.say(language)}", "bold")
        for question in answer.suggestions:
            say(f"  {question}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description=text.ASK_USAGE.en)
    parser.add_argument("question", help=text.QUESTION_HELP.en)
    parser.add_argument("--language", choices=("da", "en"), help=text.LANGUAGE_HELP.en)
    parser.add_argument("--json", action="store_true", help=text.JSON_HELP.en)
    return parser
