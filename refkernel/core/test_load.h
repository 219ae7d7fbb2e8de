// For tests: loads a whole program at once.
#pragma once

#include "core/loader.h"

namespace core::test {

struct Loaded {
    bool no_memory = false;
    ElfError error = ElfError::none;
    AddressSpace space{};  // root is 0 if there was an error
    std::uint64_t entry = 0;
};

/// Loads all segments of `file` and makes a stack.
inline Loaded load_program(Pages& pages, AddressSpace kernel, std::span<const std::uint8_t> file,
                           const std::optional<SpecDigest>& spec) {
    Load load = begin_load(pages, kernel, file, spec);
    if (load.space.root == 0) {
        return {.no_memory = load.check.error == ElfError::none, .error = load.check.error};
    }
    if (load_pages(pages, load, max_image_bytes / page_bytes) == LoadStep::no_memory) {
        return {.no_memory = true};
    }
    return {.space = load.space, .entry = load.check.image.entry};
}

}  // namespace core::test
