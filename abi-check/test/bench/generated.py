"""Generated inputs: sources, a library, a project. The same numbers make the same text."""

import json
import pathlib

STANDARD_HEADERS = (
    """algorithm chrono filesystem functional future iostream map memory_resource random ranges regex sstream
string thread unordered_map variant vector""".split()
)
PACKET = "struct Packet { unsigned kind; unsigned pad; unsigned long arg; };\n"
PACKET_SPEC = {
    "name": "packet",
    "records": [
        {
            "name": "Packet",
            "size": 16,
            "align": 8,
            "fields": [
                {"name": "kind", "type": "u32", "offset": 0},
                {"name": "pad", "type": "u32", "offset": 4},
                {"name": "arg", "type": "u64", "offset": 8},
            ],
        }
    ],
}
TARGETS = {
    "riscv64": "riscv64-linux-gnu",
    "x86_64": "x86_64-linux-gnu",
    "aarch64": "aarch64-linux-gnu",
    "armv7": "armv7-linux-gnueabihf",
}


def unit(headers):
    return "".join(f"#include <{name}>\n" for name in headers) + PACKET


def record(name, last="unsigned long long"):
    return f"struct {name} {{ unsigned kind; unsigned flags; unsigned char id[8]; {last} arg; }};\n"


def library(count, changed_every):
    """Records with a function each, which makes them an interface. With N, every Nth one has another last field."""
    text = []
    for at in range(count):
        other = changed_every and at % changed_every == 0
        text.append(record(f"Packet{at}", "unsigned short" if other else "unsigned long long"))
        text.append(f"unsigned take{at}(struct Packet{at} *packet) {{ return packet->kind; }}\n")
    return "".join(text)


def units(folder, count):
    """`count` sources with ten records each and a header for every hundred of them. Returns their paths."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for at in range(count):
        if at % 100 == 0:
            (folder / f"shared{at // 100}.h").write_text(record(f"Shared{at // 100}"))
        path = folder / f"unit{at}.c"
        path.write_text(
            f'#include "shared{at // 100}.h"\n' + "".join(record(f"Unit{at}_{number}") for number in range(10))
        )
        paths.append(str(path))
    return paths


def project(folder, count):
    """A configuration, a spec and a header of `count` records that conform, on four targets."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"Packet{at}" for at in range(count)]
    fields = PACKET_SPEC["records"][0]["fields"]
    (folder / "packet.h").write_text(
        "".join(
            f"struct {name} {{ unsigned kind; unsigned pad; _Alignas(8) unsigned long long arg; }};\n"
            for name in names
        )
    )
    (folder / "packet.abi.json").write_text(
        json.dumps(
            {
                "name": "packet",
                "records": [{"name": name, "size": 16, "align": 8, "fields": fields} for name in names],
            }
        )
    )
    (folder / ".abi-check.json").write_text(
        json.dumps(
            {
                "specs": ["packet.abi.json"],
                "targets": [{"name": name, "triple": triple} for name, triple in TARGETS.items()],
                "layers": [{"name": "wire", "inputs": ["packet.h"], "flags": ["-x", "c", "-std=c17"]}],
            }
        )
    )


def records_of(dump):
    """The records in the output of `abi-check dump`."""
    return [record for layout in dump["layouts"] for record in layout.get("records", [])]
