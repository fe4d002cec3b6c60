"""Zip archives of documents: every member that can be read, one document after another."""

from collections.abc import Callable
from dataclasses import replace

from workbench.errors import InputError
from workbench.intake.blocks import Block, Extract
from workbench.intake.readers.packages import member_names, open_package, read_member

ReadMember = Callable[[str, bytes], Extract]


def read(name: str, content: bytes, *, can_read: Callable[[str], bool], read_one: ReadMember) -> Extract:
    """Join the texts of all members that `can_read` knows, each the start of a document.

    Raises InputError where the archive is unsafe or damaged, holds no such member, or one cannot be read.
    """
    package = open_package(name, content)
    members = [member for member in member_names(package) if can_read(member)]
    if not members:
        raise InputError(f"{name}: no file in this archive can be read; unpack it and see what it holds")
    pieces: list[str] = []
    blocks: list[Block] = []
    length = rows = 0
    for member in members:
        extract = read_one(f"{name}: {member}", read_member(name, package, member))
        inner = extract.blocks if extract.blocks is not None else (Block(0, len(extract.text)),)
        for number, block in enumerate(inner):
            blocks.append(
                replace(
                    block,
                    start=length + block.start,
                    end=length + block.end,
                    starts_document=number == 0 or block.starts_document,
                    row=None if block.row is None else rows + block.row,
                    metadata=extract.metadata if number == 0 else block.metadata,
                )
            )
        rows += 1 + max((block.row for block in inner if block.row is not None), default=-1)
        pieces.append(extract.text)
        length += len(extract.text) + 2
    return Extract("\n\n".join(pieces), tuple(blocks))
