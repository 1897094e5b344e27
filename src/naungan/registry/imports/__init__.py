"""Lists of workers come in: read the file, find its columns, check every row, show what would happen, commit.

The order of the work: `sniff` (what is this file?), `read` (cells, in a child process), `headers` and `rows`
(which
columns, which rows are people), `columns` and `places` (texts to values), `checks` (findings of the file
alone),
`against` (findings against the registry), `commit`, `rejects`. `run` puts them together; `batches` keeps
uploads.
"""
