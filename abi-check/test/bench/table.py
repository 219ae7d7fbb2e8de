"""What is measured: one row per benchmark, with our command and those of the peers.

In a command, {name} is an input of inputs.py; an input that is a list becomes several words. A side that has `each` is
run once for each element of that input, which is {one}. ROUNDS are turns: ours, the first peer, the second, and again.
"""

import dataclasses

GROUPS = {
    "start": "the start of the program",
    "gate": "the gate with nothing changed, and --diff",
    "unit": "one heavy C++ unit",
    "uapi": "the headers of Linux's user-space API",
    "units": "the units of this repository, with the specs of its kernel",
    "dwarf": "every struct of a large object with DWARF",
    "btf": "every struct of an object with BTF",
    "diff": "two versions of a shared library",
    "growth": "ten times as many units",
    "kernel": "the reference kernel: instructions, ring, replay",
}


@dataclasses.dataclass(frozen=True)
class Peer:
    """A program that we compare with, and how to get it."""

    program: str
    install: str
    version: tuple = ("--version",)


PEERS = {
    "clang": Peer("clang-19", "apt-get install clang-19"),
    "clang++": Peer("clang++-19", "apt-get install clang-19"),
    "clang-scan-deps": Peer("clang-scan-deps-19", "apt-get install clang-tools-19"),
    "pahole": Peer("pahole", "apt-get install pahole"),
    "abidw": Peer("abidw", "apt-get install abigail-tools"),
    "abidiff": Peer("abidiff", "apt-get install abigail-tools"),
    "bpftool": Peer("bpftool", "apt-get install bpftool", ("version",)),
    "abicheck": Peer("abicheck", "pip install abicheck"),
}


@dataclasses.dataclass(frozen=True)
class Side:
    """A command that is measured."""

    label: str
    command: str
    peer: str = ""  # its row of PEERS; empty for our own program
    each: str = ""
    first: str = ""  # a command that runs once before, not measured: it fills a cache
    statuses: tuple = (0,)  # the exit statuses of a run that counts
    folder: str = ""  # where it runs; by default in a folder for what it writes
    may_fail: bool = False  # of `each`: an element that fails counts all the same, and the row says how many did


@dataclasses.dataclass(frozen=True)
class Goal:
    """The ratio to the first peer, or milliseconds of wall time, that we want to reach."""

    ratio: float = 0.0
    wall_ms: float = 0.0


@dataclasses.dataclass(frozen=True)
class Benchmark:
    name: str  # GROUP.NAME
    what: str
    ours: Side
    peers: tuple
    input: str  # the input that the row and the history name
    goal: Goal = Goal()
    counts_instructions: bool = False
    quick: bool = True  # a part of `ci/bench` without a group

    @property
    def group(self):
        return self.name.split(".")[0]


@dataclasses.dataclass(frozen=True)
class Figures:
    """A program that measures by itself. `pattern` finds name, value, unit and goal in each line that it prints."""

    name: str
    what: str
    command: str
    pattern: str
    quick: bool = False

    @property
    def group(self):
        return self.name.split(".")[0]


def clang(command, each="", label="clang-19 -fsyntax-only", **more):
    return Side(label, command, "clang", each, **more)


def clangxx(command, label="clang++-19 -fsyntax-only"):
    return Side(label, command, "clang++")


def ours(command, **more):
    return Side("abi-check", command, **more)


