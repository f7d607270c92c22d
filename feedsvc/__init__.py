"""feedsvc: a folder of articles in, feeds by topic out."""
