"""Expressions and literals written another way, and the layout of a text: line breaks and comments."""

from __future__ import annotations

import ast
import io
import itertools
import random
import re
import tokenize

from bench.clones_blocks import branch, name, negated
from bench.clones_names import exchanged
from bench.clones_words import COMMENTS, DOCSTRINGS, NOUNS, VERBS

PLACEHOLDER = re.compile(r"(%\(\w+\)\w|%\w|\{[^}]*\})")
#: Stands in the tree for a comment, until the text is made.
COMMENT = "_comment_"
WIDTH = 100


class Literals(ast.NodeTransformer):
    """Other words in messages, other numbers; keys and the small numbers of control flow mostly stay."""

    def __init__(self, rng: random.Random, rate: float) -> None:
        self.rng, self.rate = rng, rate
        self.keys: dict[str, str] = {}  # one key has one new name throughout

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        is_key = isinstance(node.value, str) and " " not in node.value
        if is_key or self.rng.random() < self.rate:
            if isinstance(node.value, str):
                node.value = self.reworded(node.value)
            elif type(node.value) in (int, float) and node.value > 2:  # type: ignore[operator]
                node.value = self.rng.choice((node.value * 2, node.value + 1, node.value - 1))  # type: ignore[operator]
        return node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        node.value = self.visit(node.value)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        return node if isinstance(node.value, ast.Constant) else self.generic_visit(node)

    def visit_match_case(self, node: ast.match_case) -> ast.AST:
        node.body = [self.visit(one) for one in node.body]
        return node

    def reworded(self, text: str) -> str:
        if " " not in text:
            if text not in self.keys:
                is_key = text.isidentifier() and self.rng.random() < 0.5
                self.keys[text] = exchanged(text.split("_"), self.rng, NOUNS, ("{}",)) if is_key else text
            return self.keys[text]
        parts = PLACEHOLDER.split(text)
        return "".join(part if number % 2 else self.words(part) for number, part in enumerate(parts))

    def words(self, text: str) -> str:
        return re.sub(r"[A-Za-z]+", lambda found: self.word(found[0]), text)

    def word(self, word: str) -> str:
        others = NOUNS.get(word.lower()) or VERBS.get(word.lower())
        if len(word) <= 4 or not others or "_" in (other := self.rng.choice(others)):
            return word
        return other.capitalize() if word[0].isupper() else other


class Expressions(ast.NodeTransformer):
    """The same value by other means, at a rate of the places where there is one."""

    def __init__(self, rng: random.Random, rate: float) -> None:
        self.rng, self.rate = rng, rate

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        if self.rng.random() >= self.rate:
            return node
        return formatted(node) or node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        node = self.generic_visit(node)  # type: ignore[assignment]
        is_text = isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
        if isinstance(node.op, ast.Mod) and is_text and self.rng.random() < self.rate:
            values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
            return joined(node.left.value, r"%[sd]", values) or node  # type: ignore[attr-defined]
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        turned = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE, ast.Eq: ast.Eq}
        if len(node.ops) == 1 and (kind := turned.get(type(node.ops[0]))) and self.rng.random() < self.rate:
            return ast.Compare(left=node.comparators[0], ops=[kind()], comparators=[node.left])
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        are_tests = all(isinstance(one, ast.Compare | ast.UnaryOp) for one in node.values)
        if not are_tests or self.rng.random() >= self.rate / 2:
            return node
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return ast.UnaryOp(op=ast.Not(), operand=ast.BoolOp(op=other, values=[negated(one) for one in node.values]))

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        if self.rng.random() >= self.rate:
            return node
        return ast.IfExp(test=negated(node.test), body=node.orelse, orelse=node.body)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if self.rng.random() >= self.rate:
            return node
        return self.called(node) or node

    def called(self, node: ast.Call) -> ast.expr | None:
        text = ast.unparse(node.func)
        if text == "dict" and not node.args and all(one.arg for one in node.keywords):
            keys: list[ast.expr | None] = [ast.Constant(value=one.arg) for one in node.keywords]
            return ast.Dict(keys=keys, values=[one.value for one in node.keywords])
        if text == "list" and not node.args:
            return ast.List(elts=[], ctx=ast.Load())
        if text == "isinstance" and len(node.args) == 2 and isinstance(node.args[1], ast.Tuple):
            calls: list[ast.expr] = [
                ast.Call(func=name(text), args=[node.args[0], one], keywords=[]) for one in node.args[1].elts
            ]
            return ast.BoolOp(op=ast.Or(), values=calls) if len(calls) > 1 else calls[0] if calls else None
        if isinstance(node.func, ast.Attribute) and node.func.attr == "format" and not node.keywords:
            if isinstance(node.func.value, ast.Constant) and isinstance(node.func.value.value, str):
                return joined(node.func.value.value, r"\{\}", node.args)
        return None


