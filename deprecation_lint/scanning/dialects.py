"""How the curly languages, and what reads like them, write strings and comments: one table.

A new language is one entry here and its suffix in `filetypes.py`.
"""

from __future__ import annotations

import re

from deprecation_lint.frozen import dataclass

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Dialect:
    """The marks of one family of languages.

    `comments`: what begins a comment up to the end of the line. `blocks`: whether `/* */` is a
    comment. `quotes`: what delimits a string. `chars`: `'` is around a single character.
    `multiline`: a string may go over lines. `triple`: three quotes delimit one as well.
    `raw`: a backtick delimits a string without escapes. `templates`: it delimits a template with
    `${…}`. `regexes`: `/…/` is a pattern. `fields`: `name = value` is a field, as in data.
    `words`: `%w[…]` is a list of words. `tables`: a brace always holds `name = value` fields.
    `types_last`: what is declared has its name first, and its type behind it.
    """

    comments: tuple[str, ...] = ("//",)
    blocks: bool = True
    quotes: str = "\"'"
    chars: bool = False
    multiline: bool = False
    triple: bool = False
    raw: bool = False
    templates: bool = False
    regexes: bool = False
    fields: bool = False
    words: bool = False
    tables: bool = False
    types_last: bool = False


_C = Dialect(quotes='"', chars=True, triple=True)
DIALECTS: Mapping[str, Dialect] = {
    "javascript": Dialect(templates=True, regexes=True),
    "go": Dialect(quotes='"', chars=True, raw=True, types_last=True),
    "rust": Dialect(quotes='"', chars=True, multiline=True),
    "c": _C,
    "swift": Dialect(quotes='"', triple=True),
    "php": Dialect(comments=("//", "#"), multiline=True),
    "dart": Dialect(triple=True),
    "hash": Dialect(comments=("#",), blocks=False, multiline=True, words=True),
    "powershell": Dialect(comments=("#",), blocks=False, multiline=True),
    "python": Dialect(comments=("#",), blocks=False, triple=True),
    "sql": Dialect(comments=("--",), multiline=True, fields=True),
    "dash": Dialect(comments=("--",), blocks=False, tables=True),
    "lisp": Dialect(comments=(";",), blocks=False, quotes='"', multiline=True),
    "json": Dialect(quotes='"', fields=True),
    "toml": Dialect(comments=("#",), blocks=False, triple=True, fields=True),
    "hcl": Dialect(comments=("#", "//"), quotes='"', fields=True),
    "code": Dialect(comments=("//", "#"), templates=True),
}


TEMPLATE_TOKEN = re.compile(rb"\\.|`|\$\{", re.DOTALL)
