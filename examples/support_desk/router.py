"""Labels and translations go through a router, where the price is what counts."""

import litellm

LABEL_MODEL = (
    "claude-3-"  # the family
    "haiku-20240307"  # the snapshot that the labels were tuned on
)

ROUTES = {
    "label": LABEL_MODEL,
    "translate": "openrouter/anthropic/claude-3.5-sonnet",
    "reply": "anthropic/claude-sonnet-5-5",
}


def ask(task: str, text: str) -> str:
    response = litellm.completion(
        model=ROUTES[task],
        messages=[{"role": "user", "content": text}],
    )
    return str(response.choices[0].message.content)
