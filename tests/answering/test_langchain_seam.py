"""The seam to LangChain: light to import, silent about the key, plain about what is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assistant.answering.langchain_seam import LangChainChatModel, passage_retriever
from assistant.datamodels import Hit
from assistant.errors import ChatModelError, SettingsError
from tests.answering.passages import BALLERUP, three_hits

KEY = "sk-very-secret-0123456789"


def test_importing_and_constructing_load_nothing_heavy() -> None:
    code = (
        "import sys; from assistant.answering.langchain_seam import LangChainChatModel;"
        "import assistant.answering.generative;"
        "LangChainChatModel('openai:x', api_key='k');"
        "print([name for name in sys.modules if name.startswith(('langchain', 'openai', 'httpx'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_key_is_in_no_description() -> None:
    chat_model = LangChainChatModel("openai:x", base_url="http://127.0.0.1:9/v1", api_key=KEY)
    chat_model.load()
    assert KEY not in repr(chat_model) + str(chat_model) + repr(vars(chat_model)["_model"])
    assert chat_model.name == "openai:x"


@pytest.mark.parametrize("name", ["gpt-4.1-mini", ":x", "openai:", ""])
def test_a_name_without_provider_is_refused_at_once(name: str) -> None:
    with pytest.raises(SettingsError, match="provider:model"):
        LangChainChatModel(name)


@pytest.mark.parametrize(
    ("provider", "package"),
    [("anthropic", "langchain-anthropic"), ("google_genai", "langchain-google-genai"), ("ollama", "langchain-ollama")],
)
def test_a_missing_package_is_named(provider: str, package: str) -> None:
    pytest.importorskip("langchain")
    try:
        __import__(package.replace("-", "_"))
    except ImportError:
        with pytest.raises(ChatModelError, match=f"pip install {package}"):
            LangChainChatModel(f"{provider}:x").load()
    else:
        pytest.skip(f"{package} is installed")


def test_an_unknown_provider_is_told_in_our_own_words() -> None:
    with pytest.raises(ChatModelError, match="ASSISTANT_CHAT_MODEL") as caught:
        LangChainChatModel("nobody:x", api_key=KEY).load()
    assert "Supported" not in str(caught.value)


def test_a_missing_key_is_told_in_our_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ChatModelError, match="_API_KEY"):
        LangChainChatModel("openai:x").load()


def test_the_retriever_gives_our_passages_as_langchain_documents() -> None:
    from langchain_core.retrievers import BaseRetriever

    asked: list[str] = []

    def search(question: str) -> tuple[Hit, ...]:
        asked.append(question)
        return three_hits()

    retriever = passage_retriever(search, k=2)
    documents = retriever.invoke("Hvordan får jeg idéer?")

    assert isinstance(retriever, BaseRetriever)
    assert asked == ["Hvordan får jeg idéer?"]
    assert [document.id for document in documents] == ["ballerup", "storstroem"]
    assert documents[0].page_content == BALLERUP
    assert documents[0].metadata == {
        "document_id": "cases/ballerup",
        "title": "Ballerup",
        "heading_path": ["Idéerne"],
        "label": "background",
        "start": 100,
        "end": 100 + len(BALLERUP),
        "page": None,
        "score": 0.9,
        "sources": [
            {
                "id": "lederweb",
                "title": "Artikel",
                "publisher": "Lederweb",
                "date": "2019",
                "url": None,
                "interested": False,
                "ages": False,
            }
        ],
    }


def test_the_retriever_of_an_empty_search_is_empty() -> None:
    assert passage_retriever(lambda _: ()).invoke("Hvad?") == []
