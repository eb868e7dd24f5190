"""Snapshots of web pages (网页快照): what a page said when a post was found on it."""
