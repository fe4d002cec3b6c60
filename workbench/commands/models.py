"""`workbench models`: the translation packages."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from workbench.options import json_option


@click.group("models")
def command() -> None:
    """List, install and check the translation packages (.argosmodel).

    Example: workbench models list
    """


@command.command("list")
@json_option
def list_models(as_json: bool) -> None:
    """List the installed packages.

    Example: workbench models list --json
    """
    from workbench.engines.models import installed_packages

    packages = installed_packages()
    for package in packages:
        if as_json:
            click.echo(json.dumps(asdict(package), default=str, ensure_ascii=False))
        else:
            draft = "draft" if package.is_draft else ""
            size = f"{package.size_bytes / 1e6:.1f} MB"
            click.echo(
                f"{package.source} -> {package.target}  {package.version}  {size}  {package.name}  {draft}"
            )
    if not packages:
        click.echo("no translation package is installed; 'workbench models install' adds one", err=True)


@command.command("engines")
@json_option
def list_engines(as_json: bool) -> None:
    """List the engines that `workbench translate --engine` takes; a model's folder is one, too.

    Example: workbench models engines
    """
    from workbench.engines.registry import engine_names

    for engine in engine_names():
        if as_json:
            click.echo(json.dumps(asdict(engine), ensure_ascii=False))
        else:
            click.echo(f"{engine.name}\t{engine.description}")


@command.command("install")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--index", "languages", nargs=2, metavar="FROM TO", help="Fetch it from the Argos index.")
def install(file: Path | None, languages: tuple[str, str] | None) -> None:
    """Install a package from a file, from the Argos index, or the one that ships with the workbench.

    Only --index uses the network.

    Example: workbench models install translate-zh_en.argosmodel
    """
    from workbench.engines.models import install_from_index, install_package, shipped_package

    if file is not None and languages is not None:
        raise click.UsageError("give a file or --index, not both")
    if languages is not None:
        package = install_from_index(*languages)
    else:
        package = install_package(file or shipped_package())
    click.echo(f"installed {package.source} -> {package.target} {package.version} in {package.path}")


@command.command("verify")
def verify() -> None:
    """Check that every installed package is whole, loads and translates.

    Example: workbench models verify
    """
    from workbench.engines.models import installed_packages, verify_package

    for package in installed_packages():
        verify_package(package)
        click.echo(f"{package.source} -> {package.target} {package.version}: good")


@command.command("path")
def path() -> None:
    """Print the folder that the packages are in.

    Example: workbench models path
    """
    from workbench.engines.models import packages_folder

    click.echo(packages_folder())
