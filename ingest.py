"""Make the index agree with the corpus: `python ingest.py [PATH …]`."""

import sys

from assistant.environment import prepare

if __name__ == "__main__":
    prepare()
    from assistant.ingestion.command import main

    sys.exit(main())
