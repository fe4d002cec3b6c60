"""Where the workbench keeps its data, and where it translates, unless the command line says otherwise."""

import os
from pathlib import Path

from workbench.errors import InputError

DATABASE_VARIABLE = "WORKBENCH_DB"
DATABASE_NAME = "bitext.db"
DEVICE_VARIABLE = "WORKBENCH_DEVICE"
AUTO, CPU, CUDA = DEVICES = ("auto", "cpu", "cuda")


def default_database() -> Path:
    """Give the database that is used without `--db`: $WORKBENCH_DB, else `bitext.db` in this folder."""
    return Path(os.environ.get(DATABASE_VARIABLE) or DATABASE_NAME)


def default_device() -> str:
    """Give the device to translate on without `--device`: $WORKBENCH_DEVICE, else `auto`.

    Raises InputError where the variable says anything but one of `DEVICES`.
    """
    device = os.environ.get(DEVICE_VARIABLE) or AUTO
    if device not in DEVICES:
        raise InputError(f"{DEVICE_VARIABLE}: {device!r} is none of {', '.join(DEVICES)}")
    return device
