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

bool add_stack(Pages& pages, AddressSpace space) {
    for (std::uint64_t address = USER_STACK_BEGIN; address < USER_STACK_END; address += page_bytes) {
        if (!map_own_page(pages, space, address, take_page(pages), access_read | access_write)) {
            return false;
        }
    }
    return true;
}

}  // namespace

Load begin_load(Pages& pages, AddressSpace kernel, std::span<const std::uint8_t> file,
                const std::optional<SpecDigest>& spec) {
    Load load{.check = check_elf(file, spec)};
    if (load.check.error != ElfError::none) {
        return load;
    }
    load.space = make_user_space(pages, kernel);
    if (load.space.root != 0 && !add_stack(pages, load.space)) {
        (void)destroy_user_space(pages, load.space);  // cannot fail: the tables were just built
        load.space = {};
    }
    return load;
}

LoadStep load_pages(Pages& pages, Load& load, std::uint64_t count) {
    const ElfImage& image = load.check.image;
    while (load.segment < image.segment_count) {
        const ElfSegment& segment = image.segments[load.segment];
        const std::uint64_t end = segment.address + segment.memory_bytes;
        std::uint64_t address = page_floor(segment.address) + load.pages * page_bytes;
        for (; address < end; address += page_bytes) {
            if (count == 0) {
                return LoadStep::more;
            }
            --count;
            const std::uint64_t page = take_dirty_page(pages);
            if (!map_own_page(pages, load.space, address, page, segment.access)) {
                (void)destroy_user_space(pages, load.space);  // cannot fail: the tables were just built
                return LoadStep::no_memory;
            }
            fill_page(page_at(page), segment, address);
            ++load.pages;
        }
        ++load.segment;
        load.pages = 0;
    }
    return LoadStep::complete;
}

}  // namespace core
