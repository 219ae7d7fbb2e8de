// Any bytes are either refused without taking a page, or loaded as the headers describe. The assertions read the bytes
// again, without elf.cpp.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <set>
#include <string_view>
#include <vector>

#include "core/elf_numbers.h"
#include "core/test_arena.h"
#include "core/test_load.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

using namespace core;
using Bytes = std::span<const std::uint8_t>;

void require(bool holds) {
    if (!holds) std::abort();
}

std::uint64_t number(Bytes file, std::uint64_t offset, std::size_t bytes) {
    require(offset + bytes <= file.size());
    std::uint64_t value = 0;
    for (std::size_t i = bytes; i-- > 0;) value = value << 8 | file[offset + i];
    return value;
}

struct Segment {
    std::uint64_t type, flags, offset, address, file_bytes, memory_bytes;
};

std::vector<Segment> read_segments(Bytes file) {
    std::vector<Segment> segments;
    for (std::uint64_t i = 0; i < number(file, 56, 2); ++i) {
        const std::uint64_t at = number(file, 32, 8) + i * 56;
        segments.push_back({number(file, at, 4), number(file, at + 4, 4), number(file, at + 8, 8),
                            number(file, at + 16, 8), number(file, at + 32, 8), number(file, at + 40, 8)});
    }
    return segments;
}

/// Whether the file has an AbiNote with `digest` at any place.
bool has_note(Bytes file, const SpecDigest& digest) {
    constexpr std::string_view begin{"\12\0\0\0\40\0\0\0\1\0\0\0abi-check\0", 22};
    for (std::size_t at = 0; at + 56 <= file.size(); at += 4) {
        if (std::memcmp(file.data() + at, begin.data(), begin.size()) == 0 &&
            std::memcmp(file.data() + at + 24, digest.data(), digest.size()) == 0) {
            return true;
        }
    }
    return false;
}

/// Checks an accepted image and returns its segments.
std::vector<Segment> check_image(Bytes file, const ElfImage& image) {
    require(std::memcmp(file.data(), "\177ELF\2\1\1\0", 8) == 0);
    require(number(file, 16, 2) == 2 && number(file, 18, 2) == 243 && (number(file, 48, 4) & ~1ULL) == 4);
    require(image.entry == number(file, 24, 8));
    std::vector<Segment> loaded;
    for (const Segment& segment : read_segments(file)) {
        require(segment.type != 2 && segment.type != 3 && segment.type != 5 && segment.type != 7);
        require(segment.type != 0x6474e551 || (segment.flags & 1) == 0);
        if (segment.type == 1) loaded.push_back(segment);
    }
    require(!loaded.empty() && loaded.size() == image.segment_count);
    std::uint64_t pages = 0;
    std::uint64_t end = USER_PROGRAM_BEGIN;
    bool entry = false;
    for (std::size_t i = 0; i < loaded.size(); ++i) {
        const Segment& segment = loaded[i];
        const ElfSegment& found = image.segments[i];
        require(found.address == segment.address && found.memory_bytes == segment.memory_bytes);
        require(found.file.data() == file.data() + segment.offset && found.file.size() == segment.file_bytes);
        require(segment.offset <= file.size() && segment.file_bytes <= file.size() - segment.offset);
        require(segment.file_bytes <= segment.memory_bytes && segment.memory_bytes > 0);
        require(segment.address / 4096 * 4096 >= end && segment.address < USER_PROGRAM_END);
        require(segment.memory_bytes <= USER_PROGRAM_END - segment.address);
        require(segment.address % 4096 == segment.offset % 4096);
        require(segment.flags == 4 || segment.flags == 5 || segment.flags == 6);
        const std::uint64_t first = segment.address / 4096;
        const std::uint64_t last = (segment.address + segment.memory_bytes - 1) / 4096;
        pages += last - first + 1;
        end = (last + 1) * 4096;
        entry = entry || (segment.flags == 5 && image.entry >= segment.address &&
                          image.entry + 2 <= segment.address + segment.file_bytes);
    }
    require(entry && image.entry % 2 == 0);
    require(pages <= 8192 && pages * 4096 == image.bytes);
    return loaded;
}

unsigned rights(AddressSpace space, std::uint64_t address) {
    return (translate_user(space, address, access_read) ? 4U : 0U) |
           (translate_user(space, address, access_write) ? 2U : 0U) |
           (translate_user(space, address, access_execute) ? 1U : 0U);
}

