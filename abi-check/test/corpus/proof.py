"""Checks the layouts that the tool reports with another compiler.

A finding claims that a record has one layout on the first target and another one on the second. Here both layouts become
static assertions, and each target's GCC (clang if there is none) shows which of them hold. A difference is real if both
sides hold; a side that does not hold is an error of the tool.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass, field

GCC = {"x86_64-linux-gnu": "gcc", "i686-linux-gnu": "i686-linux-gnu-gcc", "riscv64-linux-gnu": "riscv64-linux-gnu-gcc"}
SIGNED = {"signed integer": True, "unsigned integer": False}


def compiler(target):
    gcc = GCC.get(target)
    return [gcc] if gcc and shutil.which(gcc) else ["clang-19", "--target=" + target]


def holds(target, header, lines, how="-fsyntax-only"):
    """Whether each line of C compiles, appended to the header. Runs the compiler once for all lines."""
    if not lines:
        return []
    text = "\n".join([f'#include "{header}"', *lines]) + "\n"
    limit = "-fmax-errors=0" if "gcc" in compiler(target)[0] else "-ferror-limit=0"
    made = subprocess.run([*compiler(target), "-x", "c", "-std=gnu17", "-w", *how.split(), limit, "-"],
                          input=text, capture_output=True, text=True)
    bad = {int(line) for line in re.findall(r"^<stdin>:(\d+):\d+: (?:fatal )?error:", made.stderr, re.M)}
    elsewhere = made.returncode != 0 and not bad
    return [not elsewhere and number + 2 not in bad for number in range(len(lines))]


def spellings(key, records, names):
    """Ways in which C may name a record: by its tag or typedef, or as what a member of a named record is made of."""
    word = "struct" if records[key]["kind"] == "struct" else "union"
    own = records[key]["name"]
    return [f"{word} {own}", own] + [f"__typeof__((({names[owner]}*)0)->{one['name']}{elements(one)})"
                                     for owner in names if owner in records for one in records[owner]["fields"]
                                     if one["type"]["name"] == own and "(" not in one["name"]]


def elements(one):
    """The first element of an array of arrays."""
    return "[0]" * (len(one["type"]["extents"]) + (1 if one["type"]["flexible_tail"] else 0))


def assertions(name, record):
    """The facts of a record except its bit-fields: (what, C) for each fact."""
    facts = [("size", f"sizeof({name}) == {record['size_bytes']}")]
    if record["align_bytes"]:
        facts.append(("alignment", f"_Alignof({name}) == {record['align_bytes']}"))
    for one in record["fields"]:
        if one["bit_width"] is not None or "(" in one["name"]:
            continue
        member = f"(({name}*)0)->{one['name']}"
        facts.append((one["name"], f"__builtin_offsetof({name}, {one['name']}) == {one['offset_bits'] // 8}"))
        if not one["type"]["flexible_tail"]:
            facts.append((one["name"], f"sizeof({member}) == {one['size_bits'] // 8}"))
        if one["type"]["kind"] in SIGNED:
            sign = "<" if SIGNED[one["type"]["kind"]] else ">"
            facts.append((one["name"], f"(__typeof__({member}{elements(one)}))-1 {sign} 0"))
    return [(what, f'_Static_assert({text}, "");') for what, text in facts]


def bit_assertions(name, record):
    """C has no offset of a bit-field. But if all bits of the field are set and no others, the optimiser knows the bytes
    of the record. It then removes the call of a function that must not be called. For little-endian targets."""
    facts = []
    for one in record["fields"]:
        if one["bit_width"] is None or "(" in one["name"]:
            continue
        bits = ((1 << one["bit_width"]) - 1) << one["offset_bits"] % 8
        at = one["offset_bits"] // 8
        wrong = " || ".join(f"u.b[{at + i}] != {byte}"
                            for i, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")))
        facts.append((one["name"], f"void abi_{re.sub('[^0-9A-Za-z]+', '_', name)}_{one['name']}(void) {{ "
                                   f"extern void wrong(void) __attribute__((error(\"\"))); "
                                   f"union {{ __typeof__({name}) r; unsigned char b[sizeof({name})]; }} u; "
                                   f"__builtin_memset(&u, 0, sizeof u); u.r.{one['name']} = -1; if ({wrong}) wrong(); }}"))
    return facts


@dataclass
class Truth:
    """What a compiler confirms about the records of one header on one target."""
    names: dict = field(default_factory=dict)   # by record: how C names it; absent: there is no such record
    wrong: dict = field(default_factory=dict)   # by record: facts that do not hold
    facts: int = 0


def ask(target, header, records):
    """`records`: as the tool read them, by the spec's name."""
    truth = Truth()
    # A record without a name of its own is found through one that holds it, which must be found first.
    while True:
        tries = [(key, name) for key in records if key not in truth.names
                 for name in spellings(key, records, truth.names)]
        before = len(truth.names)
        found = holds(target, header, [f"extern char abi_{i}[sizeof({name}) + 1];" for i, (_, name) in enumerate(tries)])
        for (key, name), is_there in zip(tries, found):
            if is_there:
                truth.names.setdefault(key, name)
        if len(truth.names) == before:
            break
    for facts_of, how in ((assertions, "-fsyntax-only"), (bit_assertions, "-O2 -S -o /dev/null")):
        facts = [(key, *fact) for key, record in records.items() if key in truth.names
                 for fact in facts_of(truth.names[key], record)]
        truth.facts += len(facts)
        for (key, *fact), is_true in zip(facts, holds(target, header, [fact[2] for fact in facts], how)):
            if not is_true:
                truth.wrong.setdefault(key, []).append(fact)
    return truth


def numbers(target, header, values):
    """For each (name, value): whether the constant or enumerator has that value on the target."""
    return holds(target, header, [f'_Static_assert(({name}) == ({value}), "");' for name, value in values])


def spelled(target, header, name, one):
    """Whether a field has the type that its source spells."""
    member = f"(({name}*)0)->{one['name']}{elements(one)}"
    fact = f"__builtin_types_compatible_p(__typeof__({member}), {one['type']['spelling']})"
    return holds(target, header, [f'_Static_assert({fact}, "");'])[0]
