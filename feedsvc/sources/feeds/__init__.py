"""Feeds as sources: a file that is itself a feed is read as the many articles that it holds, and their ids are kept.

The formats are sisters: each tells whether a file is of its kind (`holds`), takes it apart (`split`) into documents of
one article, and reads such a document (`parse`). WordPress exports its archives as RSS with words of its own (wxr).
"""
