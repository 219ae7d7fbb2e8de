// From an ELF file to memory that a process can run in.
//
// The image is built aside, in an address space of its own. The caller keeps running in its old one until it decides to
// switch; when anything is wrong, every page has been given back.
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
    AddressSpace space{};  // root is not 0 exactly when neither of the above
    std::uint64_t entry = 0;
};

/// Loads the segments of `file`, and a stack. `spec` as in check_elf.
Loaded load_program(Pages& pages, AddressSpace kernel, std::span<const std::uint8_t> file,
                    const std::optional<SpecDigest>& spec);

}  // namespace core
