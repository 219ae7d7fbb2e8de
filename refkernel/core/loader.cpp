#include "core/loader.h"

#include <algorithm>
#include <cstring>

namespace core {
namespace {

/// Fills the page of `segment` at `address` with the file's bytes for it, and zeros. Calls memcpy and memset by name,
/// because standard algorithms become loops over single bytes in a freestanding build.
void fill_page(std::span<std::uint8_t> page, const ElfSegment& segment, std::uint64_t address) {
    const std::uint64_t from = std::max(address, segment.address);
    const std::uint64_t to = std::min(address + page_bytes, segment.address + segment.file.size());
    const std::uint64_t before = from - address;
    const std::uint64_t copied = to > from ? to - from : 0;
    std::memset(page.data(), 0, before);
    if (copied > 0) {
        std::memcpy(page.data() + before, segment.file.data() + (from - segment.address), copied);
    }
    std::memset(page.data() + before + copied, 0, page_bytes - before - copied);
}

bool add_segment(Pages& pages, AddressSpace space, const ElfSegment& segment) {
    const std::uint64_t end = segment.address + segment.memory_bytes;
    for (std::uint64_t address = page_floor(segment.address); address < end; address += page_bytes) {
        const std::uint64_t page = take_dirty_page(pages);
        if (!map_own_page(pages, space, address, page, segment.access)) {
            return false;
        }
        fill_page(page_at(page), segment, address);
    }
    return true;
}

bool add_stack(Pages& pages, AddressSpace space) {
    for (std::uint64_t address = USER_STACK_BEGIN; address < USER_STACK_END; address += page_bytes) {
        if (!map_own_page(pages, space, address, take_page(pages), access_read | access_write)) {
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
        (void)destroy_user_space(pages, space);  // cannot fail: the tables were just built
        return {.no_memory = true};
    }
    return {.space = space, .entry = check.image.entry};
}

}  // namespace core
