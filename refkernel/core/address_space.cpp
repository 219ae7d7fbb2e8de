#include "core/address_space.h"

namespace core {
namespace {

constexpr unsigned top_level = 2;
constexpr std::uint64_t entries_per_table = 512;
constexpr std::uint64_t largest_sv39_half = std::uint64_t{1} << 38;

/// Bits of a page-table entry. The last one is one of the two bits for software (RSW).
enum Entry : std::uint64_t {
    entry_valid = 1 << 0,
    entry_read = 1 << 1,
    entry_write = 1 << 2,
    entry_execute = 1 << 3,
    entry_user = 1 << 4,
    entry_accessed = 1 << 6,
    entry_dirty = 1 << 7,
    entry_borrowed = 1 << 8,
};
constexpr std::uint64_t entry_leaf = entry_read | entry_write | entry_execute;

constexpr std::uint64_t level_bytes(unsigned level) {
    return page_bytes << 9 * level;
}
constexpr std::uint64_t index_at(std::uint64_t address, unsigned level) {
    return address / level_bytes(level) % entries_per_table;
}
constexpr std::uint64_t first_user_index = USER_BEGIN / level_bytes(top_level);

constexpr std::uint64_t to_entry(std::uint64_t physical) {
    return physical / page_bytes << 10;
}
constexpr std::uint64_t to_physical(std::uint64_t entry) {
    return (entry >> 10 & ((std::uint64_t{1} << 44) - 1)) * page_bytes;
}

std::uint64_t* table_at(std::uint64_t physical) {
    return reinterpret_cast<std::uint64_t*>(physical);
}

/// An entry's access bits are those of Access, shifted left by one. Accessed and dirty are always set, because the
/// kernel does not use them.
constexpr std::uint64_t to_bits(Access access) {
    return std::uint64_t{access} << 1 | entry_valid | entry_accessed | entry_dirty;
}
static_assert(access_read << 1 == entry_read && access_write << 1 == entry_write &&
              access_execute << 1 == entry_execute);

constexpr bool writable_and_executable(Access access) {
    return (access & access_write) != 0 && (access & access_execute) != 0;
}

/// Returns the entry for `address` at `level`, and makes missing tables above it. Returns null if no page is free, or
/// if a larger page is mapped there.
std::uint64_t* entry_for(Pages& pages, AddressSpace space, std::uint64_t address, unsigned level) {
    std::uint64_t* table = table_at(space.root);
    for (unsigned at = top_level; at > level; --at) {
        std::uint64_t& entry = table[index_at(address, at)];
        if ((entry & entry_leaf) != 0) {
            return nullptr;
        }
        if ((entry & entry_valid) == 0) {
            const std::uint64_t next = take_page(pages);
            if (next == 0) {
                return nullptr;
            }
            entry = to_entry(next) | entry_valid;
        }
        table = table_at(to_physical(entry));
    }
    return &table[index_at(address, level)];
}

/// The entry that maps an address for user mode, if it has all bits of `needed`. Pages of user mode are never larger
/// than page_bytes.
std::optional<std::uint64_t> find_user_entry(AddressSpace space, std::uint64_t virtual_address, std::uint64_t needed) {
    if (virtual_address >= largest_sv39_half) {
        return std::nullopt;  // not canonical, or in the upper half, which is never mapped
    }
    std::uint64_t entry = to_entry(space.root) | entry_valid;
    for (unsigned level = top_level + 1; level > 0 && (entry & entry_valid) != 0 && (entry & entry_leaf) == 0;
         --level) {
        entry = table_at(to_physical(entry))[index_at(virtual_address, level - 1)];
    }
    needed |= entry_user;
    return (entry & needed) == needed ? std::optional(entry) : std::nullopt;
}

bool destroy_table(Pages& pages, std::uint64_t table, unsigned level, std::uint64_t first) {
    bool good = true;
    for (std::uint64_t index = first; index < entries_per_table; ++index) {
        const std::uint64_t entry = table_at(table)[index];
        if ((entry & entry_valid) == 0 || (entry & entry_borrowed) != 0) {
            continue;
        }
        const std::uint64_t below = to_physical(entry);
        if ((entry & entry_leaf) == 0 && level > 0) {
            good = destroy_table(pages, below, level - 1, 0) && good;
        } else {
            good = give_page(pages, below) && good;
        }
    }
    return give_page(pages, table) && good;
}

}  // namespace

AddressSpace make_space(Pages& pages) {
    return {.root = take_page(pages)};
}

AddressSpace make_user_space(Pages& pages, AddressSpace kernel) {
    const AddressSpace space = make_space(pages);
    for (std::uint64_t index = 0; space.root != 0 && index < first_user_index; ++index) {
        table_at(space.root)[index] = table_at(kernel.root)[index];
    }
    return space;
}

bool map_kernel(Pages& pages, AddressSpace space, std::uint64_t virtual_begin, std::uint64_t virtual_end,
                std::uint64_t physical, Access access) {
    const std::uint64_t not_aligned = (virtual_begin | virtual_end | physical) % page_bytes;
    if (not_aligned != 0 || writable_and_executable(access) || virtual_end > USER_BEGIN) {
        return false;
    }
    std::uint64_t address = virtual_begin;
    while (address < virtual_end) {
        const std::uint64_t here = physical + (address - virtual_begin);
        unsigned level = top_level;
        while (level > 0 &&
               ((address | here) % level_bytes(level) != 0 || virtual_end - address < level_bytes(level))) {
            --level;
        }
        std::uint64_t* const entry = entry_for(pages, space, address, level);
        if (entry == nullptr || (*entry & entry_valid) != 0) {
            return false;
        }
        *entry = to_entry(here) | to_bits(access);
        address += level_bytes(level);
    }
    return true;
}

bool map_user_page(Pages& pages, AddressSpace space, std::uint64_t virtual_address, std::uint64_t physical,
                   Access access, Owner owner) {
    const bool inside = virtual_address >= USER_BEGIN && virtual_address < USER_END;
    if (!inside || (virtual_address | physical) % page_bytes != 0 || writable_and_executable(access)) {
        return false;
    }
    std::uint64_t* const entry = entry_for(pages, space, virtual_address, 0);
    if (entry == nullptr || (*entry & entry_valid) != 0) {
        return false;
    }
    *entry = to_entry(physical) | to_bits(access) | entry_user | (owner == Owner::space ? 0 : entry_borrowed);
    return true;
}

bool map_own_page(Pages& pages, AddressSpace space, std::uint64_t virtual_address, std::uint64_t page, Access access) {
    if (page == 0) {
        return false;
    }
    if (!map_user_page(pages, space, virtual_address, page, access, Owner::space)) {
        (void)give_page(pages, page);  // cannot fail: the page is taken
        return false;
    }
    return true;
}

std::optional<std::uint64_t> translate_user(AddressSpace space, std::uint64_t virtual_address, Access access) {
    const auto entry = find_user_entry(space, virtual_address, to_bits(access));
    return entry ? std::optional(to_physical(*entry) + virtual_address % page_bytes) : std::nullopt;
}

std::optional<std::uint64_t> own_user_page(AddressSpace space, std::uint64_t virtual_address) {
    const auto entry = find_user_entry(space, virtual_address, to_bits(access_read | access_write));
    return entry && (*entry & entry_borrowed) == 0 ? std::optional(to_physical(*entry)) : std::nullopt;
}

bool destroy_user_space(Pages& pages, AddressSpace space) {
    return destroy_table(pages, space.root, top_level, first_user_index);
}

}  // namespace core
