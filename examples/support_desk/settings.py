"""Settings, read once from the environment."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    model: str
    fallback_model: str
    max_tokens: int


def load() -> Settings:
    return Settings(
        model=os.getenv("SUPPORT_DESK_MODEL", "claude-3-5-sonnet-latest"),
        fallback_model=os.environ.get("SUPPORT_DESK_FALLBACK") or "claude-haiku-4-5",
        max_tokens=int(os.getenv("SUPPORT_DESK_MAX_TOKENS", "1024")),
    )
