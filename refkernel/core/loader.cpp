#include "core/loader.h"

#include <algorithm>

namespace core {
namespace {

/// Maps a new zeroed page at `address` and returns its bytes; no bytes when no page is free.
std::span<std::uint8_t> add_page(Pages& pages, AddressSpace space, std::uint64_t address, Access access) {
    const std::uint64_t page = take_page(pages);
    if (page == 0) {
        return {};
    }
    if (map_user_page(pages, space, address, page, access, Owner::space) != MapError::none) {
        (void)give_page(pages, page);  // ours since two lines
        return {};
    }
    return page_at(page);
}

bool add_segment(Pages& pages, AddressSpace space, const ElfSegment& segment) {
    const std::uint64_t end = segment.address + segment.memory_bytes;
    for (std::uint64_t address = page_floor(segment.address); address < end; address += page_bytes) {
        const std::span<std::uint8_t> page = add_page(pages, space, address, segment.access);
        if (page.empty()) {
            return false;
        }
        // The part of the file that falls on this page; the rest of the page stays zero.
        const std::uint64_t from = std::max(address, segment.address);
        const std::uint64_t to = std::min(address + page_bytes, segment.address + segment.file.size());
        if (from < to) {
            std::ranges::copy(segment.file.subspan(from - segment.address, to - from),
                              page.subspan(from - address).begin());
        }
    }
    return true;
}

bool add_stack(Pages& pages, AddressSpace space) {
    for (std::uint64_t address = USER_STACK_BEGIN; address < USER_STACK_END; address += page_bytes) {
        if (add_page(pages, space, address, access_read | access_write).empty()) {
            return false;
        }
    }
    return true;
}

}  // namespace

Loaded load_program(Pages& pages, AddressSpace kernel, std::span<const std::uint8_t> file,
                    const std::optional<SpecDigest>& spec) {
    const ElfCheck check = check_elf(file, spec);
    if (check.error != ElfError::none) {
        return {.error = check.error};
    }
    const AddressSpace space = make_user_space(pages, kernel);
    if (space.root == 0) {
        return {.no_memory = true};
    }
    const std::span segments = std::span(check.image.segments).first(check.image.segment_count);
    const bool complete =
        std::ranges::all_of(segments, [&](const ElfSegment& segment) { return add_segment(pages, space, segment); }) &&
        add_stack(pages, space);
    if (!complete) {
        (void)destroy_user_space(pages, space);  // just built: its tables are whole
        return {.no_memory = true};
    }
    return {.space = space, .entry = check.image.entry};
}

}  // namespace core
