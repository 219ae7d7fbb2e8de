"""Python's own declarations (ctypes), read and written field by field: driver.py FOLDER of records.py."""

import ctypes
import re
import struct
import sys

import vectors

sys.path.insert(0, sys.argv[1])
from records import read_records


def steps_of(path):
    """"pairs[0].x": ["pairs", 0, "x"]."""
    return [int(step) if step.isdigit() else step for step in re.findall(r"\w+", path)]


def step_into(value, step):
    return value[step] if isinstance(step, int) else getattr(value, step)


def get(record, scalar):
    value = record
    for step in steps_of(scalar.path):
        value = step_into(value, step)
    if scalar.width == 128 and not scalar.is_bits:
        return int.from_bytes(bytes(value), "little", signed=scalar.word == "i")
    if isinstance(value, float):
        return int.from_bytes(struct.pack("<f" if scalar.width == 32 else "<d", value), "little")
    return value


def put(record, scalar, number):
    *before, last = steps_of(scalar.path)
    holder = record
    for step in before:
        holder = step_into(holder, step)
    if scalar.width == 128 and not scalar.is_bits:
        step_into(holder, last)[:] = (number % (1 << 128)).to_bytes(16, "little")
        return
    if isinstance(step_into(holder, last), float):
        width = scalar.width // 8
        (number,) = struct.unpack("<f" if width == 4 else "<d", number.to_bytes(width, "little"))
    if isinstance(last, int):
        holder[last] = number
    else:
        setattr(holder, last, number)


def main():
    records = read_records()
    for line in sys.stdin:
        verb, name, *words = line.split()
        Type = getattr(vectors, name)
        if verb == "decode":
            assert len(words[0]) == 2 * ctypes.sizeof(Type)
            record = Type.from_buffer_copy(bytes.fromhex(words[0]))
            print(" ".join(f"{scalar.path}={get(record, scalar):x}" for scalar in records[name].scalars))
            continue
        record = Type()
        scalars = {scalar.path: scalar for scalar in records[name].scalars}
        for word in words:
            path, number = word.split("=")
            put(record, scalars[path], int(number, 16))
        print(bytes(record).hex())


main()
