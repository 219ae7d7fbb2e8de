"""The records of vectors.abi.json, and what their bytes mean.

Shares no code with the tool's codec, so that an error in one of them is found. A record is one long number: read from its
last byte in little-endian, from its first in big-endian, as compilers for such targets place bit-fields. A scalar is a
run of that number's bits.

A value is written as hexadecimal without 0x, with a minus sign if it is negative: "400", "-80". The value of a float is its bits.
"""

import json
import pathlib
import re
from typing import NamedTuple

HERE = pathlib.Path(__file__).resolve().parent
SPEC = HERE / "vectors.abi.json"
VECTORS = HERE / "vectors.json"


class Scalar(NamedTuple):
    path: str  # "pairs[0][1].x"
    offset: int  # bits from the start of the record
    width: int  # bits
    word: str  # "u", "i", "f", "bool"
    enum: str  # the enumeration's name, or nothing
    is_bits: bool


class Record(NamedTuple):
    name: str
    size: int  # bytes
    scalars: list
    has_union: bool  # itself or in it
    has_bits: bool


def read_records(path=SPEC):
    """Every record of the spec by name, in the spec's order. A record comes after those that it holds."""
    spec = json.loads(path.read_text())
    enums = {one["name"]: one["type"] for one in spec["enums"]}
    records = {}
    for one in spec["records"]:
        scalars, has_union, has_bits = [], one.get("kind") == "union", False
        for field in one["fields"]:
            element, bits, extents = re.fullmatch(r"(\w+)(?::(\d+))?((?:\[\d+\])*)", field["type"]).groups()
            extents = [int(extent) for extent in re.findall(r"\d+", extents)]
            if element == "bytes":
                element = "u8"
            paths = [field["name"]]
            for extent in extents:
                paths = [f"{path}[{i}]" for path in paths for i in range(extent)]
            at = field["offset"] * 8 + field.get("bit", 0)
            if element in records:
                inner = records[element]
                has_union, has_bits = has_union or inner.has_union, has_bits or inner.has_bits
                for path in paths:
                    scalars += [s._replace(path=f"{path}.{s.path}", offset=at + s.offset) for s in inner.scalars]
                    at += inner.size * 8
                continue
            enum = element if element in enums else ""
            word, width = re.fullmatch(r"(u|i|f|bool)(\d*)", enums.get(element, element)).groups()
            width = int(bits or width or 8)
            has_bits = has_bits or bits is not None
            for path in paths:
                scalars.append(Scalar(path, at, width, word, enum, bits is not None))
                at += width
        records[one["name"]] = Record(one["name"], one["size"], scalars, has_union, has_bits)
    return records


def shift(record, scalar, order):
    return scalar.offset if order == "little" else record.size * 8 - scalar.offset - scalar.width


def read(record, memory, order="little"):
    """Every scalar's value: [(path, number)]."""
    whole = int.from_bytes(memory, order)
    values = []
    for scalar in record.scalars:
        value = whole >> shift(record, scalar, order) & ((1 << scalar.width) - 1)
        if scalar.word == "i" and value >> (scalar.width - 1):
            value -= 1 << scalar.width
        values.append((scalar.path, value))
    return values


def legal(record, memory, order="little"):
    """The same bytes, changed so that every language can read them: a bool is 0 or 1, and a NaN is quiet, because a
    language that reads a signalling NaN as a number may make it quiet."""
    whole = int.from_bytes(memory, order)
    for scalar in record.scalars:
        at = shift(record, scalar, order)
        if scalar.word == "bool":
            whole &= ~(0xFE << at)
        if scalar.word == "f":
            fraction = {32: 23, 64: 52}[scalar.width]
            exponent = (1 << (scalar.width - 1)) - (1 << fraction)
            if whole >> at & exponent == exponent:
                whole |= 1 << (at + fraction - 1)
    return whole.to_bytes(record.size, order)


def spell(values):
    """"kind=400 arg=-1": as drivers read and write it."""
    return " ".join(f"{path}={value:x}" for path, value in values)
