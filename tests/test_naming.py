"""Names that tell the old model: a new ID behind them would belie them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import check_text

from deprecation_lint.naming import belied, names_another

OPUS = ("claude-3-opus-20240229", "claude-opus-4-8")
SONNET = ("claude-3-5-sonnet-20241022", "claude-sonnet-4-5-20250929")
CHANGED = ("claude-3-5-sonnet-20241022", "claude-opus-4-8")
SHORT = ("claude-2.1", "claude-opus-4-8")
BEDROCK = ("anthropic.claude-3-opus-20240229-v1:0", "anthropic.claude-opus-4-8")
NEAR = ("claude-opus-4-20250514", "claude-opus-4-8")


@pytest.mark.parametrize(
    ("models", "names"),
    [
        (OPUS, "CLAUDE_3 claude3 CLAUDE_3_OPUS claude3Opus Claude-3-Opus opus_3 claude_3_model"),
        (OPUS, "opus_20240229 claude-3-opus-20240229"),
        (SONNET, "sonnet35 SONNET_3_5 claude-3.5-sonnet SONNET_3 Claude35SonnetV2"),
        (CHANGED, "sonnet SONNET_MODEL bestSonnet"),
        (SHORT, "CLAUDE_2 claude21 claude-2.1"),
        (BEDROCK, "BEDROCK_CLAUDE_3 anthropic_claude_3_opus"),
        (NEAR, "OPUS_4 opus4"),
    ],
)
def test_names_that_tell_the_old_model(models: tuple[str, str], names: str) -> None:
    assert [name for name in names.split() if not names_another(name, *models)] == []


@pytest.mark.parametrize(
    ("models", "names"),
    [
        (
            OPUS,
            "MODEL DEFAULT_MODEL model_id MODEL_3 v3 gpt4 CLAUDE_MODEL opus opus_model x",
        ),
        (OPUS, "OPUS_4_8 opus48 claude_4_8 opus_20250514 claude_v1"),
        (SONNET, "sonnet SONNET_MODEL sonnet45 claude_4"),
        (CHANGED, "haiku3 opus"),
        (BEDROCK, "MODEL_V1 anthropic_model bedrock"),
        (("claude-instant", "claude-haiku"), "claude_3"),
    ],
)
def test_names_that_do_not(models: tuple[str, str], names: str) -> None:
    assert [name for name in names.split() if names_another(name, *models)] == []


def test_the_first_of_several_is_told() -> None:
    assert belied(["model", "CLAUDE_3", "opus3"], *OPUS) == "CLAUDE_3"
    assert belied(["model", "", "x"], *OPUS) is None
    assert belied([], *OPUS) is None


@given(st.text(max_size=20))
def test_no_name_tells_a_model_that_stays(name: str) -> None:
    assert not names_another(name, OPUS[0], OPUS[0])


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('CLAUDE_OLD_1 = "claude-old-1-20240101"', "CLAUDE_OLD_1"),
        ('self.model_old1 = "claude-old-1-20240101"', "model_old1"),
        ('class A:\n    old_model = "claude-old-1-20240101"', "old_model"),
        ('MODEL = "claude-old-1-20240101"', None),
    ],
)
def test_a_fix_behind_such_a_name_is_not_safe(source: str, told: str | None) -> None:
    (finding,) = check_text("a.py", source).findings
    assert finding.fix is not None
    assert finding.fix.applicability == ("unsafe" if told else "safe")
    assert finding.fix.edits
    if told:
        assert finding.fix.reason == f"its name, {told}, tells the old model"
