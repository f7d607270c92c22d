"""What is served, as files: every feed, archive document and page, for any web server, bucket or CDN to serve.

    edition     what is to be published: the application that serves it, and the store behind it
    plan        which addresses may have changed since the last time
    asking      an address in, the answer of that application out: the same bytes that a server would send
    judging     what becomes of a file, by that answer and by what was written before
    layout      which file an address is kept in
    files       a file and its codings, put in place at once
    copying     the files beside articles, which are not asked for: they may be films
    writing     the folder made true to the answers
    manifest    what was written, and what became of addresses that are no more
    folder      the folder: that it is ours, ours alone, and what is known of a torn export
    nginx       the rules by which nginx answers with these files as feedsvc would
    exporting   all of it together: Exporter.run(edition) -> Report

It writes a file only where its bytes are others than before.
"""

from __future__ import annotations

from feedsvc.export.edition import Edition
from feedsvc.export.exporting import Exporter
from feedsvc.export.folder import Folder, claimed
from feedsvc.export.report import Report

__all__ = ["Edition", "Exporter", "Folder", "Report", "claimed"]
