"""A municipality's configuration as data: named sections, read, judged, written and compared."""
