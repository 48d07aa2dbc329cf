"""Settings: a wrong name is told with the right one, a wrong value with what is wrong, the key never."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import PREFIX, Settings, load_settings

EXAMPLE = Path(__file__).resolve().parent.parent / ".env.example"
KEY = "sk-very-secret-0123456789"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def dotenv(*lines: str) -> None:
    Path(".env").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_without_any_setting_there_are_defaults() -> None:
    settings = load_settings()
    assert (settings.corpus_dir, settings.index_dir) == (Path("corpus"), Path(".index"))
    assert settings.chat_model is None
    assert settings.answer_sentences > 0


def test_the_environment_goes_before_the_file_and_the_file_before_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv("ASSISTANT_INDEX_DIR=fra-fil", "ASSISTANT_CORPUS_DIR=fra-fil")
    monkeypatch.setenv("ASSISTANT_INDEX_DIR", "fra-miljø")
    settings = load_settings()
    assert (settings.index_dir, settings.corpus_dir) == (Path("fra-miljø"), Path("fra-fil"))


def test_an_empty_value_leaves_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_MODEL", "")
    dotenv("ASSISTANT_ANSWER_SENTENCES=")
    settings = load_settings()
    assert settings.chat_model is None
    assert settings.answer_sentences == Settings.model_fields["answer_sentences"].default


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("ASSISTANT_CHAT_MODLE", "ASSISTANT_CHAT_MODEL"),
        ("ASSISTANT_INDEX", "ASSISTANT_INDEX_DIR"),
        ("assistant_corpus_folder", "ASSISTANT_CORPUS_DIR"),
        ("ASSISTANT_APIKEY", "ASSISTANT_CHAT_API_KEY"),
    ],
)
@pytest.mark.parametrize("where", ["environment", "file"])
def test_an_unknown_name_is_told_with_the_nearest_right_one(
    monkeypatch: pytest.MonkeyPatch, wrong: str, right: str, where: str
) -> None:
    if where == "environment":
        monkeypatch.setenv(wrong, "x")
    else:
        dotenv(f"{wrong}=x")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    for language in ("da", "en"):
        assert {wrong, right} <= set(caught.value.say(language).replace("?", " ").replace(".", " ").split())


def test_a_known_name_may_be_in_small_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("assistant_index_dir", "her")
    assert load_settings().index_dir == Path("her")


def test_names_of_others_are_none_of_our_business(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_ASSISTANT_NAME", "x")
    monkeypatch.setenv("ASSISTANTS", "x")
    before = load_settings()
    dotenv("PORT=9000", "OPENAI_API_KEY=x")
    assert load_settings() == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_ANSWER_SENTENCES", "mange"),
        ("ASSISTANT_ANSWER_SENTENCES", "0"),
        ("ASSISTANT_ANSWER_SENTENCES", "13"),
        ("ASSISTANT_REFUSAL_THRESHOLD", "1.5"),
        ("ASSISTANT_REFUSAL_THRESHOLD", "nan"),
        ("ASSISTANT_CHAT_TIMEOUT_SECONDS", "0"),
        ("ASSISTANT_CHAT_TIMEOUT_SECONDS", "inf"),
        ("ASSISTANT_CHAT_MODEL", "gpt-4.1-mini"),
        ("ASSISTANT_CHAT_MODEL", "openai:"),
        ("ASSISTANT_CHAT_MODEL", ":x"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_by_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert caught.value.say("da").startswith(f"Indstillingen {name} kan ikke bruges: ")
    assert caught.value.say("en").startswith(f"The setting {name} cannot be used: ")
    assert "pydantic" not in str(caught.value)


def test_the_key_is_in_no_description_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_API_KEY", KEY)
    settings = load_settings()
    assert KEY not in repr(settings) + str(settings) + settings.model_dump_json()
    assert settings.chat_api_key is not None
    assert settings.chat_api_key.get_secret_value() == KEY
    monkeypatch.setenv("ASSISTANT_REFUSAL_THRESHOLD", "x")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert KEY not in str(caught.value)


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().answer_sentences = 2


def test_the_example_file_shows_every_setting_with_its_default() -> None:
    shown = dict(
        line.removeprefix("#").split("=", 1)
        for line in EXAMPLE.read_text(encoding="utf-8").splitlines()
        if line.startswith(f"#{PREFIX}")
    )
    assert sorted(shown) == sorted(PREFIX + name.upper() for name in Settings.model_fields)
    for name, field in Settings.model_fields.items():
        if field.default is not None:
            assert shown[PREFIX + name.upper()] == str(field.default)


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in Settings.model_fields.values())
