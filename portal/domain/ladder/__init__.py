"""The escalatieladder: what code knows of it, a ladder as data, and walking a dossier over it.

From the bottom up: `words`, `vocabulary` and `meanings` (what the portal understands), `schema`
(how data is read, written and described), `clauses` and `version` (a ladder as data), `contract`
(what one contract version adds), `review` (is it sound), `difference` (what changed), then
`dossier`, `acts`, `walking`, `proposals` and `preview` (what a dossier may do).
"""
