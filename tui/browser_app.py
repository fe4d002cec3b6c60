"""The application as a process that the server of `tui.serving` runs for each browser window.

    python -m tui.browser_app DATABASE REVIEWER

It talks over standard input and output in the way of Textual's web driver, which the server chooses by the
environment.
"""

import sys
from pathlib import Path


def main() -> None:
    """Run the application until its window is closed."""
    from tui.app import ReviewApp
    from workbench.review.review_places import read_settings

    database, reviewer = sys.argv[1:]
    ReviewApp(Path(database), reviewer, settings=read_settings(), keeps_place=True).run()


if __name__ == "__main__":
    main()
