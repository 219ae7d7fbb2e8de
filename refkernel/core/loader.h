// Builds the address space of a program from its file, page by page.
//
//     begin_load ─► load_pages, until it is not `more`
//
// A large program takes longer than one trap may last. So its pages are filled in steps, and other programs run between
// the steps. After an error, all pages have been freed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/address_space.h"
#include "core/elf.h"
#include "core/pages.h"

namespace core {

/// A program whose segments are being loaded. The spans in `check` must stay valid until it is complete.
struct Load {
    ElfCheck check;
    AddressSpace space{};     // root is 0 if there was an error, or no free page
    std::size_t segment = 0;  // the one that is loaded next,
    std::uint64_t pages = 0;  // and how many of its pages are there
};

/// Checks `file` and makes an address space with a stack. `spec` is as for check_elf.
Load begin_load(Pages& pages, AddressSpace kernel, std::span<const std::uint8_t> file,
                const std::optional<SpecDigest>& spec);

enum class LoadStep : std::uint8_t { complete, more, no_memory };

/// Loads at most `count` more pages. After no_memory, the address space has been freed.
LoadStep load_pages(Pages& pages, Load& load, std::uint64_t count);

}  // namespace core
