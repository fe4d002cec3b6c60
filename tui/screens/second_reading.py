"""Second readings: samples of decided rows, read again blind, and where the readers differ."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from db.records import ReviewState
from db.second_readings import ReadingItem
from tui import screen_keys
from tui.screen_table import Where
from tui.screens.asking import AskingScreen
from tui.screens.listing import Column, ListScreen
from tui.screens.prompt import PromptScreen
from tui.visible_text import visible
from tui.widgets.key_footer import KeyFooter
from workbench.report.pair_figures import STATE_SIGNS
from workbench.review import second_reading
from workbench.review.second_reading import BlindItem, Comparison

USUAL_COUNT = 50


def make(where: Where) -> "ReadingsScreen":
    """Make the screen."""
    return ReadingsScreen(where)


class ReadingsScreen(ListScreen[Comparison]):
    """The samples; Enter reads one's own, or shows where the readers differ."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_keys.READINGS]
    COLUMNS = (
        Column("No.", 4, is_figure=True),
        Column("Second reader"),
        Column("Read", 9, is_figure=True),
        Column("Agree", 6, is_figure=True),
        Column("Kappa", 6, is_figure=True),
        Column("Differ", 6, is_figure=True),
        Column("Open", 5, is_figure=True),
    )
    EMPTY = "No sample has been drawn: n draws rows that others decided on, for you to read again, blind."

    def read(self) -> list[Comparison]:
        """Read the samples with what came out of them."""
        path = self.where.database
        return [second_reading.compare(path, reading.id) for reading in second_reading.readings(path)]

    def title_words(self) -> Sequence[str]:
        """Say how many samples there are."""
        return "Second readings", f"{len(self.items)} samples", self.where.reviewer

    def cells(self, item: Comparison) -> Sequence[str]:
        """Give number, reader, progress, agreement, kappa, differences."""
        reading = item.reading
        if self._is_blind(item):
            figures = ("–",) * 4
        else:
            found = item.agreement
            figures = (
                "–" if found is None else f"{found.observed:.2f}",
                "–" if found is None or found.kappa is None else f"{found.kappa:.2f}",
                str(len(item.differences)),
                str(len(item.unsettled)),
            )
        return str(reading.id), reading.reader, f"{reading.read_count}/{reading.item_count}", *figures

    def _is_blind(self, item: Comparison) -> bool:
        """True while this reviewer has to read the sample: nothing of the first decisions may show."""
        reading = item.reading
        return reading.reader == self.where.reviewer and reading.read_count < reading.item_count

    def describe(self, item: Comparison) -> Text:
        """Say what the sample was drawn from, and what came out of it."""
        sizes = ", ".join(f"{number} {name}" for name, number in item.reading.population.items())
        lines = [f"{item.reading.item_count} rows of {sizes} · seed {item.reading.seed}"]
        found = item.agreement
        if self._is_blind(item):
            lines.append("Enter goes on reading; what the first reader said shows when all is read.")
        elif found is not None:
            kappa = "not defined: both say the same of all"
            if found.kappa is not None and found.interval is not None:
                kappa = f"{found.kappa:.2f} (95 %: {found.interval[0]:.2f} to {found.interval[1]:.2f})"
            lines.append(f"agreement {found.observed:.2f} · Cohen's kappa {kappa}")
            if item.weighted_agreement is not None:
                lines.append(f"over all decided rows, by strata: {item.weighted_agreement:.2f}")
        return Text("\n".join(lines), overflow="ellipsis")

    def open_item(self, item: Comparison) -> None:
        """Read on, or show the differences."""
        if self._is_blind(item):
            self.app.push_screen(BlindReadingScreen(self.where, item.reading.id))
        else:
            self._settle(item)

    def action_settle(self) -> None:
        """Show where the readers differ."""
        self.with_item(self._settle)

    def _settle(self, item: Comparison) -> None:
        if self._is_blind(item):
            self.notify("Read all of the sample first: it is blind until then.", markup=False)
        elif not item.differences:
            self.notify("The readers differ on nothing here.", markup=False)
        else:
            self.app.push_screen(SettlementScreen(self.where, item.reading.id))

    def action_draw(self) -> None:
        """Ask how many rows to draw, and draw them."""

        def take(text: str | None) -> None:
            if text is None:
                return
            if not text.isdecimal() or not int(text):
                self.notify(f"A number of rows was expected, not “{text}”.", markup=False)
                return
            self.in_turn(lambda: self.ask(partial(self._draw, int(text)), self.show_items))

        self.app.push_screen(PromptScreen("How many rows to read again?", str(USUAL_COUNT)), take)

    def _draw(self, count: int) -> list[Comparison]:
        seed = 1 + max((item.reading.seed for item in self._all), default=0)
        second_reading.draw(self.where.database, count=count, seed=seed, reader=self.where.reviewer)
        return self.read()


