"""The mutants that near-duplicates are measured by: what each level does to a class, and each rule to a statement."""

from __future__ import annotations

import ast
import random
import re

import pytest

from bench.clones_blocks import Place
from bench.clones_bodies import RULES
from bench.clones_imports import free_names, with_imports
from bench.clones_levels import LEVELS, Subject, mutant, rename_class, renamed_text
from bench.clones_names import class_name, method_name, snake, variable_name, words_of
from bench.clones_texts import Expressions, text_of

CLASS = '''\
class UserManager(Base):
    """Users, in a UserManager."""

    limit = 10

    def __init__(self, path, timeout=30):
        super().__init__()
        self.path = path  # where they are
        self.users = {}
        self.timeout = timeout

    def get_user(self, name):
        if name in self.users:
            return self.users[name]
        return None

    def load_users(self):
        names = []
        for row in read_rows(self.path):
            names.append(row["name"])
        logger.info("loaded %s users", len(names))
        return names

    def add_user(self, name, *, admin=False):
        user = self.get_user(name)
        if user is None:
            user = {"name": name, "admin": admin}
            self.users[name] = user
        else:
            user["admin"] = admin
        self.store.write_row(user)
        return user

    def describe(self, user):
        return f"{user} of {self.path}"

    def remove_user(self, name):
        self.users.pop(name)
        self.store.drop_row(name)
'''
DONOR = """\
def count_rows(self, table):
    total = 0
    for row in table:
        total += row.size
    return total
"""
MUTANTS = {
    "L1": '''\
class UnifiedUserManager(Base):
    """Users, in a UnifiedUserManager."""

    limit = 10

    def __init__(self, path, timeout=30):
        super().__init__()
        self.path = path  # where they are
        self.users = {}
        self.timeout = timeout

    def get_user(self, name):
        if name in self.users:
            return self.users[name]
        return None

    def load_users(self):
        names = []
        for row in read_rows(self.path):
            names.append(row["name"])
        logger.info("loaded %s users", len(names))
        return names

    def add_user(self, name, *, admin=False):
        user = self.get_user(name)
        if user is None:
            user = {"name": name, "admin": admin}
            self.users[name] = user
        else:
            user["admin"] = admin
        self.store.write_row(user)
        return user

    def describe(self, user):
        return f"{user} of {self.path}"

    def remove_user(self, name):
        self.users.pop(name)
        self.store.drop_row(name)
''',
    "L2": '''\
class UnifiedUserManager(Base):
    """What callers use for unified user manager."""
    limit = 10

    def __init__(self, filepath, deadline=30):
        """Init for the rest of the system."""
        super().__init__()
        self.filepath = filepath
        self.members = {}
        self.deadline = deadline

    def get_user(self, label):
        if label in self.members:
            return self.members[label]
        return None

    def load_users(self):
        """Handle load users, and nothing else."""
        names_entry = []
        for line in read_rows(self.filepath):
            names_entry.append(line['name'])
        logger.info('loaded %s users', len(names_entry))
        return names_entry

    def add_user(self, label, *, the_admin=False):
        member = self.get_user(label)
        if member is None:
            member = {'name': label, 'admin': the_admin}
            self.members[label] = member
        else:
            member['admin'] = the_admin
        self.store.write_row(member)
        # guard against odd input
        return member

    def describe(self, member):
        return f'{member} of {self.filepath}'

    def remove_user(self, label):
        self.members.pop(label)
        self.store.drop_row(label)
''',
    "L3": '''\
class UnifiedUserManager(Base):
    limit = 10

    def __init__(self, location, timeout_value=31):
        # the usual case
        super().__init__()
        self.filepath = location
        self.accounts = {}
        self.timeout_value = timeout_value

    def load_users(self):
        logger.debug('about to load_accounts')
        # guard against odd input
        names_item = []
        for line in read_rows(self.filepath):
            names_item.append(line['name'])
        logger.info('loaded %s members', len(names_item))
        return names_item

    def count_rows(self, lookup):
        number = 0
        for line in lookup:
            number += line.size
        return number

    def add_user(self, title, *, the_admin=False):
        """What callers use for add user."""
        # guard against odd input
        if title is None:
            return
        # nothing to do otherwise
        logger.debug('about to add_user')
        account = self.get_user(title)
        if account is None:
            account = {'name': title, 'admin': the_admin}
            self.accounts[title] = account
        else:
            account['admin'] = the_admin
        self.store.write_row(account)
        return account

    def get_user(self, title):
        if title is None:
            return
        if title in self.accounts:
            return self.accounts[title]
        output = None
        return output

    def describe(self, account):
        """What callers use for describe."""
        return f'{account} of {self.filepath}'

    def remove_user(self, title):
        self.accounts.pop(title)
        # see the notes on this above
        self.store.drop_row(title)
''',
    "L4": '''\
class UnifiedUserManager:
    limit = 10

    def __init__(self, location, timeout_value=30):
        self.filepath = location
        # guard against odd input
        self.accounts = {}
        self.timeout_value = timeout_value

    def read_users(self):
        logger.debug('about to load_accounts')
        names_item = []
        for line in read_rows(self.filepath):
            names_item.append(line['ident'])
        logger.info('loaded %s users', len(names_item))
        return names_item

    def count_rows(self, lookup):
        """What callers use for count rows."""
        number = 0
        for line in lookup:
            number += line.size
        return number

    def add_user(self, title, *, the_admin=False):
        if title is not None:
            logger.debug('about to add_user')
            account = self.fetch_user(title)
            if account is None:
                account = {'ident': title, 'admin': the_admin}
                self.accounts[title] = account
            else:
                account['admin'] = the_admin
            self.store.write_row(account)
            return account

    def fetch_user(self, title):
        """Fetch user for the rest of the system."""
        if title is None:
            return
        if title not in self.accounts:
            output = None
            return output
        else:
            return self.accounts[title]

    def perform_describe(self, account):
        outcome = self.filepath
        return '{} of {}'.format(account, outcome)

    def remove_user(self, title):
        """Handle remove user, and nothing else."""
        self.accounts.pop(title)
        self.store.drop_row(title)
''',
    "L5": '''\
class UnifiedUserManager:
    limit = 10

    def __init__(self, location: object, deadline: object=60) -> None:
        self.members = {}
        self.deadline = deadline
        self.path_value = location

    def load_users(self) -> object:
        """What callers use for load users."""
        logger.debug('about to load_members')
        chunk = list(read_rows(self.path_value))
        # keep this in step with the callers
        my_names = []
        while True:
            if not chunk:
                break
            line = chunk.pop(0)
            outcome = line['ident']
            my_names.append(outcome)
        val = len(my_names)
        logger.info('loaded %s members', val)
        return my_names

    def number_rows(self, lookup: object) -> object:
        """Take care of number rows."""
        amount = 0
        for line in lookup:
            amount = amount + line.size
        return amount

    def perform_describe(self, account: object) -> object:
        if account is not None:
            logger.debug('about to describe')
            return f'{account} of {self.path_value}'

    def lookup_user(self, ident: object) -> object:
        if ident is None:
            return
        logger.debug('get_user: first')
        return self.members[ident] if ident in self.members else None

    def delete_user(self, ident: object) -> None:
        """Take care of delete user."""
        self.members.pop(ident)
        self.store.detach_row(ident)
''',
}


