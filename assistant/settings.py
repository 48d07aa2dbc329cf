"""What an owner can set, by environment `ASSISTANT_*` or a `.env` file; read at the entry points and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from rapidfuzz import fuzz, process

from assistant.errors import SettingsError
from assistant.text import settings as text

PREFIX = "ASSISTANT_"
ENV_FILE = ".env"


class Settings(BaseSettings):
    """All settings with their defaults; frozen, checked on load."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
    )

    corpus_dir: Path = Field(default=Path("corpus"), description="folder of documents to ingest")
    index_dir: Path = Field(default=Path(".index"), description="where the index and the unpacked model lie")
    embedding_model: str = Field(
        default="multilingual-e5-small", description="the packaged model, or a sentence-transformers name or folder"
    )
    answer_sentences: int = Field(default=4, ge=1, le=12, description="longest extractive answer, lists aside")
    refusal_threshold: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="refuse below this probability that the sources answer; as fitted by default",
    )
    chat_model: str | None = Field(default=None, description="`provider:model` that words answers; none by default")
    chat_base_url: str | None = Field(default=None, description="address of an OpenAI-compatible server")
    chat_api_key: SecretStr | None = Field(default=None, description="its key; never logged or shown")
    chat_timeout_seconds: float = Field(
        default=30, gt=0, le=600, description="longest time for one worded answer, in all"
    )

    @field_validator("chat_model")
    @classmethod
    def _names_a_provider(cls, value: str | None) -> str | None:
        if value is not None and not all(part.strip() for part in value.partition(":")[::2]):
            raise ValueError("write it as provider:model, for example openai:gpt-4.1-mini")
        return value


def load_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: an unknown `ASSISTANT_*` name (with the nearest right one) or a value that cannot be used,
            in the environment as in `.env`.
    """
    _check_names(os.environ)
    if Path(ENV_FILE).is_file():
        _check_names(dotenv_values(ENV_FILE))
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsError(text.BAD_VALUE, name=name, problem=first["msg"]) from None


def _check_names(names: Mapping[str, object]) -> None:
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in names:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            nearest, _, _ = process.extractOne(name.upper(), known, scorer=fuzz.ratio)
            raise SettingsError(text.UNKNOWN_NAME, name=name, nearest=nearest)
