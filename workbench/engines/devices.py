"""Which device a CTranslate2 model runs on, and how it is loaded there.

CTranslate2 counts a GPU whose CUDA libraries are missing, and fails at the first batch only. Where the choice
is left to us, a model is therefore tried on the GPU before it is kept there, and the processor takes its
place with a line on standard error. A GPU that was asked for is an error where it does not work.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.config import AUTO, CPU, CUDA
from workbench.engines.models import load_model
from workbench.errors import ModelError

BATCH_TOKENS = 1024  # source tokens of one batch on a processor
CUDA_BATCH_TOKENS = 16384
_TRIAL = ["</s>"]


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A CTranslate2 translator, the device it runs on, and the source tokens of a batch that suit it."""

    model: Any
    device: str
    batch_tokens: int


def load_on_device(path: Path, device: str = AUTO) -> LoadedModel:
    """Load the model of a package or a model folder on the GPU, or with a thread for each processor.

    `device` is one of `workbench.config.DEVICES`; `auto` takes the GPU where there is one that works.

    Raises:
        ModelError: the model is broken, or a GPU is asked for where none is or works.
    """
    import ctranslate2

    if device == CPU or (device == AUTO and ctranslate2.get_cuda_device_count() == 0):
        return _on_processor(path)
    if ctranslate2.get_cuda_device_count() == 0:
        raise ModelError(f"no GPU that CTranslate2 can use is here; take --device {CPU} or {AUTO}")
    try:
        return _on_gpu(path)
    except ModelError as error:
        if device == CUDA:
            raise
        sys.stderr.write(f"the GPU is not used: {error}\n")
        return _on_processor(path)


def _on_processor(path: Path) -> LoadedModel:
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    options = {"inter_threads": threads, "intra_threads": 1, "max_queued_batches": -1}
    return LoadedModel(load_model(path, device=CPU, compute_type="auto", **options), CPU, BATCH_TOKENS)


def _on_gpu(path: Path) -> LoadedModel:
    model = load_model(path, device=CUDA, compute_type="auto")
    try:
        model.translate_batch([_TRIAL], beam_size=1, max_decoding_length=1)
    except RuntimeError as error:
        raise ModelError(f"{path}: the model does not run on the GPU ({error})") from error
    return LoadedModel(model, CUDA, CUDA_BATCH_TOKENS)
