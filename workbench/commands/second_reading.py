"""`workbench second-reading`: a blind second look at a sample of what was decided."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.options import database_option, json_option

if TYPE_CHECKING:
    from workbench.review.agreement import Agreement
    from workbench.review.second_reading import Comparison

Command = Callable[..., None]


def _reviewer_option(command: Command) -> Command:
    return click.option("--reviewer", help="Your name.  [default: your user name]")(command)


_verdict_argument = click.argument(
    "verdict", type=click.Choice(["accepted", "rejected", "needs-review"], case_sensitive=False)
)


@click.group("second-reading")
def command() -> None:
    """Read a sample of decided rows a second time, blind; measure agreement; settle differences.

    Example: workbench second-reading sample --count 50 --seed 7
    """


@command.command("sample")
@click.option("--count", type=click.IntRange(min=1), default=50, show_default=True, help="Rows to draw.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed draws the same rows.")
@click.option("--pair", "pair_id", type=int, help="Draw from one pair only, by its number.")
@_reviewer_option
@database_option
@json_option
def sample(
    *, count: int, seed: int, pair_id: int | None, reviewer: str | None, database: Path | None, as_json: bool
) -> None:
    """Draw rows that others have decided on, as evenly over doubtful and sure ones as there are.

    Example: workbench second-reading sample --count 50 --seed 7 --reviewer li
    """
    from workbench.config import default_database
    from workbench.review.second_reading import draw

    reading = draw(
        database or default_database(), count=count, seed=seed, reader=reviewer or _user(), pair_id=pair_id
    )
    if as_json:
        click.echo(json.dumps(asdict(reading), ensure_ascii=False))
    else:
        sizes = ", ".join(f"{number} {name}" for name, number in reading.population.items())
        click.echo(f"{reading.id}\t{reading.reader}\t{reading.item_count} rows of {sizes}")


@command.command("list")
@database_option
@json_option
def list_readings(*, database: Path | None, as_json: bool) -> None:
    """List the second readings: number, reader, rows, rows read, seed, time.

    Example: workbench second-reading list
    """
    from workbench.config import default_database
    from workbench.review.second_reading import readings

    for reading in readings(database or default_database()):
        if as_json:
            click.echo(json.dumps(asdict(reading), ensure_ascii=False))
        else:
            cells = (reading.id, reading.reader, reading.item_count, reading.read_count, reading.seed)
            click.echo(_line(*cells, reading.created_at))


@command.command("show")
@click.argument("reading", type=int)
@database_option
@json_option
def show(*, reading: int, database: Path | None, as_json: bool) -> None:
    """Print what there is to read: item, your verdict, Chinese, English; nothing of the first decision.

    Example: workbench second-reading show 1
    """
    from workbench.config import default_database
    from workbench.review.second_reading import blind_items

    for item in blind_items(database or default_database(), reading):
        if as_json:
            click.echo(json.dumps(asdict(item), ensure_ascii=False))
        else:
            click.echo(_line(item.id, item.verdict or "", item.source_text, item.target_text))


@command.command("judge")
@click.argument("item", type=int)
@_verdict_argument
@_reviewer_option
@database_option
def judge_item(*, item: int, verdict: str, reviewer: str | None, database: Path | None) -> None:
    """Record the second reader's VERDICT on an ITEM of `show`.

    Example: workbench second-reading judge 12 rejected --reviewer li
    """
    from db.records import ReviewState
    from workbench.config import default_database
    from workbench.review.second_reading import judge

    judge(database or default_database(), item, verdict=ReviewState(verdict), reviewer=reviewer or _user())


@command.command("agreement")
@click.argument("reading", type=int)
@database_option
@json_option
def agreement(*, reading: int, database: Path | None, as_json: bool) -> None:
    """Print how far both readers agree: share, Cohen's kappa with its 95 % interval, by stratum of risk.

    Example: workbench second-reading agreement 1
    """
    from workbench.config import default_database
    from workbench.review.second_reading import compare

    found = compare(database or default_database(), reading)
    if as_json:
        click.echo(json.dumps(_row(found), ensure_ascii=False))
        return
    click.echo(f"read\t{found.reading.read_count} of {found.reading.item_count}")
    if found.agreement is None:
        return
    click.echo(_agreement_line("all", found.agreement))
    for name, part in found.by_stratum.items():
        click.echo(_agreement_line(name, part))
    if found.weighted_agreement is not None:
        click.echo(f"weighted by strata\tagreement {found.weighted_agreement:.3f}")
    click.echo(f"differences\t{len(found.differences)}, {len(found.unsettled)} not settled")


@command.command("differences")
@click.argument("reading", type=int)
@database_option
@json_option
def differences(*, reading: int, database: Path | None, as_json: bool) -> None:
    """Print the rows on which the readers differ: item, first, second, settled verdict, Chinese, English.

    Example: workbench second-reading differences 1
    """
    from workbench.config import default_database
    from workbench.review.second_reading import compare

    for item in compare(database or default_database(), reading).differences:
        if as_json:
            click.echo(json.dumps(asdict(item), ensure_ascii=False))
            continue
        verdicts = (item.bead.first_verdict, item.second_verdict, item.settled_verdict or "")
        click.echo(_line(item.id, *verdicts, item.bead.source_text, item.bead.target_text))


@command.command("settle")
@click.argument("item", type=int)
@_verdict_argument
@_reviewer_option
@database_option
def settle_item(*, item: int, verdict: str, reviewer: str | None, database: Path | None) -> None:
    """Settle a difference: VERDICT holds, and the row gets it where it stands otherwise.

    Example: workbench second-reading settle 12 accepted
    """
    from db.records import ReviewState
    from workbench.config import default_database
    from workbench.review.second_reading import settle

    settle(database or default_database(), item, verdict=ReviewState(verdict), reviewer=reviewer or _user())


def _user() -> str:
    import getpass

    return getpass.getuser()


def _line(*cells: object) -> str:
    return "\t".join(" ".join(str(cell).split()) for cell in cells)


def _agreement_line(name: str, found: "Agreement") -> str:
    if found.kappa is None or found.interval is None:
        kappa = "kappa not defined: both say the same of all"
    else:
        kappa = f"kappa {found.kappa:.3f} ({found.interval[0]:.3f} to {found.interval[1]:.3f})"
    return f"{name}\t{found.count} rows, agreement {found.observed:.3f}, {kappa}"


def _row(found: "Comparison") -> dict[str, object]:
    return {
        "reading": found.reading.id,
        "reader": found.reading.reader,
        "items": found.reading.item_count,
        "read": found.reading.read_count,
        "population": dict(found.reading.population),
        "agreement": None if found.agreement is None else asdict(found.agreement),
        "by_stratum": {name: asdict(part) for name, part in found.by_stratum.items()},
        "weighted_agreement": found.weighted_agreement,
        "differences": len(found.differences),
        "unsettled": len(found.unsettled),
    }
