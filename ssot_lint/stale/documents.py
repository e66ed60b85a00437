"""Which files are documents: what people, agents and tools read, and no Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from ssot_lint.policy.model import Policy
from ssot_lint.repo.build import build
from ssot_lint.repo.digest import digest_of
from ssot_lint.repo.files import is_notebook
from ssot_lint.repo.index import Index
from ssot_lint.repo.looks import Looks
from ssot_lint.repo.patterns import path_matcher
from ssot_lint.source.needles import Needles

Format = Literal[
    "markdown", "rst", "asciidoc", "text", "notebook", "toml", "yaml", "json", "ini", "markup", "script", ""
]

_ENDINGS: dict[Format, str] = {
    "markdown": "md markdown mdx mdc mdown mkd qmd rmd",
    "rst": "rst rest",
    "asciidoc": "adoc asciidoc",
    "text": "txt text",
    "notebook": "ipynb",
    "toml": "toml",
    "yaml": "yaml yml",
    "json": "json jsonc json5 code-workspace",
    "ini": "ini cfg conf properties env service desktop",
    "markup": "xml html htm xhtml",
    "script": "sh bash zsh fish ksh ps1 psm1 bat cmd tf tfvars hcl mk mak gradle groovy nix j2 jinja jinja2 dockerfile",
}
_FORMAT_OF: dict[str, Format] = {end: form for form, ends in _ENDINGS.items() for end in ends.split()}
#: Files that are known by their names, in lower case.
_NAMED: tuple[tuple[re.Pattern[str], Format], ...] = (
    (re.compile(r"(?:dockerfile|containerfile|(?:gnu)?makefile)\b.*|(?:procfile|jenkinsfile).*"), "script"),
    (re.compile(r"codeowners|justfile|manifest\.in|vagrantfile|tiltfile|earthfile|brewfile|\.envrc"), "script"),
    (re.compile(r"\.(?:cursor|windsurf|cline|roo|goose)(?:rules|hints)(?:-\w+)?"), "markdown"),
    (re.compile(r"(?:readme|contributing|hacking|install|development|todo|maintainers)"), "text"),
    (re.compile(r"\.?pylintrc|\.coveragerc|\.flake8|\.importlinter|\.env(?:\..+)?|\.?mypy\.ini|\.editorconfig"), "ini"),
)  # fmt: skip
#: What stands behind the ending that tells the format: `settings.yaml.j2`.
_TEMPLATE = re.compile(r"\.(?:j2|jinja2?|tmpl|tpl|template|example|sample|dist|in|default|bak|orig)\Z")
_LOCKED = re.compile(
    r"package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|pipfile\.lock|.*[.-]lock(?:\.\w+)?|.*\.(?:min|snapshot)\.\w+"
    r"|.*ssot.*baseline.*|ssot\.toml"
)
_FOREIGN = re.compile(
    r"(?:^|/)(?:node_modules|site-packages|vendor|vendored|_vendor|third[_-]party|(?:__)?snapshots(?:__)?"
    r"|[^/]+\.(?:egg|dist)-info|\.venv|venv)/"
)

# -- who reads it

_AGENTS = re.compile(
    r"(?:^|/)(?:claude(?:\.local)?|agents?|gemini|copilot-instructions|conventions|warp|qwen)\.md\Z"
    r"|(?:^|/)\.(?:cursor|windsurf|cline|roo|goose)(?:rules|hints)"
    r"|(?:^|/)\.(?:cursor|windsurf|claude|clinerules|roo|junie|amazonq|continue|kiro|gemini|agents?)/.*\.(?:md|mdc|txt)\Z"
    r"|(?:^|/)\.github/(?:instructions|prompts|chatmodes|agents)/",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"(?:^|/)(?:readme|contributing|hacking|development)(?:\.\w+)?\Z", re.IGNORECASE)


def readers(path: str) -> str:
    """Whom a document instructs, "" for one that only tells."""
    if _AGENTS.search(path):
        return "agents"
    return "people and agents" if _PEOPLE.search(path) else ""


# -- records

_KINDS = r"change[-_]?logs?|(?:rel|release)[-_]?notes?|upgrad(?:e|ing)|migrat(?:ion|ing)|deprecat(?:ed|ions?)"
#: Records whatever their format is.
_RECORD = re.compile(
    r"(?:^|/)change[-_]?logs?(?:[-_. ][^/]*)?\Z"
    r"|(?:^|/)(?:change[-_]?logs?(?:\.d)?|newsfragments|(?:rel|release)[-_]?notes?)/",
    re.IGNORECASE,
)
_RECORD_OF_PROSE = re.compile(
    rf"(?:^|/)(?:[^/]*[-_. ])?(?:{_KINDS})(?:[-_. ][^/]*)?\Z"
    r"|(?:^|/)(?:changes|history|news|releases?|what.?s[-_ ]?new)(?:[-_. ][^/]*)?\Z"
    r"|(?:^|/)(?:adrs?|decisions?|rfcs?|proposals?|releases?|changes|history|news|_posts|blog|posts|what.?s[-_]?new"
    r"|upgrading)/"
    r"|(?:^|/)\d{4}-\d\d-\d\d[^/]*(?:/|\Z)|versioned_docs/|(?:^|/)version-\d[^/]*/",
    re.IGNORECASE,
)
_PROSE = frozenset({"markdown", "rst", "asciidoc", "text", "notebook"})


class Document(NamedTuple):
    """A file that names something. `text` is what is read of it: of a notebook the cells that are Markdown.

    `why_no_fix` is what stands in the way of writing it, "" where nothing does.
    """

    path: str
    format: Format
    text: str
    is_large: bool = False
    why_no_fix: str = ""

    @property
    def is_prose(self) -> bool:
        return self.format in _PROSE


def format_of(path: str) -> Format:
    """How a document is written, by its name; "" for a file that is none."""
    name = path.rpartition("/")[2].lower()
    if _LOCKED.fullmatch(name) or _FOREIGN.search(path):
        return ""
    for pattern, form in _NAMED:
        if pattern.fullmatch(name):
            return form
    found = _FORMAT_OF.get(name.rpartition(".")[2], "") if "." in name else ""
    inner = _TEMPLATE.sub("", name)
    return (format_of(inner) if inner != name and "." in inner else "") or found


def records(policy: Policy) -> Callable[[str], bool]:
    """Whether a document tells what was at its time, and may name what is gone since."""
    seen = frozenset(one.see.partition("#")[0].removeprefix("./").strip() for one in policy.decisions)
    chosen = path_matcher(tuple(policy.tables.get("documents", {}).get("records", ())))

    def is_record(path: str) -> bool:
        if chosen(path):
            return True
        if _AGENTS.search(path):
            return False
        if path in seen and not _PEOPLE.search(path):
            return True
        is_prose = format_of(path) in (*_PROSE, "markup")
        return _RECORD.search(path) is not None or (is_prose and _RECORD_OF_PROSE.search(path) is not None)

    return is_record


# -- reading

_MOST_BYTES = 1_000_000
_LONGEST_LINE = 5_000  # bytes: nobody wrote more
_GENERATED = re.compile(
    r"@generated\b|\bdo not (?:edit|modify)\b|\bauto-?(?:matically )?generated\b|\bautomatically generated\b",
    re.IGNORECASE,
)  # fmt: skip
_COMMENT = re.compile(r"\s*(?:<!--|\.\. |#|//|;|/\*|\{#|--|%)")
_HEAD = 10  # lines in which a generator says so


class Documents(NamedTuple):
    """Documents with their formats, in the order of their paths; `changed` are those that may be others than before."""

    formats: dict[str, Format]
    changed: frozenset[str]


def documents(policy: Policy, index: Index, words: Sequence[str]) -> Documents:
    """The documents that may contain one of some words, less records and the policy."""
    is_record = records(policy)
    is_all_policy = not (policy.path or "").endswith(("pyproject.toml", "setup.cfg"))

    def is_asked(path: str) -> bool:
        return bool(format_of(path)) and not (path == policy.path and is_all_policy) and not is_record(path)

    index.sought.add(Needles(fragments=words))
    looks = Looks(index, words, digest_of("documents", policy, build()), is_asked)
    there = (path for path in looks.having if path not in index.python_set)
    return Documents({path: format_of(path) for path in there}, looks.changed)


def read_document(index: Index, path: str, form: Format, words: Sequence[str]) -> Document | None:
    """A document that contains one of some words; None for others, and for what nobody wrote by hand."""
    index.looked_at.add(path)
    data = index.records.read(path)
    if b"\0" in data or not any(word.encode() in data for word in words):
        return None
    if form == "notebook":
        notebook = index.notebook(path) if is_notebook(path) else None
        return None if notebook is None else Document(path, form, notebook.markdown.text)
    try:
        text, why_no_fix = data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        text, why_no_fix = data.decode("utf-8-sig", "replace"), "the file is not UTF-8"
    if _is_generated(text, form):
        return None
    if len(data) > _MOST_BYTES:
        return Document(path, form, text, True, "the file is large")
    if max(map(len, data.split(b"\n"))) > _LONGEST_LINE:
        return None
    return Document(path, form, text, why_no_fix=why_no_fix)


def _is_generated(text: str, form: Format) -> bool:
    """Whether a generator says in the first lines that it wrote the file: in prose, in a comment."""
    head = text[:2_000].split("\n")[:_HEAD]
    return any(_GENERATED.search(line) for line in head if form != "markdown" or _is_comment(line))


def _is_comment(line: str) -> bool:
    return _COMMENT.match(line) is not None and not line.lstrip().startswith("#")
