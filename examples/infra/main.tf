terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "summary_model" {
  description = "Inference profile that summarises tickets"
  type        = string
  default     = "us.anthropic.claude-3-7-sonnet-20250219-v1:0"
}

variable "review_model" {
  description = "Inference profile that checks the summaries"
  type        = string
  default     = "us.anthropic.claude-opus-5-5"
}

data "aws_iam_policy_document" "invoke" {
  statement {
    actions = ["bedrock:InvokeModel"]

    resources = [
      "arn:aws:bedrock:*::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
      "arn:aws:bedrock:*:*:inference-profile/${var.summary_model}",
      "arn:aws:bedrock:*:*:inference-profile/${var.review_model}",
    ]
  }
}

resource "aws_iam_policy" "invoke" {
  name   = "support-desk-invoke"
  policy = data.aws_iam_policy_document.invoke.json
}