void check_memory(Bytes file, const std::vector<Segment>& loaded, AddressSpace space) {
    for (const Segment& segment : loaded) {
        const std::uint64_t end = (segment.address + segment.memory_bytes + 4095) / 4096 * 4096;
        for (std::uint64_t page = segment.address / 4096 * 4096; page < end; page += 4096) {
            require(rights(space, page) == segment.flags);
            const auto* const memory = reinterpret_cast<const std::uint8_t*>(*translate_user(space, page, access_read));
            for (std::uint64_t i = 0; i < 4096; ++i) {
                const std::uint64_t at = page + i - segment.address;  // wraps for bytes before the segment
                require(memory[i] == (at < segment.file_bytes ? file[segment.offset + at] : 0));
            }
        }
    }
    for (std::uint64_t page = USER_STACK_BEGIN; page < USER_STACK_END; page += 4096) {
        require(rights(space, page) == 6);
        const auto* const memory = reinterpret_cast<const std::uint8_t*>(*translate_user(space, page, access_read));
        require(std::all_of(memory, memory + 4096, [](std::uint8_t byte) { return byte == 0; }));
    }
}

/// The number of pages for tables (a root, one below it, one for each 2 MiB), the image and the stack.
std::uint64_t needed_pages(const std::vector<Segment>& loaded, std::uint64_t image_bytes) {
    std::set<std::uint64_t> tables{USER_STACK_BEGIN >> 21};
    for (const Segment& segment : loaded) {
        for (std::uint64_t at = segment.address >> 21; at <= (segment.address + segment.memory_bytes - 1) >> 21; ++at) {
            tables.insert(at);
        }
    }
    return 2 + tables.size() + image_bytes / 4096 + (USER_STACK_END - USER_STACK_BEGIN) / 4096;
}

void load(Bytes file, const ElfCheck& check, const std::vector<Segment>& loaded, std::uint64_t free_pages) {
    static test::Arena kernels(1);
    static const AddressSpace kernel = make_space(kernels.pages);
    static test::Arena arena(96);
    arena.pages = make_pages(arena.pages.base, arena.pages.base + free_pages * page_bytes, arena.bitmap);
    const test::Loaded result = test::load_program(arena.pages, kernel, file, {});
    require(result.error == check.error);
    if (check.error != ElfError::none) {
        require(result.space.root == 0 && !result.no_memory && arena.pages.free == free_pages);
        return;
    }
    const std::uint64_t needed = needed_pages(loaded, check.image.bytes);
    require(result.no_memory == (needed > free_pages) && (result.space.root == 0) == result.no_memory);
    if (!result.no_memory) {
        require(result.entry == check.image.entry && free_pages - arena.pages.free == needed);
        check_memory(file, loaded, result.space);
        require(destroy_user_space(arena.pages, result.space));
    }
    require(arena.pages.free == free_pages);
    for (test::HostPage& page : arena.memory) page.bytes.fill(0xee);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes file(data, size);
    SpecDigest digest;
    digest.fill(0xd1);  // in programs of elf_spoiler
    const ElfCheck any = check_elf(file, {});
    const ElfCheck ours = check_elf(file, digest);
    std::vector<Segment> loaded;
    if (any.error == ElfError::none) {
        loaded = check_image(file, any.image);
        require(ours.error == ElfError::none || ours.error == ElfError::stale || ours.error == ElfError::no_abi_note);
    } else {
        require(ours.error == any.error);
    }
    require(ours.error != ElfError::none || has_note(file, digest));
    for (const ElfNumbers::Part& part : elf_numbers(ours).parts) {
        require(part.words.empty() || ours.error != ElfError::none);
    }
    load(file, any, loaded, 96);
    load(file, any, loaded, size == 0 ? 0 : data[size - 1] % 40);
    return 0;
}

// Most bytes of a program are not checked, so three of four mutations change only the headers or the note.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
    constexpr std::size_t headers = 512;
    constexpr std::size_t notes = 0x1000;
    if (size <= notes + headers || seed % 4 == 0) return LLVMFuzzerMutate(data, size, max_size);
    LLVMFuzzerMutate(data + (seed % 4 == 1 ? notes : 0), seed % 4 == 1 ? 64 : headers, seed % 4 == 1 ? 64 : headers);
    return size;
}
