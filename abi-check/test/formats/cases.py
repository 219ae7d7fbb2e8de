"""Bytes and what they mean, for the tests of the formats: the vectors of the codec's test in both byte orders, the packets
of fixtures/, and random bytes for the records of everything.abi.json.
"""

import json
import pathlib
import random
import re
import sys
from typing import NamedTuple

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent / "codec"))

import records  # noqa: E402: the folder is on the path only now

SEED = 7
RANDOM_PER_RECORD = 20


class Case(NamedTuple):
    record: str
    name: str
    memory: bytes
    values: list  # (path, number); the number of a float is its bits


class Question(NamedTuple):
    """A spec, and cases of its records."""

    title: str
    spec: pathlib.Path
    records: dict  # name: records.Record
    cases: list


def random_cases(every, order, count):
    source = random.Random(SEED)
    for record in every.values():
        for index in range(count):
            memory = records.legal(record, source.randbytes(record.size), order)
            yield Case(record.name, f"random bytes {index} of seed {SEED}", memory, records.read(record, memory, order))


def from_vectors(folder, order):
    spec = json.loads(records.SPEC.read_text())
    spec["byte_order"] = order
    path = folder / f"vectors_{order}.abi.json"
    path.write_text(json.dumps(spec))
    every = records.read_records()
    cases = list(random_cases(every, order, RANDOM_PER_RECORD))
    if order == "little":
        for one in json.loads(records.VECTORS.read_text()):
            values = [(name, int(value, 16)) for name, value in one["values"].items()]
            cases.append(Case(one["record"], one["name"], bytes.fromhex(one["bytes"]), values))
    return Question(f"vectors, {order}-endian", path, every, cases)


def from_packets():
    fixture = json.loads((ROOT / "fixtures/packets/cmd_packet.json").read_text())
    cases = []
    for one in fixture["cases"]:
        memory = bytes.fromhex(one["bytes"])
        if "fields" in one and len(memory) == 32:
            values = [(name, int(value, 16)) for name, value in one["fields"].items()]
            cases.append(Case("CmdPacket", one["name"], memory, values))
    return Question("fixtures/packets", ROOT / "spec/membrane.abi.json", {}, cases)


def from_everything(folder):
    """Its records as records.py reads them: a pointer is a number, and an array without a length has no element."""
    path = HERE.parent / "gen/everything.abi.json"
    spec = json.loads(path.read_text())
    # records.py reads records in the order of the file.
    spec["records"].sort(key=lambda one: one["name"] in ("Holder", "PackedOdd", "AlignedHolder"))
    for record in spec["records"]:
        record["fields"] = [field for field in record["fields"] if "[]" not in field["type"]]
        for field in record["fields"]:
            field["type"] = re.sub(r"^(ptr|usize)", f"u{8 * record.get('pointer_bytes', 8)}", field["type"])
    simple = folder / "simple.json"
    simple.write_text(json.dumps(spec))
    # Bits of one floating number of 16 or 128 bits have no quiet form in records.py.
    every = {name: one for name, one in records.read_records(simple).items() if name != "Floats"}
    return Question("everything", path, every, list(random_cases(every, "little", RANDOM_PER_RECORD)))


ORDERS = {
    "name": "orders",
    "records": [
        {
            "name": "Net", "size": 16, "align": 4, "byte_order": "big",
            "fields": [
                {"name": "version", "type": "u8:4", "offset": 0},
                {"name": "level", "type": "i8:4", "offset": 0, "bit": 4},
                {"name": "kind", "type": "u8", "offset": 1},
                {"name": "length", "type": "u16", "offset": 2},
                {"name": "low", "type": "u32:12", "offset": 4},
                {"name": "high", "type": "u32:20", "offset": 4, "bit": 12},
                {"name": "little", "type": "u32le", "offset": 8},
                {"name": "whole", "type": "u32", "offset": 12},
                {"name": "part", "type": "u8:3", "offset": 12, "bit": 2, "overlaps": True},
            ],
        },
        {
            "name": "Host", "size": 16, "align": 4,
            "fields": [
                {"name": "near", "type": "u32", "offset": 0},
                {"name": "far", "type": "i32be", "offset": 4},
                {"name": "many", "type": "u16be[2]", "offset": 8},
                {"name": "low", "type": "u16:3", "offset": 12},
                {"name": "high", "type": "u16:13", "offset": 12, "bit": 3},
                {"name": "last", "type": "u16", "offset": 14},
            ],
        },
    ],
}


def with_own_orders(folder):
    """Fields and records whose byte order is not that of the spec."""
    path = folder / "orders.abi.json"
    path.write_text(json.dumps(ORDERS))
    memory = bytes.fromhex("4d 07 0102 12345678 01020304 a1b2c3d4")
    net = [("version", 4), ("level", -3), ("kind", 7), ("length", 0x102), ("low", 0x123), ("high", 0x45678),
           ("little", 0x4030201), ("whole", 0xA1B2C3D4), ("part", 4)]
    host_memory = bytes.fromhex("01020304 fffffffe 0102 0304 cdab 0100")
    host = [("near", 0x4030201), ("far", -2), ("many[0]", 0x102), ("many[1]", 0x304), ("low", 5), ("high", 0xABCD >> 3),
            ("last", 1)]
    return Question("own byte orders", path, {},
                    [Case("Net", "big", memory, net), Case("Host", "little", host_memory, host)])


def questions(folder):
    return [from_vectors(folder, "little"), from_vectors(folder, "big"), from_packets(), from_everything(folder),
            with_own_orders(folder)]
