"""Which topics an entry is about: by its metadata, its folder, rules, and the tree of topics.

rules        many expressions on one text
order        which rules wait for others
tree         topics by name, and their parents
folders      topics of a path
classify     Entry -> Assignments
comparing    what other topics would change for each feed
phrases      what stands out in many texts
suggesting   topics that the entries propose
problems     what is wrong with the configured topics
changes      what to look at again where topics have changed
"""

from __future__ import annotations

from feedsvc.topics.classify import Classifier
from feedsvc.topics.problems import problems

__all__ = ["Classifier", "problems"]
