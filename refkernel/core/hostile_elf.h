// For tests on the host: makes programs that have one error each. There is one for each result of check_elf, and one
// for each error that a known loader once missed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/elf.h"
#include "core/elf_numbers.h"

namespace core::test {

struct HostileElf {
    const char* name;   // the error, as words that can be part of a file name
    ElfError expected;  // the result of check_elf with the good program's spec
    std::vector<std::uint8_t> bytes;
};

/// `good` must be a program that the kernel accepts, with the program headers of membrane/program.ld: code, other
/// segments, a PT_NOTE that begins with the AbiNote, PT_GNU_STACK. Returns nothing for any other program.
std::vector<HostileElf> hostile_elfs(std::span<const std::uint8_t> good);

/// The numbers as the kernel prints them.
std::string words_of(const ElfNumbers& numbers);

}  // namespace core::test
