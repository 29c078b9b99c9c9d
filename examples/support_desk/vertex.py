"""The same summary through Google Vertex AI, for customers in Europe."""

from anthropic import AnthropicVertex


def summarise(ticket: str, project: str, region: str = "europe-west1") -> str:
    client = AnthropicVertex(project_id=project, region=region)
    message = client.messages.create(
        model="claude-3-5-sonnet-v2@20241022",
        max_tokens=400,
        messages=[{"role": "user", "content": f"Summarise:\n{ticket}"}],
    )
    return "".join(block.text for block in message.content if block.type == "text")
