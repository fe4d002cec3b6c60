"""Weights are learned from decided rows, measured on rows held out, and used only where they are better."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aligners.embedding_based import EmbeddingAligner
from aligners.errors import WeightsError
from aligners.registry import get_aligner
from aligners.weights import Weights, shipped_weights
from db import aligner_weights, alignments, documents, reviews
from db.records import ReviewState
from db.store import Store
from tests.fakes import FakeEncoder, make_file
from tests.workbench.alignment.test_aligning import align, chinese, english
from tests.workbench.conftest import CommandLine, Engines
from workbench.alignment.learning import LEAST_ROWS, aligner_for, learn_weights, use_weights
from workbench.errors import InputError, NothingToDoError
from workbench.quality.glossary import Term
from workbench.translation.terms import add_term

COUNT = 30


def _decide(store: Store, rows: int) -> None:
    """Align two pairs with a merged sentence each, and accept their first rows."""
    for name in "ab":
        target = english(name, range(COUNT))
        target[4:6] = [target[4] + " " + target[5]]
        for language, sentences in (("zh", chinese(name, range(COUNT))), ("en", target)):
            documents.add_file(store, f"/{name}.{language}", make_file([sentences], language))
    align(store)
    for pair in alignments.list_pairs(store):
        assert pair.run is not None
        beads = alignments.list_beads(store, pair.run.id)[:rows]
        accepted = [replace(bead, state=ReviewState.ACCEPTED) for bead in beads]
        reviews.replace_beads(
            store, pair.run.id, before=beads, after=accepted, action="accept", reviewer="Li"
        )


def _worthless() -> Weights:
    """Give weights that know nothing but that gaps are cheap."""
    shipped = shipped_weights()
    return Weights(
        "worthless", shipped.match * 0.0, shipped.gap * 0.0, shipped.cut * 0.0, shipped.opening * 0
    )


def _quiet(done: int, total: int) -> None:
    pass


def test_worthless_weights_get_better_on_rows_held_out_and_are_not_used_unasked(store: Store) -> None:
    _decide(store, COUNT)
    use_weights(store, _worthless().to_json())
    found = learn_weights(store, FakeEncoder(), progress=_quiet)
    assert (found.pairs, found.rows) == (2, 2 * (COUNT - 1))
    assert found.right_before < found.right_after <= found.rows
    assert found.likelihood_before < found.likelihood_after
    assert found.is_better
    assert found.weights.version not in str(aligner_weights.used(store))


def test_too_few_decided_rows_are_refused(store: Store) -> None:
    _decide(store, LEAST_ROWS // 2 - 1)
    with pytest.raises(NothingToDoError, match=f"{LEAST_ROWS - 2} rows"):
        learn_weights(store, FakeEncoder(), progress=_quiet)


def test_a_database_keeps_the_weights_it_uses(store: Store) -> None:
    use_weights(store, replace(shipped_weights(), version="own").to_json())
    aligner = aligner_for(store, "embedding")
    assert isinstance(aligner, EmbeddingAligner)
    assert aligner.weights.version == "own"
    assert np.allclose(aligner.weights.match, shipped_weights().match, atol=1e-5)
    assert aligner_for(store, "gale-church").name == "gale-church"
    use_weights(store, None)
    assert aligner_for(store, "embedding").version.startswith(get_aligner().version)


def test_weights_that_do_not_fit_are_refused_and_the_remedy_is_named(store: Store) -> None:
    with pytest.raises(WeightsError):
        use_weights(store, "{}")
    aligner_weights.use(store, "old", '{"format": 1}')
    with pytest.raises(InputError, match="--weights shipped"):
        aligner_for(store, "embedding")


def test_the_commands_learn_use_and_drop_weights(
    command_line: CommandLine, engines: Engines, store: Store, database: Path, tmp_path: Path
) -> None:
    assert command_line("train-aligner", "--db", database).code == 7
    _decide(store, COUNT)
    use_weights(store, _worthless().to_json())
    out = tmp_path / "own.json"
    row = json.loads(command_line("train-aligner", "--out", out, "--use", "--json", "--db", database).out)
    assert (row["is_better"], row["is_used"]) == (True, True)
    assert json.loads(out.read_text(encoding="utf-8"))["version"] == row["version"]
    assert row["version"] in command_line("align", "--db", database).out
    assert "2 pairs aligned" in command_line("align", "--weights", "shipped", "--db", database).out
    assert "2 pairs aligned" in command_line("align", "--weights", out, "--db", database).out
    assert "0 pairs aligned" in command_line("align", "--db", database).out
    assert "rows in 2 pairs" in command_line("train-aligner", "--db", database).out
    assert command_line("align", "--weights", tmp_path / "none", "--db", database).code == 3


def test_the_terms_of_the_database_are_looked_up_and_stand_in_the_recipe(store: Store) -> None:
    before = aligner_for(store, "embedding")
    add_term(store, Term("猞猁园", ("Lynx Garden",)))
    after = aligner_for(store, "embedding")
    assert isinstance(after, EmbeddingAligner)
    assert after.lookups[0](["在猞猁園裡"]) == {"猞猁園": ("Lynx Garden",)}
    assert after.version != before.version
    assert aligner_for(store, "embedding").version == after.version
