// Loads an ELF file into memory for a process.
//
// The image is built in a new address space. The caller keeps its old one until it decides to switch. After an error,
// all pages have been freed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/address_space.h"
#include "core/elf.h"
#include "core/pages.h"

namespace core {

struct Loaded {
    bool no_memory = false;
    ElfError error = ElfError::none;
    AddressSpace space{};  // root is 0 if there was an error
    std::uint64_t entry = 0;
};

/// Loads the segments of `file` and makes a stack. `spec` is as for check_elf.
Loaded load_program(Pages& pages, AddressSpace kernel, std::span<const std::uint8_t> file,
                    const std::optional<SpecDigest>& spec);

}  // namespace core
