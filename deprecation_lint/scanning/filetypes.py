"""Which file types there are. A new one is one entry in `BY_SUFFIX` or `BY_NAME`."""

from __future__ import annotations

import os

from deprecation_lint.frozen import dataclass


@dataclass(frozen=True, slots=True)
class FileType:
    """How a file is read.

    `reader` is a name in the table of `scan.py`, `dialect` one in the table of that reader (the
    name of the type unless given). `settings`: the file holds data, not a program.
    """

    name: str
    reader: str
    dialect: str = ""
    settings: bool = False


PYTHON = FileType("python", "python", "python")
NOTEBOOK = FileType("notebook", "notebook", "json")
JSON = FileType("json", "code", "json", settings=True)
TOML = FileType("toml", "code", "toml", settings=True)
HCL = FileType("hcl", "code", "hcl", settings=True)
YAML = FileType("yaml", "yaml", settings=True)
DOTENV = FileType("dotenv", "lines", settings=True)
INI = FileType("ini", "lines", settings=True)
PROPERTIES = FileType("properties", "lines", settings=True)
SHELL = FileType("shell", "lines")
DOCKERFILE = FileType("dockerfile", "lines")
MAKEFILE = FileType("makefile", "lines")
TABLE = FileType("table", "lines", settings=True)
HTML = FileType("html", "page")
XML = FileType("xml", "markup", settings=True)
PROSE = FileType("prose", "prose")
MARKDOWN = FileType("markdown", "prose")
ASCIIDOC = FileType("asciidoc", "prose")
DIFF = FileType("diff", "prose")
CODE = FileType("code", "code", "code")
JAVASCRIPT = FileType("javascript", "code", "javascript")


def _code(name: str, settings: bool = False) -> FileType:
    return FileType(name, "code", name, settings)


_SUFFIXES: dict[FileType, str] = {
    PYTHON: "py pyi pyw",
    NOTEBOOK: "ipynb",
    JSON: "json json5 jsonc jsonl ndjson map webmanifest code-workspace har avsc",
    TOML: "toml",
    HCL: "tf tfvars hcl nomad pkr bicep bicepparam",
    YAML: "yaml yml prompty",
    DOTENV: "env",
    INI: "ini cfg conf cnf",
    PROPERTIES: "properties",
    SHELL: "sh bash zsh fish ksh bat cmd",
    MAKEFILE: "mk",
    DOCKERFILE: "dockerfile",
    TABLE: "csv tsv",
    HTML: "html htm xhtml ejs erb hbs j2 jinja jinja2 mustache",
    XML: "xml svg xaml resx plist pom csproj props config xsd",
    PROSE: "mdx rst txt text org",
    MARKDOWN: "md markdown prompt mdc",
    ASCIIDOC: "adoc asciidoc",
    DIFF: "patch diff",
    JAVASCRIPT: "js mjs cjs jsx ts tsx mts cts vue svelte astro",
    _code("go"): "go",
    _code("rust"): "rs",
    _code("c"): "java kt kts cs c h cc cpp cxx hpp scala groovy gradle m mm",
    _code("swift"): "swift",
    _code("powershell"): "ps1 psm1 psd1",
    _code("php"): "php",
    _code("dart"): "dart",
    _code("hash"): "rb r rmd pl pm ex exs jl nix cr coffee tcl gemspec rake",
    _code("sql", settings=True): "sql",
    _code("dash"): "lua hs elm ada",
    _code("lisp"): "clj cljs edn lisp el scm",
}
BY_SUFFIX = {f".{suffix}": kind for kind, names in _SUFFIXES.items() for suffix in names.split()}
_NAMES: dict[FileType, str] = {
    DOCKERFILE: "Dockerfile Containerfile",
    MAKEFILE: "Makefile GNUmakefile makefile justfile Justfile",
    DOTENV: ".env",
    SHELL: ".envrc Procfile .bashrc .zshrc .profile",
    INI: ".editorconfig .npmrc .aider.conf",
    JSON: ".babelrc .eslintrc",
    _code("hash"): "Gemfile Rakefile Vagrantfile",
    PROSE: "METADATA PKG-INFO README CHANGELOG CHANGES NEWS LICENSE NOTICE AUTHORS TODO "
    ".cursorrules .clinerules .windsurfrules",
}
BY_NAME = {name: kind for kind, names in _NAMES.items() for name in names.split()}


_TEMPLATES = (
    ".example",
    ".sample",
    ".template",
    ".dist",
    ".tmpl",
    ".tpl",
    ".default",
    ".j2",
    ".jinja",
    ".jinja2",
    ".erb",
    ".hbs",
)


def _parted(name: str) -> tuple[str, str]:
    """A name and its suffix in lower case; `pathlib` would be ten modules more."""
    dot = name.rfind(".")
    is_suffix = 0 < dot < len(name) - 1
    return (name[:dot], name[dot:].lower()) if is_suffix else (name, "")


def file_type(path: str, head: bytes = b"") -> FileType:
    """The type of a file by its name; a file without a suffix may tell by its first line."""
    name = os.path.basename(path)
    stem, suffix = _parted(name)
    if name in BY_NAME:
        return BY_NAME[name]
    if name.startswith((".env.", "Dockerfile.", "Containerfile.")):
        return DOTENV if name.startswith(".env") else DOCKERFILE
    if suffix in _TEMPLATES and _parted(stem)[1] in BY_SUFFIX:
        return file_type(stem, head)
    if suffix in BY_SUFFIX:
        return BY_SUFFIX[suffix]
    if not suffix and head.startswith(b"#!"):
        line = head.split(b"\n", 1)[0]
        return PYTHON if b"python" in line else SHELL
    return CODE