class BlindReadingScreen(AskingScreen):
    """One row of a sample at a time: the two texts, and what this reader says of them."""

    BINDINGS: ClassVar[list[BindingType]] = [screen_keys.LIST_BACK, *screen_keys.BLIND_READING]

    def __init__(self, where: Where, reading_id: int) -> None:
        super().__init__()
        self.where = where
        self._reading_id = reading_id
        self._items: list[BlindItem] = []
        self._index = 0

    def compose(self) -> ComposeResult:
        """Lay out heading, both texts and keys."""
        yield Static(id="heading", markup=False)
        with VerticalScroll(id="card"):
            yield Static(id="source", markup=False)
            yield Static(id="target", markup=False)
        yield Static(id="details", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the sample."""
        self.read_again()

    def read_again(self) -> None:
        """Ask for the sample."""
        use_case = partial(second_reading.blind_items, self.where.database, self._reading_id)
        self.ask(use_case, self._begin)

    def _begin(self, items: list[BlindItem]) -> None:
        self._items = items
        self._index = next((n for n, item in enumerate(items) if item.verdict is None), 0)
        self._show()

    def _show(self) -> None:
        if not self._items:
            return
        item = self._items[self._index]
        count = sum(other.verdict is not None for other in self._items)
        words = (
            f"Second reading {self._reading_id} · row {self._index + 1} of {len(self._items)} · {count} read"
        )
        self.query_one("#heading", Static).update(Text(words, no_wrap=True, overflow="ellipsis"))
        self.query_one("#source", Static).update(Text(visible(item.source_text) or "∅"))
        self.query_one("#target", Static).update(Text(visible(item.target_text) or "∅"))
        said = "you have not said anything of it yet"
        if item.verdict is not None:
            said = f"you said: {STATE_SIGNS[item.verdict]} {item.verdict.value}"
        self.query_one("#details", Static).update(Text(f"Do these texts belong together? · {said}"))

    def action_judge(self, verdict: str) -> None:
        """Say what this reader thinks, and go to the next unread row."""
        self.in_turn(partial(self._judge, ReviewState(verdict)))

    def _judge(self, verdict: ReviewState) -> None:
        if not self._items:
            return
        item, database, reviewer = self._items[self._index], self.where.database, self.where.reviewer

        def judge() -> list[BlindItem]:
            second_reading.judge(database, item.id, verdict=verdict, reviewer=reviewer)
            return second_reading.blind_items(database, self._reading_id)

        def done(items: list[BlindItem]) -> None:
            self._items = items
            self._go_to_unread()

        self.ask(judge, done)

    def action_next_unread(self) -> None:
        """Go to the next row that has not been read."""
        self.in_turn(self._go_to_unread)

    def _go_to_unread(self) -> None:
        count = len(self._items)
        order = [(self._index + n) % count for n in range(1, count + 1)]
        unread = next((n for n in order if self._items[n].verdict is None), None)
        if unread is None:
            self.notify("All of the sample is read: Esc, then Enter shows the differences.", markup=False)
        else:
            self._index = unread
        self._show()

    def action_step(self, by: int) -> None:
        """Go to another row."""

        def step() -> None:
            self._index = max(0, min(self._index + by, len(self._items) - 1))
            self._show()

        self.in_turn(step)

    def action_back(self) -> None:
        """Leave; what was said is stored."""
        self.in_turn(self._leave)

    def _leave(self) -> None:
        self.dismiss(None)


class SettlementScreen(ListScreen[ReadingItem]):
    """The rows on which the readers differ, with both verdicts; a key settles one."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_keys.SETTLEMENT]
    COLUMNS = (
        Column("First", 14),
        Column("Second", 14),
        Column("Settled", 14),
        Column("Document"),
    )

    def __init__(self, where: Where, reading_id: int) -> None:
        super().__init__(where)
        self._reading_id = reading_id

    def read(self) -> Sequence[ReadingItem]:
        """Read the differences."""
        return second_reading.compare(self.where.database, self._reading_id).differences

    def title_words(self) -> Sequence[str]:
        """Say how many differences are open."""
        count = sum(item.settled_verdict is None for item in self.items)
        return f"Second reading {self._reading_id}", f"{len(self.items)} differences", f"{count} to settle"

    def cells(self, item: ReadingItem) -> Sequence[str]:
        """Give the three verdicts and the document."""
        verdicts = (item.bead.first_verdict, item.second_verdict, item.settled_verdict)
        return *(_words(verdict) for verdict in verdicts), item.bead.document

    def describe(self, item: ReadingItem) -> Text:
        """Give both texts in full, and who said what."""
        first = visible(item.bead.first_reader) or "carried over"
        lines = [visible(item.bead.source_text), visible(item.bead.target_text)]
        who = f"first: {first}"
        if item.settled_verdict is not None:
            who += f" · settled by {visible(item.settled_by)}: {item.settled_verdict.value}"
        return Text("\n".join([who, *lines]), overflow="ellipsis")

    def open_item(self, item: ReadingItem) -> None:
        """Say how to settle."""
        self.notify("1 the first reader is right · 2 the second · 3 needs another look", markup=False)

    def action_settle(self, choice: str) -> None:
        """Settle the difference under the cursor and go to the next one."""
        self.with_item(partial(self._settle, choice=choice))

    def _settle(self, item: ReadingItem, *, choice: str) -> None:
        chosen = {"first": item.bead.first_verdict, "second": item.second_verdict}
        verdict = chosen.get(choice) or ReviewState.NEEDS_REVIEW

        def settle() -> Sequence[ReadingItem]:
            second_reading.settle(self.where.database, item.id, verdict=verdict, reviewer=self.where.reviewer)
            return self.read()

        def done(items: Sequence[ReadingItem]) -> None:
            self.show_items(items)
            self.table.action_cursor_down()

        self.ask(settle, done)


def _words(verdict: ReviewState | None) -> str:
    return "" if verdict is None else f"{STATE_SIGNS[verdict]} {verdict.value}"
