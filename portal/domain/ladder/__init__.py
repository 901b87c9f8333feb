"""The escalatieladder: what code knows of it, a ladder as data, and walking a dossier over it.

From the bottom up: `words`, `vocabulary` and `meanings` (what the portal understands), `schema`
(how data is read, written and described), `clauses` and `version` (a ladder as data), `contract`
(what one contract version adds), `parse`, `review` and `difference` (read, judged, compared),
`publication` (which version holds), `dossier` and `acts` (where a dossier stands, what somebody
wants), `walking` (what is possible, why not, and doing it), `proposals` and `running` (what a
day brings), `preview` (a draft walked), `acceptance`, `ending` and `notice_needed` beside it.
"""
