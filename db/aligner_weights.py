"""The weights of the aligner that a team has learned from its own corrections, as JSON text by version."""

from db.store import Store, now


def used(store: Store) -> str | None:
    """Give the weights that are in use here, None where those that ship with the aligner are."""
    for row in store.rows("SELECT content FROM aligner_weights WHERE is_used"):
        return str(row["content"])
    return None


def use(store: Store, version: str, content: str) -> None:
    """Keep weights and put them into use, in one transaction."""
    with store.atomic():
        use_shipped(store)
        store.execute(
            "INSERT INTO aligner_weights (version, content, is_used, created_at) VALUES (?, ?, 1, ?)"
            " ON CONFLICT (version) DO UPDATE SET is_used = 1, content = excluded.content",
            (version, content, now()),
        )


def use_shipped(store: Store) -> None:
    """Put the weights that ship with the aligner into use again; those that were learned are kept."""
    with store.atomic():
        store.execute("UPDATE aligner_weights SET is_used = 0 WHERE is_used")
