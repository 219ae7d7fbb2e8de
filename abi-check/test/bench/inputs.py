"""What the commands of table.py read. An input is made when a command first names it, and described for the reports.

What has many parts is sampled in a quick run: every Nth of the sorted parts, so that each run takes the same ones.
"""

import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys

import generated

ROOT = pathlib.Path(__file__).resolve().parents[3]
QUICK = {
    "headers": 100,
    "unit_commands": 6,
    "units": 500,
    "library_records": 200,
    "btf_records": 1000,
    "replay_cases": 10000,
}
FULL = {
    "headers": 0,
    "unit_commands": 0,
    "units": 10000,
    "library_records": 2000,
    "btf_records": 10000,
    "replay_cases": 1000000,
}
LLVM = pathlib.Path("/usr/lib/llvm-19")


class Missing(Exception):
    """An input that this machine does not have, and where to get it."""


def sample(parts, count):
    """`count` of `parts`, at equal distances; all of them if count is 0 or too large."""
    if count == 0 or count >= len(parts):
        return list(parts)
    return [parts[at * len(parts) // count] for at in range(count)]


def size(path):
    return f"{os.path.getsize(path) / 1e6:.1f} MB"


class Inputs:
    """Inputs by name: inputs["headers"]. `described` says what each one is, for rows and history; `partial` has those
    that are smaller than what the goals are about."""

    def __init__(self, build, scratch, quick, rounds, vmlinux=None, sizes=None):
        self.build, self.scratch, self.rounds, self.vmlinux = (
            pathlib.Path(build),
            pathlib.Path(scratch),
            rounds,
            vmlinux,
        )
        self.sizes = {**(QUICK if quick else FULL), **(sizes or {})}
        self.made, self.described, self.partial = {}, {}, set()

    def __getitem__(self, name):
        if name not in self.made:
            make = getattr(self, "make_" + name, None)
            if make is None:
                raise KeyError(f"no input {name}")
            self.made[name] = make()
        return self.made[name]

    def describe(self, name):
        """Makes the input if it is not made yet."""
        value = self[name]
        return self.described.get(name, str(value))

    def is_whole(self, name):
        return name not in self.partial

    def size_of(self, size, name):
        """The size that is asked for. `name` is the input that has it."""
        if self.sizes[size] and self.sizes[size] != FULL[size]:
            self.partial.add(name)
        return self.sizes[size]

    def write(self, name, text):
        path = self.scratch / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return str(path)

    def run(self, *words):
        """Runs a program that makes an input."""
        done = subprocess.run(words, cwd=self.scratch, capture_output=True, text=True, errors="replace", check=False)
        if done.returncode:
            raise Missing(
                f"{shlex.join(words[:4])} … ended with exit status {done.returncode}: {done.stderr.strip()[:300]}"
            )
        return done.stdout

    # -- Facts of the run

    def make_tool(self):
        tool = self.build / "abi-check/tool/abi-check"
        if not os.access(tool, os.X_OK):
            raise Missing(f"no {tool}: ci/build release abi-check")
        return str(tool)

    def make_root(self):
        return str(ROOT)

    def make_scratch(self):
        return str(self.scratch)

    def make_rounds(self):
        return str(self.rounds)

    def make_python(self):
        return sys.executable

    def make_cores(self):
        return str(os.cpu_count())

    def make_llvm(self):
        return str(LLVM)

    def make_replay_cases(self):
        return str(self.sizes["replay_cases"])

    def make_nothing(self):
        return "no input"

    def make_kernel_build(self):
        for part in ("refkernel.elf", "initrd.cpio", "ring_bench"):
            if not (self.build / "refkernel" / part).exists():
                raise Missing(f"no {self.build}/refkernel/{part}: ci/build release refkernel initrd ring_bench")
        return str(self.build)

    # -- The gate

    def make_repository(self):
        return "this repository"

    def make_gate(self):
        """The gate of this repository; its witnesses read the kernel of the build folder."""
        if not (self.build / "refkernel/refkernel.elf").exists():
            raise Missing(f"no {self.build}/refkernel/refkernel.elf: ci/build release refkernel initrd")
        return [self["tool"], "--quiet", "--config", str(ROOT / ".abi-check.json"), "-p", str(self.build)]

    def make_gate_diff(self):
        """The same against the commit before."""
        known = subprocess.run(["git", "-C", ROOT, "rev-parse", "--quiet", "--verify", "HEAD~1"], capture_output=True)
        if known.returncode:
            raise Missing("no commit HEAD~1: this is no clone, or a shallow one")
        return [*self["gate"], "--diff", "HEAD~1"]

    def make_project(self):
        folder = self.scratch / "project"
        generated.project(folder, 20)
        self.described["project"] = "20 records, 4 targets"
        return str(folder)

    # -- One unit

    def make_packet_spec(self):
        return self.write("packet.abi.json", json.dumps(generated.PACKET_SPEC))

    def make_libstdcxx(self):
        self.described["libstdcxx"] = f"{len(generated.STANDARD_HEADERS)} headers"
        return self.write("libstdcxx.cpp", generated.unit(generated.STANDARD_HEADERS))

    def make_clang_ast(self):
        if not (LLVM / "include/clang/AST/AST.h").exists():
            raise Missing("no clang/AST/AST.h: apt-get install libclang-19-dev")
        self.described["clang_ast"] = "clang/AST/AST.h and clang/AST/RecursiveASTVisitor.h"
        return self.write("clang_ast.cpp", generated.unit(["clang/AST/AST.h", "clang/AST/RecursiveASTVisitor.h"]))

    # -- Many headers, many units

    def make_headers(self):
        """Headers that compile alone as C. This is found by trying, after the sample was taken."""
        listed = subprocess.run(
            ["dpkg", "-L", "linux-libc-dev"], capture_output=True, text=True, check=False
        ).stdout.split()
        paths = sorted(path for path in listed if path.endswith(".h") and os.path.isfile(path))
        if not paths:
            raise Missing("no headers of Linux: apt-get install linux-libc-dev")
        check = ["clang-19", "-fsyntax-only", "-w", "-x", "c"]
        alone = [
            path
            for path in sample(paths, self.size_of("headers", "headers"))
            if not subprocess.run([*check, path], capture_output=True, check=False).returncode
        ]
        self.described["headers"] = f"{len(alone)} headers"
        return alone

    def commands(self):
        path = self.build / "compile_commands.json"
        if not path.exists():
            raise Missing(f"no {path}: ci/build release")
        # A file that several programs compile for one target counts once.
        found = {}
        for entry in json.loads(path.read_text()):
            if os.path.isfile(entry["file"]):
                found.setdefault((entry["file"], target_of(entry)), entry)
        return [found[key] for key in sorted(found)]

    def make_unit_commands(self):
        """Each one is a list of words, without the launcher, the output and -c."""
        every = self.commands()
        chosen = sample(every, self.size_of("unit_commands", "unit_commands"))
        self.described["unit_commands"] = f"{len(chosen)} of {len(every)} commands"
        self.made["units_entries"] = chosen
        return [compile_words(entry) for entry in chosen]

    def make_units_database(self):
        commands = self["unit_commands"]
        entries = [
            {"directory": entry["directory"], "file": entry["file"], "arguments": [*words, "-c", "-o", f"{at}.o"]}
            for at, (entry, words) in enumerate(zip(self["units_entries"], commands))
        ]
        return self.write("units/compile_commands.json", json.dumps(entries))

    def make_units_config(self):
        """A layer with every unit, on the target that its command is for, and a header with the records of the spec."""
        self["units_database"]
        inputs = [{"files": entry["file"], "targets": [target_of(entry)]} for entry in self["units_entries"]]
        inputs.append({"files": str(ROOT / "refkernel/membrane/records.h")})
        own = json.loads((ROOT / ".abi-check.json").read_text())
        membrane = next(layer for layer in own["layers"] if layer["name"] == "membrane")
        # A precompiled header is for the triple that clang chooses itself.
        return self.write(
            "units/abi-check.json",
            json.dumps(
                {
                    "specs": [str(ROOT / name) for name in own["specs"]],
                    "compile_commands": ".",
                    "targets": [
                        {"name": "x86_64", "triple": "x86_64-pc-linux-gnu"},
                        {"name": "riscv64", "triple": "riscv64-linux-gnu"},
                    ],
                    "layers": [
                        {
                            "name": "units",
                            "witnesses": [{"reader": "clang", "inputs": inputs}],
                            "records": membrane["records"],
                            "constants": membrane["constants"],
                        }
                    ],
                }
            ),
        )

    def make_many_units(self):
        count = self.size_of("units", "many_units")
        self.described["many_units"] = f"{count:,} units, and {count // 10:,}"
        return generated.units(self.scratch / "many", count)

    def make_few_units(self):
        return generated.units(self.scratch / "few", self.sizes["units"] // 10)

    # -- Compiled files

    def make_dwarf(self):
        """A kernel image, or else an object with a unit for each header of Linux, which is C as a kernel is."""
        path = self.vmlinux or found_vmlinux()
        if path is None:
            path = self.linked_headers()
            self.partial.add("dwarf")
        elif not has_section(path, ".debug_info"):
            raise Missing(f"{path} has no .debug_info: give an image with DWARF with --vmlinux")
        self.described["dwarf"] = f"{os.path.basename(path)}, {size(path)}"
        return path

    def linked_headers(self):
        # abidw wants a symbol; no header defines one.
        objects = ["symbol.o"]
        self.run("clang-19", "-g", "-c", self.write("symbol.c", "int symbol(void) { return 0; }\n"), "-o", objects[0])
        for at, header in enumerate(self["headers"]):
            objects.append(f"header{at}.o")
            self.run(
                "clang-19",
                "-g",
                "-fno-eliminate-unused-debug-types",
                "-w",
                "-x",
                "c",
                "-c",
                header,
                "-o",
                objects[-1],
            )
        self.run("ld.lld-19", "-r", *objects, "-o", "headers.o")
        return str(self.scratch / "headers.o")

    def make_dwarf_names(self):
        return ",".join(self.chosen_names())

    def make_dwarf_spec(self):
        """Says only names: the reader looks for these, and nothing is compared."""
        records = [{**generated.PACKET_SPEC["records"][0], "name": name} for name in self.chosen_names()]
        return self.write("dwarf.abi.json", json.dumps({"name": "some", "records": records}))

    def chosen_names(self):
        if "names" not in self.made:
            dump = json.loads(self.run(self["tool"], "dump", "--quiet", self["dwarf"]))
            names = sorted(
                {
                    record["name"]
                    for record in generated.records_of(dump)
                    if record.get("fields") and record["name"].isidentifier()
                }
            )
            self.made["names"] = sample(names, 20)
        return self.made["names"]

    def make_btf(self):
        """The BTF of the kernel image, or of generated records."""
        if self.vmlinux and has_section(self.vmlinux, ".BTF"):
            path = str(self.scratch / "vmlinux.btf")
            self.run("llvm-objcopy-19", f"--dump-section=.BTF={path}", self.vmlinux, str(self.scratch / "copy"))
            self.described["btf"] = f"BTF of {os.path.basename(self.vmlinux)}, {size(path)}"
            return path
        if not shutil.which("pahole"):
            raise Missing("no pahole, which writes BTF: apt-get install pahole")
        count = self.sizes["btf_records"]
        source = self.write("btf.c", generated.library(count, 0))
        self.run("clang-19", "-g", "-c", source, "-o", "btf.o")
        self.run("pahole", "--btf_encode_detached", "generated.btf", "btf.o")
        self.described["btf"] = f"BTF of {count:,} generated records"
        return str(self.scratch / "generated.btf")

    def make_old_library(self):
        count = self.sizes["library_records"]
        self.described["old_library"] = f"{count:,} records, 1 in 10 differs"
        return self.built_library("old", generated.library(count, 0))

    def make_new_library(self):
        return self.built_library("new", generated.library(self.sizes["library_records"], 10))

    def built_library(self, name, text):
        source = self.write(f"{name}.c", text)
        self.run("clang-19", "-g", "-shared", "-fPIC", source, "-o", f"lib{name}.so")
        return str(self.scratch / f"lib{name}.so")


def compile_words(entry):
    """The words of a compile command without what starts it, what it writes and -c."""
    words = entry.get("arguments") or shlex.split(entry["command"])
    if os.path.basename(words[0]) in ("ccache", "sccache"):
        words = words[1:]
    kept, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word in ("-o", "-MF", "-MT", "-MQ"):
            skip = True
        elif word not in ("-c", "-MD", "-MMD"):
            kept.append(word)
    return kept


def target_of(entry):
    """The target of a compile command of this repository, by the name that make_units_config gives it."""
    return "riscv64" if "--target=riscv64" in (entry.get("command") or " ".join(entry["arguments"])) else "x86_64"


def found_vmlinux():
    for folder in ("/usr/lib/debug", "/usr/lib/debug/boot"):
        for path in sorted(pathlib.Path(folder).glob("vmlinux-*")):
            if path.stat().st_size > 100 << 20:
                return str(path)
    return None


def has_section(path, name):
    done = subprocess.run(["llvm-readelf-19", "-S", "--wide", path], capture_output=True, text=True, check=False)
    return f" {name} " in done.stdout
