"""The same summary through Amazon Bedrock, for customers in the US region."""

import json
from typing import Any

import boto3


def summarise(ticket: str, region: str = "us-east-1") -> str:
    runtime = boto3.client("bedrock-runtime", region_name=region)
    body = {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 400,
        "messages": [{"role": "user", "content": f"Summarise:\n{ticket}"}],
    }
    response = runtime.invoke_model(
        modelId="us.anthropic.claude-3-7-sonnet-20250219-v1:0",
        body=json.dumps(body),
    )
    answer: dict[str, Any] = json.loads(response["body"].read())
    return str(answer["content"][0]["text"])