def one_class(text: str) -> ast.ClassDef:
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.ClassDef)
    return node


def one_function(text: str) -> ast.FunctionDef:
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    return node


def made(level: str, seed: int) -> str:
    subject = Subject(CLASS, one_class(CLASS), frozenset({"read_rows"}))
    return mutant(level, subject, "UnifiedUserManager", [one_function(DONOR)], random.Random(seed))


def method_names(text: str) -> set[str]:
    return {one.name for one in one_class(text).body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_makes_this_of_a_class(level: str) -> None:
    assert made(level, 3) == MUTANTS[level]


@pytest.mark.parametrize(("text", "renamed"), [
    pytest.param("class User(Base): pass", "class Member(Base): pass", id="definition"),
    pytest.param('class User:\n    """A User."""  # User\n', 'class Member:\n    """A Member."""  # Member\n', id="texts"),
    pytest.param("class User(auth.User): pass", "class Member(auth.User): pass", id="another-of-that-name"),
    pytest.param("class User:\n    def a(self): return super(User, self).User()\n",
                 "class Member:\n    def a(self): return super(Member, self).User()\n", id="in-a-method"),
    pytest.param("class User: users = UserSet()", "class Member: users = UserSet()", id="longer-names"),
])  # fmt: skip
def test_a_renamed_copy(text: str, renamed: str) -> None:
    assert renamed_text(text, "User", "Member") == renamed


def test_a_class_is_renamed_where_it_names_itself() -> None:
    node = one_class(
        "class User:\n    parent: 'User | None' = None\n\n"
        "    def of(self, one: list['User'], kind='User') -> 'User':\n        return User(one, UserSet())\n"
    )
    rename_class(node, "Member")
    assert ast.unparse(node) == (
        "class Member:\n    parent: 'Member | None' = None\n\n"
        "    def of(self, one: list['Member'], kind='User') -> 'Member':\n        return Member(one, UserSet())"
    )


@pytest.mark.parametrize("level", LEVELS)
def test_mutants_parse_and_a_seed_makes_one_of_them(level: str) -> None:
    texts = [made(level, seed) for seed in range(20)]
    assert [one_class(text).name for text in texts] == ["UnifiedUserManager"] * 20
    assert texts == [made(level, seed) for seed in range(20)]
    assert len(set(texts)) == (1 if level == "L1" else 20)


@pytest.mark.parametrize(
    ("level", "kept", "least"),
    [
        pytest.param("L2", 6, 6, id="L2 keeps the names of all methods"),
        pytest.param("L3", 6, 4, id="L3 drops a few"),
        pytest.param("L4", 4, 2, id="L4 renames half"),
        pytest.param("L5", 3, 1, id="L5 renames most"),
    ],
)
def test_methods_that_keep_their_names(level: str, kept: int, least: int) -> None:
    """Of six: `__init__` is always one of them."""
    numbers = [len(method_names(made(level, seed)) & method_names(CLASS)) for seed in range(20)]
    assert least <= min(numbers)
    assert max(numbers) <= kept


@pytest.mark.parametrize(
    ("level", "called"),
    [
        pytest.param("L2", {"write_row", "drop_row"}, id="L2 keeps called names"),
        pytest.param("L3", {"write_row", "drop_row"}, id="L3 keeps called names"),
        pytest.param("L4", {"write_row", "drop_row"}, id="L4 keeps called names"),
        pytest.param(
            "L5",
            {"write_row", "drop_row", "save_row", "store_row", "persist_row"}
            | {"delete_row", "detach_row", "discard_row", "remove_row", "drop_line", "write_line"},
            id="L5 renames most",
        ),
    ],
)
def test_names_that_are_called_on_others(level: str, called: set[str]) -> None:
    texts = [made(level, seed) for seed in range(60)]
    assert {name for text in texts for name in re.findall(r"self\.store\.(\w+)\(", text)} == called


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        pytest.param(
            "inverted_if", "if a == b:\n    x()\nelse:\n    y()", "if a != b:\n    y()\nelse:\n    x()", id="if"
        ),
        pytest.param("inverted_if", "if a:\n    x()", None, id="if without else"),
        pytest.param("early_to_nested", "if a:\n    return\nx()\ny()", "if not a:\n    x()\n    y()", id="nested"),
        pytest.param("early_to_nested", "if a:\n    x()\ny()", None, id="nested, does not leave"),
        pytest.param("nested_to_early", "if a:\n    x()\n    y()", "if not a:\n    return\nx()\ny()", id="early"),
        pytest.param("nested_to_early", "if a:\n    x()\n    y()\nz()", None, id="early, not at the end"),
        pytest.param("else_to_early", "if a:\n    return x\nelse:\n    y()", "if a:\n    return x\ny()", id="else"),
        pytest.param(
            "loop_to_comprehension",
            "x = []\nfor i in y:\n    if i:\n        x.append(i.z)",
            "x = [i.z for i in y if i]",
            id="loop",
        ),
        pytest.param("loop_to_comprehension", "x = [1]\nfor i in y:\n    x.append(i)", None, id="loop, not empty"),
        pytest.param("loop_to_comprehension", "x = []\nfor i in y:\n    x.append((yield i))", None, id="loop, yields"),
        pytest.param(
            "comprehension_to_loop",
            "x = {a: b for a, b in y if a if b}",
            "x = {}\nfor a, b in y:\n    if a and b:\n        x[a] = b",
            id="comprehension",
        ),
        pytest.param(
            "comprehension_to_loop",
            "return {a for a in y}",
            "fresh = set()\nfor a in y:\n    fresh.add(a)\nreturn fresh",
            id="comprehension, returned",
        ),
        pytest.param("ternary_to_if", "x = a if b else c", "if b:\n    x = a\nelse:\n    x = c", id="ternary"),
        pytest.param("if_to_ternary", "if a:\n    return b\nreturn c", "return b if a else c", id="if, returns"),
        pytest.param("if_to_ternary", "if a:\n    x = 1\nelse:\n    x = 2", "x = 1 if a else 2", id="if, assigns"),
        pytest.param("if_to_ternary", "if a:\n    x = 1\nelse:\n    y = 2", None, id="if, assigns two"),
        pytest.param("temporary_out", "x = a()\nreturn x", "return a()", id="temporary goes"),
        pytest.param("temporary_in", "return a()", "fresh = a()\nreturn fresh", id="temporary comes"),
        pytest.param("argument_out", "a(b, c.d)", "fresh = c.d\na(b, fresh)", id="argument"),
        pytest.param("argument_out", "a(b, 1)", None, id="argument, plain"),
        pytest.param("and_to_nested", "if a and b:\n    x()", "if a:\n    if b:\n        x()", id="and"),
        pytest.param("nested_to_and", "if a:\n    if b:\n        x()", "if a and b:\n    x()", id="and, back"),
        pytest.param(
            "while_to_break",
            "while a in b:\n    x()",
            "while True:\n    if a not in b:\n        break\n    x()",
            id="while",
        ),
        pytest.param(
            "break_to_while",
            "while True:\n    if not a:\n        break\n    x()",
            "while a:\n    x()",
            id="while, back",
        ),
        pytest.param(
            "range_to_while",
            "for i in range(n):\n    x(i)",
            "i = 0\nwhile i < n:\n    x(i)\n    i += 1",
            id="range",
        ),
        pytest.param(
            "for_to_while",
            "for i in y:\n    a(i)\n    b(i)",
            "fresh = list(y)\nwhile fresh:\n    i = fresh.pop(0)\n    a(i)\n    b(i)",
            id="for",
        ),
        pytest.param("augmented", "a.b += 1", "a.b = a.b + 1", id="augmented"),
        pytest.param("augmented", "a = a - b", "a -= b", id="augmented, back"),
        pytest.param("with_split", "with a, b:\n    x()", "with a:\n    with b:\n        x()", id="with"),
        pytest.param("tuple_split", "a, b = (c, d)", "a = c\nb = d", id="tuple"),
        pytest.param("tuple_split", "a, b = (b, a)", None, id="tuple, exchanged"),
    ],
)
def test_a_rule_writes_a_statement_another_way(rule: str, before: str, after: str | None) -> None:
    apply = next(one for one in RULES if one.__name__ == rule)
    block = ast.parse(before).body
    found = apply(block, 0, Place("function", iter(["fresh"])))
    if after is None or found is None:
        assert (found, after) == (None, None)
        return
    statements, used = found
    whole = ast.Module(body=[*statements, *block[used:]], type_ignores=[])
    assert ast.unparse(ast.fix_missing_locations(whole)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("f'{a} of {b!r}'", "'{} of {!r}'.format(a, b)", id="f-string"),
        pytest.param("f'{a:>3}'", "f'{a:>3}'", id="f-string with a format"),
        pytest.param("'{} of {}'.format(a, b)", "f'{a} of {b}'", id="format"),
        pytest.param("'%s of %s' % (a, b)", "f'{a} of {b}'", id="percent"),
        pytest.param("'%5.2f' % a", "'%5.2f' % a", id="percent with a format"),
        pytest.param("a < b", "b > a", id="comparison"),
        pytest.param("a if b else c", "c if not b else a", id="choice"),
        pytest.param("dict(a=b)", "{'a': b}", id="dict"),
        pytest.param("isinstance(a, (b, c))", "isinstance(a, b) or isinstance(a, c)", id="isinstance"),
    ],
)
def test_an_expression_is_written_another_way(before: str, after: str) -> None:
    new = Expressions(random.Random(1), 1.1).visit(ast.parse(before, mode="eval"))
    assert ast.unparse(ast.fix_missing_locations(new)) == after


