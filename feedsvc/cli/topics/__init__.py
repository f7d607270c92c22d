"""feedsvc topics: topics tried before they are in force, one file per deed.

test      what an expression would match
diff      what each feed would gain and lose by another configuration
suggest   topics that the entries themselves propose
list      the tree of topics, as it stands
"""

from __future__ import annotations

import click

from feedsvc.cli.topics.diff import diff
from feedsvc.cli.topics.list import list_
from feedsvc.cli.topics.suggest import suggest
from feedsvc.cli.topics.test import test


@click.group()
def topics() -> None:
    """Topics: tried before they are in force, suggested, listed.

    \b
    Examples:
      feedsvc topics test '"North Korea" OR Pyongyang'
      feedsvc topics diff new.toml
      feedsvc topics suggest >> config.toml
      feedsvc topics list
    """


for command in (test, diff, suggest, list_):
    topics.add_command(command)
