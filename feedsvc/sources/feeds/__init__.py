"""Feeds as sources: a file that is itself a feed is read as the many articles that it holds, and their ids are kept.

The formats are sisters: each takes a file apart (`split`) into documents of one article, and reads such a document
(`read`). Elders and dialects are made into their sisters first: Atom 0.3 (atom_03), what Blogger exports (blogger) and
what WordPress exports (wxr). What all of them write in ways of their own is read by moments, people, wording and media.
"""
