"""Why the layouts of one declaration differ between two targets.

Records are as the JSON report has them, by the spec's name, and a compiler has confirmed them (see proof.py).
"""

HOST_SIZED = "long, size_t and pointers have another width"
U64 = "64-bit numbers are aligned to 4 bytes"
CHAR = "char has no sign"
OTHER_CODE = "another declaration for that machine (#if, asm/)"
OTHER_VALUE = "a number is another one there (#if, sizeof)"
PACKED = "packed for one machine only"
ALIGNED = "aligned to what the machine aligns something else to"
UNREADABLE = "does not compile for that machine"
UNKNOWN = "no reason found"


def holders(name, records):
    """A record and all that it holds."""
    names, todo = [], [name]
    while todo:
        current = todo.pop()
        if current in names or current not in records:
            continue
        names.append(current)
        held = {one["type"]["name"] for one in records[current]["fields"] if one["type"]["kind"] == "record"}
        todo += [key for key, other in records.items() if other["name"] in held]
    return names


def declaration(record):
    """The parts of one declaration that do not depend on the machine."""
    def kind(one):
        integer = one["type"]["kind"] in ("signed integer", "unsigned integer")
        return "integer" if integer and one["type"]["width_bits"] == 8 else one["type"]["kind"]
    return sorted((one["name"], kind(one), one["bit_width"] or 0) for one in record["fields"])


def reasons(name, here, there):
    """All reasons that apply to record `name`; `here` is the target that the spec was drafted for."""
    if name not in here or name not in there:
        return [OTHER_CODE]
    found = set()
    for held in holders(name, here):
        if held not in there or declaration(here[held]) != declaration(there[held]):
            found.add(OTHER_CODE)
            continue
        if here[held]["align_bytes"] == 8 and there[held]["align_bytes"] == 4 and has_64_bits(there[held], there):
            found.add(U64)
        mine = {one["name"]: one["type"] for one in here[held]["fields"]}
        for one in there[held]["fields"]:
            a, b = mine[one["name"]], one["type"]
            if a["host_sized"] and b["host_sized"] and a["width_bits"] != b["width_bits"]:
                found.add(HOST_SIZED)
            elif a["kind"] != b["kind"] and a["width_bits"] == 8:
                found.add(CHAR)
            elif a["kind"] != "record" and (a["width_bits"], a["extents"]) != (b["width_bits"], b["extents"]):
                found.add(OTHER_CODE)
    if not found and any(here[held]["packed"] != there[held]["packed"] for held in holders(name, here)):
        return [PACKED]
    if not found and here[name]["align_bytes"] != there[name]["align_bytes"]:
        return [ALIGNED]
    return sorted(found) or [UNKNOWN]


def has_64_bits(record, records):
    return any(one["type"]["width_bits"] == 64 and one["type"]["kind"] != "record"
               for held in holders(record["name"], {other["name"]: other for other in records.values()})
               for one in next(other for other in records.values() if other["name"] == held)["fields"])
