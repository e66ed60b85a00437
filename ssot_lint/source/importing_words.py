"""How calls are written that import what a string names."""

from __future__ import annotations

#: Callables that import what a string names, and which argument that is
#: (https://docs.python.org/3/library/unittest.mock.html#patch, …/importlib.html, …/pkgutil.html, …/runpy.html).
IMPORTING = {
    "importlib.import_module": "name",
    "__import__": "name",
    "builtins.__import__": "name",
    "pkgutil.resolve_name": "name",
    "runpy.run_module": "mod_name",
    "importlib.util.find_spec": "name",
    "pytest.importorskip": "modname",
    "django.utils.module_loading.import_string": "dotted_path",
}
PATCHERS = {"patch": "target", "patch.multiple": "target", "patch.dict": "in_dict"}
#: How the callables are written that import by strings what must be there; `find_spec` and
#: `importorskip` only ask for it.
WORDS = (
    *("patch", "patch.dict", "patch.multiple", "setattr", "delattr"),
    *("import_module", "__import__", "resolve_name", "run_module", "import_string"),
)
#: Those that import nothing but modules.
MODULE_WORDS = frozenset({"import_module", "__import__", "run_module"})
#: Those that a fixture of pytest has.
SETTERS = ("setattr", "delattr")
