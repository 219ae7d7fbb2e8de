"""Paths of scalars, such as pairs[0][1].x, in the objects of a format that writes arrays row after row."""

import json
import re


class Fields:
    """The records of a spec, by name: each field's element and extents."""

    def __init__(self, spec):
        self.records = {}
        for record in json.loads(spec.read_text())["records"]:
            fields = {}
            for field in record["fields"]:
                element, extents = re.fullmatch(r"(\w+)(?::\d+)?((?:\[\d*\])*)", field["type"]).groups()
                fields[field["name"]] = element, [int(one or 0) for one in re.findall(r"\[(\d*)\]", extents)]
            self.records[record["name"]] = fields

    def find(self, record, path, top, member):
        """The object at `path` of `top`. `member(record, object, name)` returns what a field of an object holds."""
        here = top
        for part in path.split("."):
            name, indices = re.fullmatch(r"(\w+)((?:\[\d+\])*)", part).groups()
            element, extents = self.records[record][name]
            here = member(record, here, name)
            flat = 0
            for index, extent in zip(re.findall(r"\d+", indices), extents):
                flat = flat * extent + int(index)
            if indices:
                here = here[flat]
            record = element
        return here
