// For tests, on the host: a good program spoiled in one place, once for every answer of check_elf and for every place
// that a loader of the field was once careless about.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/elf.h"

namespace core::test {

struct HostileElf {
    const char* name;   // what is wrong, in words that may stand in a file's name
    ElfError expected;  // of check_elf, by a kernel that has the spec of the good program
    std::vector<std::uint8_t> bytes;
};

/// `good`: any program that the kernel takes and whose program headers are those of membrane/program.ld: code, other
/// segments, a PT_NOTE that begins with the AbiNote, PT_GNU_STACK. Nothing when it is not such a one.
std::vector<HostileElf> hostile_elfs(std::span<const std::uint8_t> good);

}  // namespace core::test
