"""What is said when a chat model gives no usable answer, and the note above the extractive answer shown instead."""

from __future__ import annotations

from assistant.text.phrase import Phrase

NAME = Phrase(
    da="Skriv ASSISTANT_CHAT_MODEL som udbyder:model, for eksempel openai:gpt-4.1-mini.",
    en="Write ASSISTANT_CHAT_MODEL as provider:model, for example openai:gpt-4.1-mini.",
)
PACKAGE_MISSING = Phrase(
    da="Sprogmodellen kræver pakken {package}; installér den med: pip install {package}.",
    en="The chat model needs the package {package}; install it with: pip install {package}.",
)
CANNOT_BE_SET_UP = Phrase(
    da="Sprogmodellen {model} kan ikke sættes op; se på ASSISTANT_CHAT_MODEL, _BASE_URL og _API_KEY.",
    en="The chat model {model} cannot be set up; check ASSISTANT_CHAT_MODEL, _BASE_URL and _API_KEY.",
)
TIMED_OUT = Phrase(
    da="Sprogmodellen nåede ikke at svare i tide.",
    en="The chat model did not answer in time.",
)
UNREACHABLE = Phrase(
    da="Sprogmodellen kunne ikke nås.",
    en="The chat model could not be reached.",
)
KEY_REFUSED = Phrase(
    da="Sprogmodellen afviste adgangsnøglen; se på ASSISTANT_CHAT_API_KEY.",
    en="The chat model refused the access key; check ASSISTANT_CHAT_API_KEY.",
)
NOT_FOUND = Phrase(
    da="Serveren kender ikke sprogmodellen {model}; se på ASSISTANT_CHAT_MODEL.",
    en="The server does not know the chat model {model}; check ASSISTANT_CHAT_MODEL.",
)
TOO_BUSY = Phrase(
    da="Sprogmodellen har for travlt lige nu.",
    en="The chat model is too busy right now.",
)
INCOMPLETE = Phrase(
    da="Sprogmodellen gav ikke et helt svar.",
    en="The chat model did not give a whole answer.",
)
NOTHING_USABLE = Phrase(
    da="Sprogmodellen gav intet svar, der kunne føres tilbage til kilderne.",
    en="The chat model gave no answer that could be traced to the sources.",
)
EXTRACTIVE_INSTEAD = Phrase(
    da="{problem} Her er kildernes egne sætninger i stedet.",
    en="{problem} Here are the sources' own sentences instead.",
)
NOT_CONFIGURED = Phrase(
    da="Der er ikke valgt en sprogmodel. Sæt ASSISTANT_CHAT_MODEL, for eksempel til openai:gpt-4.1-mini.",
    en="No chat model is set. Set ASSISTANT_CHAT_MODEL, for example to openai:gpt-4.1-mini.",
)