def formatted(node: ast.JoinedStr) -> ast.expr | None:
    """An f-string as a call of `format`; None when it has formats of its own."""
    text, values = "", []
    for one in node.values:
        if isinstance(one, ast.Constant):
            text += str(one.value).replace("{", "{{").replace("}", "}}")
        elif isinstance(one, ast.FormattedValue) and one.format_spec is None:
            text += "{!r}" if one.conversion == ord("r") else "{}"
            values.append(one.value)
        else:
            return None
    called = ast.Attribute(value=ast.Constant(value=text), attr="format", ctx=ast.Load())
    return ast.Call(func=called, args=values, keywords=[])


def joined(text: str, mark: str, values: list[ast.expr]) -> ast.expr | None:
    """A text with marks as an f-string; None where a value has quotes or the marks are more than plain."""
    parts = re.split(mark, text)
    if len(parts) != len(values) + 1 or re.search(r"[%{}\\\n'\"]", "".join(parts)):
        return None
    if any(re.search(r"[\\'\"]", ast.unparse(value)) or isinstance(value, ast.Starred) for value in values):
        return None
    found: list[ast.expr] = [ast.Constant(value=parts[0])] if parts[0] else []
    for value, part in zip(values, parts[1:], strict=True):
        found.append(ast.FormattedValue(value=value, conversion=-1))
        found += [ast.Constant(value=part)] if part else []
    return ast.JoinedStr(values=found)


def documented(node: ast.ClassDef, rng: random.Random, rate: float) -> None:
    """Docstrings of other words, or none, or one where there was none."""
    for one in ast.walk(node):
        if not isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if ast.get_docstring(one) is not None:
            one.body = one.body[1:] or [ast.Pass()]
        if rng.random() < rate:
            words = " ".join(re.findall(r"[A-Z]?[a-z]+", one.name)).lower() or one.name
            sentence = rng.choice(DOCSTRINGS).format(words)
            one.body.insert(0, ast.Expr(value=ast.Constant(value=sentence[0].upper() + sentence[1:])))


def commented(block: list[ast.stmt], rng: random.Random, rate: float) -> list[ast.stmt]:
    """Comments, which `text_of` makes of calls that stand for them."""
    new: list[ast.stmt] = []
    for one in block:
        if rng.random() < rate and not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)):
            called = ast.Call(func=name(COMMENT), args=[ast.Constant(value=rng.choice(COMMENTS))], keywords=[])
            new.append(ast.Expr(value=called))
        new.append(one)
    return new


def text_of(node: ast.ClassDef) -> str:
    """The class as text, long lines broken, one blank line between methods.

    Raises ValueError where `ast` of this Python has no text for it.
    """
    text = ast.unparse(ast.fix_missing_locations(node))
    text = re.sub(rf"^( *){COMMENT}\((['\"])(.*)\2\)$", r"\1# \3", text, flags=re.MULTILINE)
    lines = [part for line in text.split("\n") for part in (broken(line) if len(line) > WIDTH else [line])]
    whole = "\n".join(lines) + "\n"
    return whole if ast.dump(ast.parse(whole)) == ast.dump(ast.parse(text)) else text + "\n"


def broken(line: str) -> list[str]:
    """One line as several, each thing within its first brackets on its own; as it is where that can't be."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(line.strip() + "\n").readline))
    except (tokenize.TokenError, IndentationError):
        return [line]
    cuts, depth, start = [], 0, None
    for token in tokens:
        if token.string in ("(", "[", "{") and token.type == tokenize.OP:
            depth += 1
            if depth == 1 and start is None:
                start = token.end[1]
                cuts.append(start)
        elif token.string in (")", "]", "}") and token.type == tokenize.OP:
            depth -= 1
            if depth == 0 and start is not None:
                cuts.append(token.start[1])
                break
        elif token.string == "," and depth == 1:
            cuts.append(token.end[1])
    if len(cuts) < 3:
        return [line]
    bare, indent = line.strip(), line[: len(line) - len(line.lstrip())]
    inner = [bare[here:there].strip() for here, there in itertools.pairwise(cuts)]
    return [indent + bare[: cuts[0]], *(f"{indent}    {part}" for part in inner if part), indent + bare[cuts[-1] :]]


def guard(parameter: str) -> ast.stmt:
    test = ast.Compare(left=name(parameter), ops=[ast.Is()], comparators=[ast.Constant(value=None)])
    return branch(test, [ast.Return(value=None)])
