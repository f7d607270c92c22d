"""feedsvc: a folder of articles in, feeds by topic out."""

__version__ = "0.1.0"
