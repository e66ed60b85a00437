"""What is banned in each tree, once, and as every tool wants to be told of it.

Each tree has two cases. In `long ago` the names are those that its authors took out years back:
nothing uses them any more, but files have words like them, changelogs name them, and each commit
pays for the guard. `in the middle` is a consolidation under way, with 100 to 200 findings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple


class Bans(NamedTuple):
    """Deleted modules, banned classes or functions by dotted name and classes by bare name, and what was kept."""

    modules: tuple[str, ...]
    names: tuple[str, ...]
    classes: tuple[str, ...]
    keep: str
    only: str
    argument: str

    @property
    def dotted(self) -> tuple[str, ...]:
        return (*self.modules, *self.names)

    @property
    def words(self) -> tuple[str, ...]:
        """What a text must have to break a ban."""
        return tuple(sorted({*(one.rpartition(".")[2] for one in self.dotted), *self.classes}))


LONG_AGO, MIDDLE = "long ago", "in the middle"

CASES: Mapping[str, Mapping[str, Bans]] = {
    "homeassistant": {
        LONG_AGO: Bans(
            modules=(
                "homeassistant.util.distance",
                "homeassistant.util.pressure",
                "homeassistant.util.volume",
                "homeassistant.util.temperature",
            ),
            names=("homeassistant.helpers.typing.HomeAssistantType", "homeassistant.helpers.template_old.is_template"),
            classes=("BinarySensorDevice",),
            keep="homeassistant.helpers.collection:StorageCollection",
            only="*LegacyStorageCollection",
            argument="run_id",
        ),
        MIDDLE: Bans(
            modules=(
                "homeassistant.util.ulid",
                "homeassistant.util.scaling",
                "homeassistant.util.signal_type",
                "homeassistant.helpers.trigger_template_entity",
            ),
            names=("homeassistant.helpers.singleton.singleton", "homeassistant.helpers.reload.ReloadServiceHelper"),
            classes=("LegacyStorage",),
            keep="homeassistant.helpers.collection:StorageCollection",
            only="*StorageCollectionWebsocket",
            argument="config_entry",
        ),
    },
    "django": {
        LONG_AGO: Bans(
            modules=(
                "django.core.urlresolvers",
                "django.utils.six",
                "django.utils.lru_cache",
                "django.db.models.sql.aggregates",
            ),
            names=("django.utils.encoding.force_text", "django.utils.translation.ugettext"),
            classes=("NullBooleanSelectField",),
            keep="django.utils.connection:BaseConnectionHandler",
            only="*LegacyConnectionHandler",
            argument="run_id",
        ),
        MIDDLE: Bans(
            modules=(
                "django.utils.crypto",
                "django.utils.datastructures",
                "django.utils.inspect",
                "django.core.management.color",
            ),
            names=("django.utils.encoding.force_bytes", "django.utils.text.slugify"),
            classes=("MultiPartParserError",),
            keep="django.utils.connection:BaseConnectionHandler",
            only="*ConnectionHandler",
            argument="using",
        ),
    },
    "sympy": {
        LONG_AGO: Bans(
            modules=("sympy.mpmath", "sympy.statistics", "sympy.thirdparty", "sympy.core.basic_old"),
            names=("sympy.core.symbol.Temporary", "sympy.utilities.iterables.bracelets_of"),
            classes=("ClassRegistry",),
            keep="sympy.printing.str:StrPrinter",
            only="*LegacyPrinter",
            argument="run_id",
        ),
        MIDDLE: Bans(
            modules=(
                "sympy.core.exprtools",
                "sympy.codegen.fnodes",
                "sympy.polys.euclidtools",
                "sympy.combinatorics.tensor_can",
            ),
            names=("sympy.utilities.misc.filldedent", "sympy.simplify.powsimp.powdenest"),
            classes=("LatticeOp",),
            keep="sympy.printing.str:StrPrinter",
            only="*StrPrinter",
            argument="dotprodsimp",
        ),
    },
    "sqlalchemy": {
        LONG_AGO: Bans(
            modules=("sqlalchemy.databases", "sqlalchemy.ext.sqlsoup", "sqlalchemy.orm.shard", "sqlalchemy.interfaces"),
            names=("sqlalchemy.orm.interfaces.MapperExtension", "sqlalchemy.types.Binary"),
            classes=("PoolListener",),
            keep="sqlalchemy.pool.impl:QueuePool",
            only="*LegacyPool",
            argument="run_id",
        ),
        MIDDLE: Bans(
            modules=(
                "sqlalchemy.ext.associationproxy",
                "sqlalchemy.ext.declarative",
                "sqlalchemy.testing.provision",
                "sqlalchemy.sql.visitors",
            ),
            names=("sqlalchemy.ext.compiler.compiles", "sqlalchemy.util.langhelpers.symbol"),
            classes=("AssertionPool",),
            keep="sqlalchemy.pool.impl:QueuePool",
            only="*QueuePool",
            argument="type_",
        ),
    },
}


def policy(bans: Bans) -> str:
    """The bans as a policy of ours."""
    return (
        "[decisions.modules]\n"
        'reason = "one implementation"\n'
        f"delete = {json.dumps(bans.modules)}\n"
        f"ban-files = {json.dumps([bans.modules[0].replace('.', '/') + '2.py'])}\n"
        "[decisions.names]\n"
        f"keep = {json.dumps([bans.keep])}\n"
        f"only = {json.dumps([bans.only])}\n"
        f"ban-classes = {json.dumps([*bans.names, *bans.classes])}\n"
        "[decisions.argument]\n"
        f"argument = {json.dumps(bans.argument)}\n"
        'never = ["None"]\n'
    )


def ruff_settings(bans: Bans) -> str:
    """The same for ruff, which has no ban of a class by its bare name."""
    bans_ = "".join(f'"{one}".msg = "banned"\n' for one in bans.dotted)
    return f'[lint]\nselect = ["TID251"]\n[lint.flake8-tidy-imports.banned-api]\n{bans_}'


def flake8_settings(bans: Bans) -> str:
    """The same for flake8-tidy-imports, which bans what an import names."""
    banned = "".join(f"    {one} = banned\n" for one in bans.dotted)
    return f"[flake8]\nmax-line-length = 500\nbanned-modules =\n{banned}"


def pylint_settings(bans: Bans) -> str:
    """The modules for pylint, which knows deprecated ones."""
    modules = ",".join(bans.modules)
    return (
        f"[MAIN]\njobs=0\npersistent=no\n[MESSAGES CONTROL]\ndisable=all\nenable=deprecated-module\n"
        f"[IMPORTS]\ndeprecated-modules={modules}\n"
    )


def import_linter_settings(package: str, importers: str, bans: Bans) -> str:
    """The modules for import-linter, which must be there; who imports them may not be above them."""
    modules = "".join(f"    {one}\n" for one in bans.modules)
    return (
        f"[importlinter]\nroot_package = {package}\n"
        "[importlinter:contract:bans]\nname = bans\ntype = forbidden\nallow_indirect_imports = True\n"
        f"source_modules =\n    {importers}\nforbidden_modules =\n{modules}"
    )


def ast_grep_pattern(bans: Bans) -> str:
    """The literal by keyword for ast-grep; it knows no signatures, so not by position."""
    return f"$F($$$A, {bans.argument}=None, $$$B)"
