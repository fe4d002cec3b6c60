"""The rules of the house that a machine can check."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ["aligners", "db", "workbench", "tui"]  # each may import those before it
ONLY_IMPORTERS = {
    "sentence_transformers": {"workbench/engines/encoder.py", "workbench/engines/sentence_network.py"},
    "argostranslate": {"workbench/engines/models.py", "workbench/engines/tokenizers.py"},
    "ctranslate2": {"workbench/engines/devices.py", "workbench/engines/models.py"},
    "langdetect": {"workbench/intake/detector.py"},
    "opencc": {"workbench/scripts.py"},
    "pypinyin": {"workbench/search/pinyin.py"},
    "sqlite3": {"db/store.py"},
}
HEAVY = {
    "torch",
    "sentence_transformers",
    "argostranslate",
    "ctranslate2",
    "textual",
    "numpy",
    "opencc",
    "rich",
}
MAXIMUM_FILE_LINES = 400
MAXIMUM_FUNCTION_LINES = 40


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def imported_packages(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("layer", LAYERS)
def test_arrows_never_point_upwards(layer):
    above = set(LAYERS[LAYERS.index(layer) + 1 :])
    wrong = {name: sorted(imported_packages(tree) & above) for name, tree in modules(layer)}
    assert not {name: packages for name, packages in wrong.items() if packages}


def test_the_aligners_need_the_standard_library_and_numpy_only():
    allowed = {*sys.stdlib_module_names, "numpy", "aligners"}
    wrong = {name: sorted(imported_packages(tree) - allowed) for name, tree in modules("aligners")}
    assert not {name: packages for name, packages in wrong.items() if packages}


@pytest.mark.parametrize(("package", "homes"), ONLY_IMPORTERS.items())
def test_an_engine_is_imported_in_its_own_file_only(package, homes):
    importers = {name for name, tree in modules(*LAYERS) if package in imported_packages(tree)}
    assert importers <= homes


def test_only_the_store_speaks_sql():
    importers = {name for name, tree in modules(*LAYERS) if "sqlite_utils" in imported_packages(tree)}
    assert all(name.startswith("db/") for name in importers)


def test_help_imports_no_heavy_package():
    program = (
        "import sys\n"
        "from workbench.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as stop:\n    assert stop.code == 0\n"
        f"print(sorted(set(sys.modules) & {HEAVY!r}), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_importing_every_module_opens_nothing_heavy():
    names = [name[:-3].replace("/", ".") for name, _ in modules(*LAYERS) if name.startswith("workbench/")]
    program = "import importlib, sys\n" + "".join(f"importlib.import_module({name!r})\n" for name in names)
    program += "print(sorted({'torch', 'sentence_transformers', 'argostranslate'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("folder", [*LAYERS, "training", "bench"])
def test_files_and_functions_stay_short(folder):
    too_long = []
    for name, tree in modules(folder):
        lines = len((ROOT / name).read_text(encoding="utf-8").split("\n"))
        if lines > MAXIMUM_FILE_LINES:
            too_long.append(f"{name}: {lines} lines")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MAXIMUM_FUNCTION_LINES:
                    too_long.append(f"{name}: {node.name} has {length} lines")
    assert not too_long


def test_an_init_file_holds_a_docstring_only():
    for name, tree in modules(*LAYERS):
        if name.endswith("__init__.py"):
            assert [type(node) for node in tree.body] == [ast.Expr], name
