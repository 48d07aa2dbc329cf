"""`python -m assistant "question"`: an answer with its citations. `python -m assistant corpus`: what it rests on."""

from assistant.environment import prepare

prepare()

if __name__ == "__main__":
    import sys

    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without "–" shows "?" instead
    match sys.argv[1:]:
        case ["corpus", *options]:
            from assistant.editing.command import main

            sys.exit(main(options))
        case arguments:
            from assistant.command import main

            sys.exit(main(arguments))
