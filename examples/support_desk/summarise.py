"""Summarise one ticket with the Claude API."""

import sys

from anthropic import Anthropic

from support_desk import settings

DEFAULT_MODEL = "claude-3-opus-20240229"
REVIEW_MODEL = "claude-opus-5-5"

PROMPT = """Summarise this support ticket in three sentences.
Say what the customer wants, what was tried, and what is still open."""


def summarise(client: Anthropic, ticket: str, model: str = DEFAULT_MODEL) -> str:
    """Return a three-sentence summary (claude-3-opus-20240229 unless told otherwise)."""
    message = client.messages.create(
        model=model,
        max_tokens=400,
        system=PROMPT,
        messages=[{"role": "user", "content": ticket}],
    )
    return "".join(block.text for block in message.content if block.type == "text")


def review(client: Anthropic, ticket: str, summary: str) -> str:
    """Ask a second model whether the summary leaves anything out."""
    question = f"<ticket>{ticket}</ticket>\n<summary>{summary}</summary>"
    return summarise(client, question, model=REVIEW_MODEL)


if __name__ == "__main__":
    print(summarise(Anthropic(), sys.stdin.read(), model=settings.load().model))
