"""Settings, commands, recipes and tables, read by lines: what each ID stands in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import BEDROCK, OLD, frozen

from deprecation_lint.scanning.filetypes import FileType
from deprecation_lint.scanning.lines import DIALECTS, read_lines
from deprecation_lint.scanning.tokens import Matcher
from deprecation_lint.scanning.trail import Found, Step


def step(one: Step) -> str:
    notes = [f"of {one.owner}"] if one.owner else []
    notes += [f"number {one.index}"] if one.index else []
    notes += [f"beside {' '.join(sorted(one.beside))}"] if one.beside else []
    notes += ["numeric"] if one.numeric else []
    told = f"{one.kind}:{one.name}" if one.name else one.kind
    return f"{told}{{{', '.join(notes)}}}" if notes else told


def render(found: Found) -> str:
    """A trail as one line; `~` before it where the ID is only part of a text."""
    kinds = [one.kind for one in found.trail]
    start = kinds.index("comment") if "comment" in kinds else 0  # what it says is not ours
    trail = " < ".join(step(one) for one in found.trail[start:])
    return f"~ {trail}" if found.hold else trail


def read(dialect: str, text: str | bytes) -> list[str]:
    raw = text.encode() if isinstance(text, str) else text
    matches = list(Matcher(frozen()).matches(raw))
    told = list(read_lines(raw, matches, FileType(dialect, reader="lines")))
    assert [one.match for one in told] == matches
    return [render(one) for one in told]


# X stands for an ID.
CASES: dict[str, list[tuple[str, str]]] = {
    "dotenv": [
        ("MODEL=X\n", "environment:MODEL"),
        ("MODEL = X", "environment:MODEL"),
        ('export MODEL="X"\n', "environment:MODEL"),
        ("MODEL='X' # note\n", "environment:MODEL"),
        ("MODEL=X # note\r\n", "environment:MODEL"),
        ("A=1\rMODEL=X\rB=2", "environment:MODEL"),
        ("MODEL=a # X\n", "~ comment"),
        ("# MODEL=X\n", "~ comment"),
        ("MODELS=a,X\n", "~ text < environment:MODELS"),
        ("JSON='{\n  \"model\": \"X\"\n}'\nB=1\n", "~ member:model < environment:JSON"),
        ("A='open\nB='X'\n", "environment:B"),
        ("X\n", "~ text"),
        ("X=1\n", "~ key"),
    ],
    "ini": [
        ("model = X\n", "member:model"),
        ("[chat]\nmodel = X\n", "member:model < section:chat"),
        ("[chat]\nmodel: X ; note\nprice: 3\n", "member:model{beside price, numeric} < "
         "section:chat"),
        ("[a]\nb=1\n[chat]\nmodel=\"X\"\n", "member:model < section:chat"),
        ("[a]\nmodels =\n    X\n    other\n", "item < member:models < section:a"),
        ("[testenv]\nsetenv =\n    MODEL=X\n", "~ environment:MODEL < item < member:setenv < "
         "section:testenv"),
        ("[a]\n\tmodel = X\n", "member:model < section:a"),
        ("[Service]\nEnvironment=MODEL=X\n", "~ environment:MODEL < member:Environment < "
         "section:Service"),
        ("[X]\nprice = 3\n", "~ key{beside price}"),
        ("; X\n", "~ comment"),
        ("# X\n", "~ comment"),
        ("a = b ; X\n", "~ comment"),
    ],
    "properties": [
        ("a.b.model=X\n", "member:a.b.model"),
        ("a.b.model: X\n", "member:a.b.model"),
        ("a.b.model X\n", "member:a.b.model"),
        ("models=a,\\\n  X\n", "~ text < member:models"),
        ("model=\\\n  X\n", "member:model"),
        ("! X\n", "~ comment"),
        ("# X\n", "~ comment"),
    ],
    "shell": [
        ("export MODEL=X\n", "environment:MODEL"),
        ('export A=1 MODEL="X"\n', "environment:MODEL"),
        ("MODEL=X run it\n", "environment:MODEL"),
        ("env MODEL=X run it\n", "environment:MODEL"),
        ("declare -x MODEL=X\n", "environment:MODEL"),
        ("declare MODEL=X\n", "assigned:MODEL"),
        ("MODEL=X\n", "assigned:MODEL"),
        ("MODEL='X'; run\n", "assigned:MODEL"),
        ("f() { local m=X; }\n", "assigned:m"),
        ("readonly M=X && run\n", "assigned:M"),
        ("MODEL=${MODEL:-X}\n", "environment:MODEL < assigned:MODEL"),
        ('m="${MODEL-X}"\n', "environment:MODEL < assigned:m"),
        (': "${MODEL:=X}"\n', "environment:MODEL < positional{of :}"),
        ("m=${1:-X}\n", "fallback < assigned:m"),
        ("run ${MODEL:-\"X\"}\n", "environment:MODEL < positional{of run}"),
        ("echo ${MODEL:-X}\n", "environment:MODEL"),
        ("run --model X\n", "option:--model < positional{of run}"),
        ("sudo run -m 'X' -v\n", "option:-m < positional{of run}"),
        ("run --model=X | less\n", "option:--model < positional{of run}"),
        ("run \\\n  --model \\\n  X\n", "option:--model < positional{of run}"),
        ("if run --model X; then\n", "option:--model < positional{of run}"),
        ("m=$(run --model X)\n", "option:--model < positional{of run}"),
        ('m="$(run --model "X")" b\n', "option:--model < positional{of run}"),
        ("m=`run --model X`\n", "option:--model < positional{of run}"),
        ("(run --model X)\n", "option:--model < positional{of run}"),
        ("run a X\n", "positional{of run, number 1}"),
        ("run a/X\n", "~ text < positional{of run}"),
        ("X\n", "text"),
        ("diff <(a) X\n", "positional{of diff}"),
        ('[ "$m" = X ]\n', "compared"),
        ('if [ "$m" = "X" ]; then\n', "compared"),
        ("[[ $m == X* ]]\n", "~ compared"),
        ("[[ $a == 1 && $m == X ]]; run\n", "compared"),
        ("[[ -n $a ]]; run --model X\n", "option:--model < positional{of run}"),
        ("test $m = X\n", "compared"),
        ("case $m in\n  X) run;;\nesac\n", "compared"),
        ("case $m in\n  a) b;;\n  (c|X*) run;;\nesac\n", "~ compared"),
        ("case $m in\n  a) run --model X;;\nesac\n", "option:--model < positional{of run}"),
        ("case $m in\n  a) b;;\nesac\nrun --model X\n", "option:--model < positional{of run}"),
        ("for m in a X; do\n", "item < assigned:m"),
        ("MODELS=(a X)\n", "item < assigned:MODELS"),
        ("MODELS=(\n  a # no\n  'X'\n)\n", "item < assigned:MODELS"),
        ("declare -A P=([X]=3)\n", "key{numeric} < assigned:P"),
        ("P=([\"X\"]=b [a]=b)\n", "key < assigned:P"),
        ("P=([a]=X)\n", "item < assigned:P"),
        ("P=(a ${M:-X})\n", "environment:M < item < assigned:P"),
        ("curl -d '{\"model\": \"X\"}' u\n", "~ member:model < option:-d < positional{of curl}"),
        ("curl -d \"{\\\"model\\\": \\\"X\\\"}\" u\n", "~ member:model < option:-d < "
         "positional{of curl}"),
        ("B='{\n\"model\": \"X\"}'\n", "~ member:model < assigned:B"),
        ("cat > f <<EOF\nMODEL=X\nEOF\n", "~ environment:MODEL < positional{of cat}"),
        ("curl -d @- u <<'E'\n{\"model\": \"X\"}\nE\n", "~ member:model < positional{of curl}"),
        ("cat <<EOF\nit's\nEOF\nrun --model X\n", "option:--model < positional{of run}"),
        ("a=$((1<<N))\nrun --model X\n", "option:--model < positional{of run}"),
        ("docker run -e MODEL=X i\n", "~ environment:MODEL < option:-e < positional{of docker}"),
        ('echo "use X now"\n', "~ prose"),
        ("printf '%s' X\n", "returned"),
        ('echo "MODEL=X" >> f\n', "~ environment:MODEL"),
        ("# MODEL=X\n", "~ comment"),
        ("run # X\n", "~ comment"),
        ("run $# X\n", "positional{of run, number 1}"),
        ("run a#b X\n", "positional{of run, number 1}"),
        ("run '# X'\n", "~ text < positional{of run}"),
        ("alias m='run --model X'\n", "~ option:--model < assigned:m"),
    ],
    "dockerfile": [
        ("ENV MODEL=X\n", "environment:MODEL"),
        ("ENV MODEL X\n", "environment:MODEL"),
        ('ENV A=1 B="X"\n', "environment:B"),
        ("ENV A=1 \\\n    # note\n    B=X \\\n    C=2\n", "environment:B"),
        ("ARG MODEL=X\n", "environment:MODEL"),
        ("ENV URL=https://a.example/X/b\n", "~ address < environment:URL"),
        ('LABEL a.model="X"\n', "member:a.model"),
        ("RUN run --model X\n", "option:--model < positional{of run}"),
        ("RUN --mount=type=cache a && \\\n  run \\\n --model X\n", "option:--model < "
         "positional{of run}"),
        ("HEALTHCHECK --interval=5s CMD run -m X\n", "option:-m < positional{of run}"),
        ('CMD ["run", "--model", "X"]\n', "option:--model < positional{of run}"),
        ('ENTRYPOINT ["run", \\\n "--model=X"]\n', "option:--model < positional{of run}"),
        ('CMD ["sh", "-c", "run --model X"]\n', "~ option:--model < option:-c < positional{of sh}"),
        ("RUN <<EOF\nrun --model X\nEOF\nRUN a\n", "option:--model < positional{of run}"),
        ("COPY <<EOF /f\nMODEL=X\nEOF\n", "~ environment:MODEL"),
        ("RUN <<EOF\ntool --model X\n", "~ option:--model"),
        ("COPY X /b\n", "~ prose"),
        ("# ENV MODEL=X\n", "~ comment"),
    ],
    "makefile": [
        ("MODEL ?= X\n", "assigned:MODEL"),
        ("MODEL := X # note\n", "assigned:MODEL"),
        ("export MODEL = X\n", "environment:MODEL"),
        ("all: MODEL = X\n", "assigned:MODEL"),
        ("ARGS = -v \\\n  --model X\n", "~ option:--model < assigned:ARGS"),
        ("all:\n\t@run --model X\n", "option:--model < positional{of run}"),
        ("all:\n\trun \\\n\t  --model X\n", "option:--model < positional{of run}"),
        ("ifeq ($(MODEL),X)\n", "~ compared"),
        ("# X\n", "~ comment"),
        ("all: X\n", "~ member:all"),
    ],
    "procfile": [("web: run --model X\n", "option:--model < positional{of run}")],
    "table": [
        ("id,price\nX,3\n", "recorded"),
        ('"X"\t3\n', "recorded"),
        ("use X now,3\n", "~ recorded"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("dialect", "text", "expected"),
    [
        pytest.param(dialect, text, expected, id=f"{dialect}: {text}")
        for dialect, cases in CASES.items()
        for text, expected in cases
    ],
)
def test_trails(dialect: str, text: str, expected: str) -> None:
    assert read(dialect, text.replace("X", OLD)) == [expected]


@pytest.mark.parametrize("dialect", ["dotenv", "ini", "properties", "shell", "dockerfile"])
def test_id_with_colons_is_whole(dialect: str) -> None:
    before = "ENV " if dialect == "dockerfile" else ""
    (told,) = read(dialect, f"{before}MODEL={BEDROCK}\n")
    assert told.endswith(":MODEL")
    assert not told.startswith("~")


def test_several_on_one_line() -> None:
    assert read("shell", f"A={OLD} B={OLD} run {OLD} --model {OLD} # {OLD}\n") == [
        "environment:A",
        "environment:B",
        "positional{of run}",
        "option:--model < positional{of run}",
        "~ comment",
    ]


PIECES = st.sampled_from(
    [
        OLD,
        OLD,
        BEDROCK,
        f"bedrock/{OLD}",
        "a",
        "MODEL=",
        "é",
        "😀",
        "\u2028",
        "\x85",
        "\x00",
        "\x0c",
        "'",
        '"',
        "\\",
        "\\\n",
        "`",
        "$(",
        "${A:-",
        "}",
        "(",
        ")",
        "[[ ",
        " ]]",
        "[ ",
        " ]",
        "=(",
        "<<EOF",
        "\nEOF\n",
        "<<<",
        ">",
        "|",
        "&&",
        ";",
        ";;",
        "case a in ",
        "esac",
        "#",
        " # ",
        "!",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\t",
        " ",
        "ENV ",
        "RUN ",
        'CMD ["',
        "export ",
        "echo ",
        "--m ",
        "=",
        ":",
        ",",
        "[",
        "]",
        "a = ",
        "a:\n\t",
        "for x in ",
        "if ",
        "ifeq ",
    ]
)


@pytest.mark.parametrize("dialect", DIALECTS)
@given(parts=st.lists(st.one_of(PIECES, PIECES, st.text(max_size=5)), max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_each_id_one_trail(dialect: str, parts: list[str]) -> None:
    read(dialect, "".join(parts).encode("utf-8", "replace"))


@pytest.mark.parametrize("dialect", DIALECTS)
@given(before=st.binary(max_size=30), after=st.binary(max_size=30))
def test_any_bytes(dialect: str, before: bytes, after: bytes) -> None:
    read(dialect, before + OLD.encode() + after)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "shape",
    ["A=X\n", "X ", "$(", "$( X ", "(", "a=( X ", "`", "'", '"', "A='X\n", "A=\"X\\\"\n", "<<E\n",
     "case a in X) X;; ", "run X \\\n", "\\", "# X\n", "#", "[[ X ", "ENV A=X ", "a = \n  X\n",
     "RUN <<E\n", '"X", ', " ", "${A:-X} "],
)  # fmt: skip
def test_shapes_repeated(dialect: str, shape: str) -> None:
    text = shape.replace("X", OLD) * 1_000 + f"\nMODEL={OLD}\n"
    assert read(dialect, text)
    assert read(dialect, f'CMD ["{text}')


@pytest.mark.slow
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_hundred_thousand_lines(dialect: str) -> None:
    text = f"A={OLD}\n" + "B='c' # d\n" * 100_000 + f"\nMODEL={OLD}\n"
    assert len(read(dialect, text)) == 2


@pytest.mark.parametrize("shape", ["a# ", "(", "$(", "`", "a=(", '"$(', '"`'])
def test_a_long_line_is_read_once(shape: str) -> None:
    assert len(read("shell", shape * 40_000 + f"\nMODEL={OLD}\n")) == 1
