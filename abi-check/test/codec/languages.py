"""How each language's driver is made: the lists of members that it needs, and the commands that compile it.

A driver is drivers/driver.X beside the declarations that `abi-check gen` writes. Zig and Python find the members by
reflection, C++ by Boost.PFR if PFR can read the record. The other languages get a list.
"""

from typing import Callable, NamedTuple

INCLUDE = "{root}/abi-check/include"


class Language(NamedTuple):
    name: str  # as `abi-check gen` takes it
    declarations: str  # the file's name
    driver: str
    members: Callable  # records -> (file's name, text), or None
    builds: list  # commands, {root} is the repository; the first word is a compiler that may be missing
    start: list  # the driver's command
    has_bits: bool = True


def c_list(record):
    members = " ".join(f"X({scalar.path})" for scalar in record.scalars)
    return f"#define MEMBERS_OF_{record.name}(X) {members}\n"


def names(macro, records):
    return f"#define {macro}(X) {' '.join(f'X({record.name})' for record in records)}\n"


def c_members(records):
    return "members.h", "".join(map(c_list, records)) + names("RECORDS", records)


def is_bound_by_pfr(record):
    return not record.has_union and not record.has_bits


def cpp_members(records):
    by_name = [record for record in records if not is_bound_by_pfr(record)]
    lists = "".join(map(c_list, by_name)) + names("RECORDS_BY_NAME", by_name)
    return "members.h", lists + names("RECORDS_BY_PFR", filter(is_bound_by_pfr, records))


def enums_of(records):
    return sorted({scalar.enum for record in records for scalar in record.scalars if scalar.enum})


def rust_members(records):
    lines = [f"enumerations!({' '.join(enums_of(records))});"]
    for record in records:
        members = " ".join(f'("{scalar.path}", {scalar.path})' for scalar in record.scalars)
        lines.append(f"members!({record.name}, {members});")
    every = " ".join(record.name for record in records)
    lines.append(f"macro_rules! records {{ ($each:ident) => {{ $each!({every}) }}; }}")
    return "members.rs", "\n".join(lines) + "\n"


def nim_members(records):
    lines = []
    for record in records:
        lines.append(f"template membersOf(record: {record.name}, each: untyped) =")
        for scalar in record.scalars:
            # A name in Nim cannot begin with an underscore.
            member = ".".join(name.lstrip("_") for name in scalar.path.split("."))
            lines.append(f'  each("{scalar.path}", record.{member}, {str(scalar.word == "i").lower()})')
    lines.append("template records(each: untyped) =")
    lines += [f"  each({record.name})" for record in records]
    return "members.nim", "\n".join(lines) + "\n"


WARNINGS = ["-Wall", "-Werror"]
LANGUAGES = {
    language.name: language
    for language in (
        Language("c", "vectors.h", "driver.c", c_members,
                 [[compiler, "-std=c11", *WARNINGS, "driver.c", "-o", "driver"] for compiler in ("clang-19", "gcc")],
                 ["./driver"]),
        Language("cpp", "vectors.hpp", "driver.cpp", cpp_members,
                 [[compiler, "-std=c++20", *WARNINGS, "-I", INCLUDE, "driver.cpp", "-o", "driver"]
                  for compiler in ("clang++-19", "g++")],
                 ["./driver"]),
        Language("zig", "vectors.zig", "driver.zig", None,
                 [["python3", "-m", "ziglang", "build-exe", "driver.zig", "--cache-dir", "cache", "--global-cache-dir",
                   "cache"]],
                 ["./driver"]),
        Language("nim", "vectors.nim", "driver.nim", nim_members,
                 [["nim", "c", "--hints:off", "--nimcache:cache", "--out:driver", "driver.nim"]], ["./driver"],
                 has_bits=False),
        Language("rust", "vectors.rs", "driver.rs", rust_members,
                 [["rustc", "--edition=2021", "-Dwarnings", "driver.rs", "-o", "driver"]], ["./driver"],
                 has_bits=False),
        Language("python", "vectors.py", "driver.py", None, [["python3", "-m", "py_compile", "vectors.py"]],
                 ["python3", "-B", "driver.py", "{root}/abi-check/test/codec"]),
    )
}