@pytest.mark.parametrize(
    ("name", "words", "file"),
    [
        pytest.param("UserManager", ["User", "Manager"], "user_manager", id="two words"),
        pytest.param("HTTPClientV2", ["HTTP", "Client", "V2"], "http_client_v2", id="capitals and a number"),
        pytest.param("_bgThread", ["bg", "Thread"], "bg_thread", id="private, lower case"),
    ],
)
def test_words_of_a_name(name: str, words: list[str], file: str) -> None:
    assert (words_of(name), snake(name)) == (words, file)


def test_new_names_are_free_ones() -> None:
    rng = random.Random(1)
    taken = {"UserHandler", "fetch_user", "title"}
    classes = {class_name("UserManager", rng, taken) for _ in range(200)}
    methods = {method_name("get_user", rng, taken) for _ in range(200)}
    names = {variable_name("name", rng, taken) for _ in range(200)}
    assert {"UserController", "UnifiedUserManager", "UserManagerV2", "AccountManager"} <= classes
    assert {"obtain_user", "lookup_user"} <= methods
    assert {"label", "ident"} <= names
    assert not taken & (classes | methods | names)
    assert all(one.isidentifier() for one in classes | methods | names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "class A(B):\n    def f(self, x: 'C | None', y=D): return E(x, y, A, len(x))", "B C D E", id="all"
        ),
        pytest.param("class A:\n    Key = Key\n    other = Key", "Key", id="bound in the class, from outside"),
        pytest.param("class A:\n    info = 1\n    def f(self): info()", "info", id="of the module within a method"),
        pytest.param("class A:\n    def f(self): return [x for x in self.y]", "", id="none"),
        pytest.param("class A:\n    def f(self): return __x()", "__x", id="private"),
    ],
)
def test_names_that_a_class_needs(text: str, names: str) -> None:
    assert free_names(text) == set(names.split())


def test_a_file_has_the_imports_that_its_class_needs() -> None:
    module = ast.parse(
        "import os.path as p\nfrom ..base import Base as B\nfrom .rows import *\nLIMIT = 3\nTABLE = make()\n"
        "class User(B):\n    def f(self): ...\n"
    )
    text = "class Account(B):\n    def f(self):\n        return p, LIMIT, TABLE, stranger, logger\n"
    assert with_imports(text, module, "src/app/users/user.py") == (
        "from __future__ import annotations\n\n"
        "from app.base import Base as B\nfrom app.users import stranger\nfrom app.users.user import TABLE\n"
        "import logging\nimport os.path as p\n\n"
        "LIMIT = 3\nlogger = logging.getLogger(__name__)\n\n\n" + text
    )


def test_long_lines_are_broken_and_mean_the_same() -> None:
    arguments = ", ".join(f"argument_{number}" for number in range(8))
    node = one_class(f"class A:\n    def method(self, {arguments}):\n        return self.method({arguments})\n")
    text = text_of(node)
    assert max(map(len, text.splitlines())) < 100
    assert ast.dump(ast.parse(text).body[0]) == ast.dump(node)
