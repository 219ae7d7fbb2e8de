"""What the measurements were made on and with: machine, commit, versions of tools. Names no host and no user."""

import datetime
import os
import platform
import re
import subprocess

import inputs
import measure
from table import PEERS


def version(*words):
    """The first line with a version that a program prints, without its path; None if it is not there."""
    path = measure.program(words[0])
    if path is None:
        return None
    done = subprocess.run(
        [path, *words[1:]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )
    return version_in(done.stdout)


def version_in(text):
    found = next((line.strip() for line in text.splitlines() if re.search(r"\d+\.\d+", line)), "")
    return re.sub(r"^/\S*/", "", found)


def facts():
    """What must be equal for two runs to be compared."""
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory_gib": memory_gib(),
        "machine": platform.machine(),
        "system": system(),
    }


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            found = re.search(r"^model name\s*: (.+)$", lines.read(), re.MULTILINE)
            return found[1] if found else platform.processor()
    except OSError:
        return platform.processor()


def memory_gib():
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30))


def system():
    try:
        with open("/etc/os-release", encoding="utf-8") as lines:
            found = re.search(r'^PRETTY_NAME="?([^"\n]+)', lines.read(), re.MULTILINE)
            return found[1] if found else platform.system()
    except OSError:
        return platform.system()


def build_type(build):
    """What CMake calls it: Release, Debug, …"""
    try:
        found = re.search(r"^CMAKE_BUILD_TYPE:\w+=(.*)$", (build / "CMakeCache.txt").read_text(), re.MULTILINE)
        return found[1] if found else ""
    except OSError:
        return ""


def git(*words):
    done = subprocess.run(["git", "-C", inputs.ROOT, *words], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def commit():
    """The commit, with a + if tracked files have changed since."""
    return git("rev-parse", "HEAD") + ("+" if git("status", "--porcelain", "--untracked-files=no") else "")


def tools(tool):
    """Versions of our program and of every peer; None for one that is not installed."""
    versions = {name: version(peer.program, *peer.version) for name, peer in PEERS.items()}
    return {"abi-check": version(tool, "--version"), **versions}


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