TABLE = (
    Benchmark(
        "start.version",
        "print the version",
        ours("{tool} --version"),
        (Side("clang-19 --version", "clang-19 --version", "clang"),),
        "nothing",
        counts_instructions=True,
    ),
    Benchmark(
        "gate.sources",
        "the gate of a project of headers, nothing changed",
        ours("{tool} --config {project}/.abi-check.json", first="{tool} --config {project}/.abi-check.json"),
        (Side("without cache", "{tool} --no-cache --config {project}/.abi-check.json"),),
        "project",
        Goal(wall_ms=20),
        counts_instructions=True,
    ),
    Benchmark(
        "gate.warm",
        "the gate of this repository, nothing changed",
        ours("{gate}", first="{gate}", folder="{root}", statuses=(0, 1)),
        (Side("without cache", "{gate} --no-cache", folder="{root}", statuses=(0, 1)),),
        "repository",
        Goal(wall_ms=150),
        counts_instructions=True,
    ),
    Benchmark(
        "gate.diff",
        "--diff HEAD~1 of this repository, nothing changed since the last run",
        ours("{gate_diff}", first="{gate_diff}", folder="{root}", statuses=(0, 1)),
        (Side("without cache", "{gate_diff} --no-cache", folder="{root}", statuses=(0, 1)),),
        "repository",
        Goal(wall_ms=60),
        counts_instructions=True,
    ),
    Benchmark(
        "unit.libstdcxx",
        "the record of a unit with many headers of libstdc++",
        ours("{tool} dump --no-cache --spec {packet_spec} {libstdcxx} -- -std=c++20"),
        (
            clangxx("clang++-19 -fsyntax-only -std=c++20 {libstdcxx}"),
            Side(
                "clang-scan-deps-19",
                "clang-scan-deps-19 -- clang++-19 -std=c++20 -c {libstdcxx} -o unit.o",
                "clang-scan-deps",
            ),
        ),
        "libstdcxx",
        Goal(ratio=0.60),
    ),
    Benchmark(
        "unit.clang-ast",
        "the record of a unit with clang/AST/AST.h",
        ours("{tool} dump --no-cache --spec {packet_spec} {clang_ast} -- -std=c++20 -I{llvm}/include"),
        (
            clangxx("clang++-19 -fsyntax-only -std=c++20 -I{llvm}/include {clang_ast}"),
            Side(
                "clang-scan-deps-19",
                "clang-scan-deps-19 -- clang++-19 -std=c++20 -I{llvm}/include -c {clang_ast} " "-o unit.o",
                "clang-scan-deps",
            ),
        ),
        "clang_ast",
        Goal(ratio=0.35),
    ),
    Benchmark(
        "uapi.cold",
        "every record of each header that compiles alone",
        ours("{tool} dump --no-cache {headers} -- -x c"),
        (clang("clang-19 -fsyntax-only -w -x c {one}", each="headers"),),
        "headers",
        Goal(ratio=0.05),
    ),
    Benchmark(
        "uapi.again",
        "the same again, nothing changed",
        ours("{tool} dump {headers} -- -x c", first="{tool} dump {headers} -- -x c"),
        (Side("without cache", "{tool} dump --no-cache {headers} -- -x c"),),
        "headers",
        Goal(ratio=0.015),
    ),
    Benchmark(
        "units.cold",
        "the gate over a compile_commands.json",
        ours("{tool} --no-cache --config {units_config} --report json={scratch}/units.json", statuses=(0, 1)),
        (
            clang("{one} -fsyntax-only -w", each="unit_commands", may_fail=True),
            Side(
                "clang-scan-deps-19",
                "clang-scan-deps-19 -compilation-database {units_database}",
                "clang-scan-deps",
                statuses=(0, 1),
            ),
        ),
        "unit_commands",
        Goal(ratio=0.05),
    ),
    Benchmark(
        "dwarf.all",
        "every struct of an object",
        ours("{tool} dump --no-cache {dwarf}"),
        (
            Side("pahole -F dwarf", "pahole -F dwarf -j{cores} {dwarf}", "pahole"),
            Side("abidw --load-all-types", "abidw --load-all-types --no-corpus-path {dwarf}", "abidw"),
        ),
        "dwarf",
        Goal(ratio=0.15),
    ),
    Benchmark(
        "dwarf.some",
        "20 structs of an object",
        ours("{tool} dump --no-cache --spec {dwarf_spec} {dwarf}"),
        (
            Side("pahole -F dwarf (all)", "pahole -F dwarf -j{cores} {dwarf}", "pahole"),
            Side("pahole -C (the 20)", "pahole -F dwarf -j{cores} -C {dwarf_names} {dwarf}", "pahole"),
        ),
        "dwarf",
        Goal(ratio=0.05),
    ),
    Benchmark(
        "btf.all",
        "every struct of an object",
        ours("{tool} dump --no-cache {btf}"),
        (
            Side("bpftool btf dump", "bpftool btf dump file {btf} format c", "bpftool"),
            Side("pahole -F btf", "pahole -F btf {btf}", "pahole"),
        ),
        "btf",
        counts_instructions=True,
    ),
    Benchmark(
        "diff.objects",
        "differences between two libraries",
        ours("{tool} compare --no-cache {old_library} {new_library}", statuses=(1,)),
        (
            Side("abidiff", "abidiff {old_library} {new_library}", "abidiff", statuses=(4, 8, 12)),
            Side("abicheck compare", "abicheck compare {old_library} {new_library}", "abicheck", statuses=(2, 4)),
        ),
        "old_library",
    ),
    Benchmark(
        "growth.units",
        "ten times as many generated units, each with records of its own",
        ours("{tool} dump --no-cache {many_units} -- -x c"),
        (Side("a tenth of them", "{tool} dump --no-cache {few_units} -- -x c"),),
        "many_units",
        Goal(ratio=10),
    ),
    Figures(
        "kernel.figures",
        "instructions and time of the kernel",
        "{python} -B {root}/refkernel/bench/kernel_bench.py --build {kernel_build} --rounds {rounds}",
        r"^  (?P<name>\S.*?)  +(?P<value>[\d.]+)(?: (?P<unit>ms))?(?: +goal (?P<goal>[\d.]+))?(?= |$)",
    ),
    Figures(
        "kernel.ring",
        "the ring, compared with boost::lockfree::spsc_queue",
        "{kernel_build}/refkernel/ring_bench",
        r"(?P<name>ring of .*?, two threads): (?P<value>[\d.]+) (?P<unit>ns a packet)",
    ),
    Figures(
        "kernel.replay",
        "generated cases through the booted kernel",
        "{root}/ci/replay-bench {kernel_build} {replay_cases}",
        r"(?P<name>replay: \d+ cases).*, (?P<value>\d+) (?P<unit>a second)",
    ),
)
