"""What the assistant says in its own voice: refusals, and the frame around words in another language."""

from __future__ import annotations

from assistant.text.phrase import Phrase

NOT_FOUND = Phrase(
    da="Det svarer kilderne ikke på. De dækker det, der offentligt er sagt om publikationen fra 2019, dens fem "
    "kendetegn og fem frontløbere, og nærliggende spørgsmål, fx om idéer, gevinster, AI og medindflydelse.",
    en="The sources do not answer that. They cover what has been said publicly about the 2019 publication, its five "
    "hallmarks and five front-runner workplaces, and neighbouring questions, for example on ideas, benefits, AI and "
    "staff influence.",
)
NOT_FOUND_ELSEWHERE = Phrase(
    da="Det svarer kilderne ikke på. De handler om: {titles}.",
    en="The sources do not answer that. They are about: {titles}.",
)
NOT_KNOWN = Phrase(
    da="Det fremgår ikke af kilderne her. De siger kun:",
    en="The sources here do not say. They only say:",
)
HOSTILE = Phrase(
    da="Det kan jeg ikke hjælpe med. Jeg svarer kun på spørgsmål om ledelse af digital innovation, og kun med det, der "
    "står i kilderne.",
    en="I cannot help with that. I only answer questions about leading digital innovation, and only with what the "
    "sources say.",
)
UNREADABLE = Phrase(
    da="Jeg kan ikke læse et spørgsmål i det, du skrev. Skriv det med nogle få ord, for eksempel: »{example}«",
    en="I cannot read a question in what you wrote. Put it in a few words, for example: “{example}”",
)
TOO_LONG = Phrase(
    da="Spørgsmålet er på {length} tegn, og jeg læser højst {longest}. Skriv det kortere, og stil gerne "
    "ét spørgsmål ad gangen.",
    en="The question is {length} characters long, and I read at most {longest}. Please shorten it, and ask "
    "one thing at a time.",
)
EXAMPLE = Phrase(
    da="Hvad er de fem kendetegn?",
    en="What are the five hallmarks?",
)
QUOTED_AS_IT_STANDS = Phrase(
    da="Kilden siger på engelsk: »{quote}«",
    en="The source says, in Danish: »{quote}«",
)
