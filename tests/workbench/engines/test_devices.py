"""The GPU is used where there is one that works; one that was asked for and does not is an error."""

from pathlib import Path

import pytest

from workbench.config import AUTO, CPU, CUDA
from workbench.engines import devices as module
from workbench.engines.devices import BATCH_TOKENS, CUDA_BATCH_TOKENS, load_on_device
from workbench.errors import ModelError

NO_LIBRARY = "Library libcublas.so.12 is not found or cannot be loaded"


class FakeModel:
    """A model on a device; on a GPU that is broken, it fails when it is used."""

    def __init__(self, device: str, *, is_broken: bool) -> None:
        self.is_broken = is_broken and device == CUDA

    def translate_batch(self, tokens: list[list[str]], **options: object) -> list[object]:
        if self.is_broken:
            raise RuntimeError(NO_LIBRARY)
        return []


def set_up(monkeypatch: pytest.MonkeyPatch, *, gpus: int, is_broken: bool = False) -> None:
    """Give this machine so many GPUs."""
    import ctranslate2

    def load(path: Path, *, device: str, **options: object) -> FakeModel:
        return FakeModel(device, is_broken=is_broken)

    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: gpus)
    monkeypatch.setattr(module, "load_model", load)


@pytest.mark.parametrize(
    ("gpus", "asked", "given", "batch_tokens"),
    [
        (0, AUTO, CPU, BATCH_TOKENS),
        (0, CPU, CPU, BATCH_TOKENS),
        (1, AUTO, CUDA, CUDA_BATCH_TOKENS),
        (2, CUDA, CUDA, CUDA_BATCH_TOKENS),
        (1, CPU, CPU, BATCH_TOKENS),
    ],
)
def test_the_gpu_is_used_where_there_is_one_and_it_may_be(
    monkeypatch: pytest.MonkeyPatch, gpus: int, asked: str, given: str, batch_tokens: int
) -> None:
    set_up(monkeypatch, gpus=gpus)
    loaded = load_on_device(Path("package"), asked)
    assert (loaded.device, loaded.batch_tokens) == (given, batch_tokens)


def test_a_gpu_that_is_asked_for_and_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(monkeypatch, gpus=0)
    with pytest.raises(
        ModelError, match=r"^no GPU that CTranslate2 can use is here; take --device cpu or auto$"
    ):
        load_on_device(Path("package"), CUDA)


def test_a_gpu_that_does_not_work_gives_way_unless_it_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(monkeypatch, gpus=1, is_broken=True)
    assert load_on_device(Path("package")).device == CPU
    assert NO_LIBRARY in capsys.readouterr().err
    with pytest.raises(ModelError, match=NO_LIBRARY):
        load_on_device(Path("package"), CUDA)
