"""`python -m assistant "question"`: one answer with its citations in the terminal."""

from assistant.environment import prepare

prepare()

if __name__ == "__main__":
    import sys

    from assistant.command import main

    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without "–" shows "?" instead
    sys.exit(main(sys.argv[1:]))
