"""The page: `streamlit run app.py`. What is drawn is in assistant/pages; this file only puts the server together."""

from __future__ import annotations

from pathlib import Path

from assistant import environment

environment.prepare()  # before anything heavy is imported

import streamlit as st  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402

from assistant.pages import server  # noqa: E402

app = st.App(
    Path(__file__).parent / "assistant" / "pages" / "frame.py",
    middleware=[Middleware(server.PageMiddleware)],
    lifespan=server.preload,
    on_script_error=server.show_unexpected,
)

if __name__ == "__main__":
    app.run()
