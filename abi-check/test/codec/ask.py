"""Asks programs and compares their answers with the expected ones."""

import shutil
import subprocess
import sys
from collections import Counter

import records


def fail(text):
    """Ends the run, because no question could be asked."""
    print(text[:4000], file=sys.stderr)
    sys.exit(2)


def compiler_of(command):
    """"gcc", "python3 -m ziglang"."""
    return " ".join(command[:3] if command[1] == "-m" else command[:1])


def is_present(command):
    """Whether the compiler at the start of a command is installed."""
    if shutil.which(command[0]) is None:
        return False
    if compiler_of(command) != "python3 -m ziglang":
        return True
    return subprocess.run([*command[:3], "version"], capture_output=True).returncode == 0


def checked(command, folder, text=None):
    """What a program prints; `text` is its standard input. If the program fails, the run ends."""
    child = subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True)
    if child.returncode != 0:
        fail(f"{' '.join(map(str, command))}: exit status {child.returncode}\n{child.stderr}{child.stdout}")
    return child.stdout


def read_values(line):
    """"kind=400": [("kind", 1024)]; in the order of declaration."""
    words = [word.split("=") for word in line.split()]
    return [(word[0], int(word[1], 16)) if len(word) == 2 else (" ".join(word), None) for word in words]


def differences(expected, found):
    """The fields whose values differ between two lists."""
    if [path for path, _ in expected] != [path for path, _ in found]:
        return [f"fields {[path for path, _ in found]}"]
    pairs = zip(expected, found)
    return [f"{path}: {value:x}, not {wanted:x}" for (path, wanted), (_, value) in pairs if value != wanted]


def judge(who, command, folder, cases):
    """The number of wrong answers. Prints the first wrong answer about each record."""
    questions = [line for record, _, memory, values in cases
                 for line in (f"decode {record} {memory.hex()}", f"encode {record} {records.spell(values)}")]
    answers = checked(command, folder, "\n".join(questions) + "\n").splitlines()
    if len(answers) != len(questions):
        fail(f"{who}: {len(answers)} answers to {len(questions)} questions")
    wrong = Counter()
    for (record, name, memory, values), decoded, encoded in zip(cases, answers[::2], answers[1::2]):
        parts = differences(values, read_values(decoded))
        if encoded.strip() != memory.hex():
            parts.append(f"wrote {encoded.strip()}, not {memory.hex()}")
        if parts and not wrong[record]:
            print(f"{who}: {record}, {name}: {'; '.join(parts[:4])}")
        wrong[record] += bool(parts)
    return sum(wrong.values())
