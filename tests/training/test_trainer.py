"""Stopping anywhere and going on gives the weights of a run that never stopped."""

import math
import signal

import numpy as np
import pytest
import torch

from training.dataset import EncodedPairs, Sampler
from training.model import Shape, TranslationModel
from training.optimiser import orthogonalised
from training.trainer import Settings, Trainer, average_snapshots, load_model

SHAPE = Shape(vocabulary=40, width=32, heads=1, encoder_layers=1, decoder_layers=1, feed_forward=64)


@pytest.fixture(autouse=True)
def _one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def sampler():
    """Pairs whose target is the source backwards: a small model can learn some of it."""
    rng = np.random.default_rng(0)
    rows = [rng.integers(4, 40, size=rng.integers(1, 9)).tolist() for _ in range(200)]
    return Sampler(EncodedPairs.of(rows, [row[::-1] for row in rows], [0] * 200), [1.0], seed=3)


def trainer(state, *, steps=12, candidates=10):
    state.mkdir(exist_ok=True)
    settings = Settings(seconds=1.0, steps=steps, tokens=60, parts=2, candidates=candidates)
    torch.manual_seed(0)
    return Trainer(TranslationModel(SHAPE, dropout=0.1), sampler(), settings, state)


def weights(path):
    return load_model(path).state_dict()


def test_a_stopped_and_resumed_run_equals_one_that_was_not_stopped(tmp_path):
    straight = trainer(tmp_path / "straight")
    straight.train()
    first = trainer(tmp_path / "stopped")
    first.train(stop_after=5)
    second = trainer(tmp_path / "stopped")
    assert second.resume()
    second.train()
    assert second.position.step == straight.position.step == 12
    one, other = weights(straight.checkpoint), weights(second.checkpoint)
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_the_signal_to_terminate_saves_and_ends_after_the_step(tmp_path, monkeypatch):
    run = trainer(tmp_path, steps=1000)
    step = run._step

    def interrupted(rate, limit):
        signal.raise_signal(signal.SIGTERM)
        return step(rate, limit)

    monkeypatch.setattr(run, "_step", interrupted)
    run.train()
    again = trainer(tmp_path, steps=1000)
    assert again.resume()
    assert again.position.step == 1


def test_training_lowers_the_loss(tmp_path):
    run = trainer(tmp_path, steps=150, candidates=0)
    batch = [torch.from_numpy(side) for side in _sides(sampler().batch(999, 0, limit=20, tokens=300))]
    before = float(run.model.loss(*batch, smoothing=0.0).detach())
    run.train()
    after = float(run.model.loss(*batch, smoothing=0.0).detach())
    assert after < 0.8 * before


def test_the_rate_rises_then_falls_to_nothing_and_the_limit_grows(tmp_path):
    run = trainer(tmp_path, steps=1000)
    rates, limits = [], []
    for step in range(0, 1001, 100):
        run.position.step = step
        rates.append(run.learning_rate())
        limits.append(run.length_limit())
    assert rates[0] < rates[1] > rates[5] > rates[-1] == 0.0
    assert limits == sorted(limits)
    assert limits[0] < limits[6] == limits[-1]


def test_a_finished_leg_is_followed_by_a_new_one_only_when_time_is_left(tmp_path):
    run = trainer(tmp_path)
    run.train()
    run.position.seconds, run.settings = 3600.0, Settings(seconds=3600.0)
    run.save()
    for seconds, leg in ((3600.0, 1), (7200.0, 2)):
        again = Trainer(TranslationModel(SHAPE), sampler(), Settings(seconds=seconds), tmp_path)
        again.resume()
        assert again.position.leg == leg
        assert again.progress == (1.0 if leg == 1 else 0.0)


def test_the_average_is_the_mean_of_the_newest_snapshots(tmp_path):
    for number, value in enumerate((9.0, 1.0, 2.0)):
        torch.save({"bias": torch.full((2,), value)}, tmp_path / f"weights-{number:07d}.pt")
    average_snapshots(tmp_path, count=2)
    assert torch.load(tmp_path / "averaged.pt", weights_only=True)["bias"].tolist() == [1.5, 1.5]


def test_an_average_of_nothing_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="run the step train first"):
        average_snapshots(tmp_path, count=2)


def test_all_candidates_give_the_full_loss():
    torch.manual_seed(0)
    model = TranslationModel(SHAPE)
    batch = [torch.from_numpy(side) for side in _sides(sampler().batch(0, 0, limit=20, tokens=100))]
    full = model.loss(*batch, smoothing=0.1)
    assert torch.allclose(full, model.loss(*batch, smoothing=0.1, candidates=40), rtol=1e-4)


def test_a_sample_of_candidates_estimates_the_full_loss():
    torch.manual_seed(0)
    model = TranslationModel(SHAPE)
    batch = [torch.from_numpy(side) for side in _sides(sampler().batch(0, 0, limit=20, tokens=20))]
    with torch.no_grad():
        full = float(model.loss(*batch, smoothing=0.1))
        drawn = [float(model.loss(*batch, smoothing=0.1, candidates=12)) for _ in range(200)]
    assert math.isclose(sum(drawn) / len(drawn), full, rel_tol=0.03)


def test_orthogonalising_brings_all_singular_values_near_one():
    values = torch.linalg.svdvals(
        orthogonalised(torch.randn(24, 40, generator=torch.manual_seed(1)), steps=6)
    )
    assert 0.5 < float(values.min()) <= float(values.max()) < 1.5


def _sides(batch):
    return batch.source, batch.target_input, batch.target_output
