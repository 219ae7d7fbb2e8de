// Sv39 page tables (RISC-V privileged spec, "Sv39: Page-Based 39-bit Virtual-Memory System").
//
//     root ──9 bits──► table ──9 bits──► table ──9 bits──► page
//
// A page is writable or executable, never both. The first entries of every root are the kernel's mappings, which user
// mode cannot access; the rest are the program's. The kernel accesses tables at their physical addresses.
#pragma once

#include <cstdint>
#include <optional>

#include "core/pages.h"

namespace core {

/// Permissions of a page; combine with |.
enum Access : std::uint8_t { access_read = 1, access_write = 2, access_execute = 4 };
constexpr Access operator|(Access a, Access b) {
    return static_cast<Access>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

/// Who owns a mapped page. An address space frees its own pages when it is destroyed.
enum class Owner : std::uint8_t { space, other };

struct AddressSpace {
    std::uint64_t root = 0;  // physical address of the root table; 0: there is none
};

/// Makes an empty address space. root is 0 if no page is free.
AddressSpace make_space(Pages& pages);

/// Makes an address space for a process, with only the kernel's mappings, which are shared. root is 0 if no page is
/// free.
AddressSpace make_user_space(Pages& pages, AddressSpace kernel);

/// Maps [virtual_begin, virtual_end) of the kernel onto physical memory from `physical`, in the largest pages that fit.
/// Returns false if a page is not aligned, not below USER_BEGIN, both writable and executable, or already mapped, or if
/// there is no page for a table.
[[nodiscard]] bool map_kernel(Pages& pages, AddressSpace space, std::uint64_t virtual_begin, std::uint64_t virtual_end,
                              std::uint64_t physical, Access access);

/// Maps one page for user mode. Returns false as map_kernel does; the page must be in [USER_BEGIN, USER_END).
[[nodiscard]] bool map_user_page(Pages& pages, AddressSpace space, std::uint64_t virtual_address,
                                 std::uint64_t physical, Access access, Owner owner);

/// Maps `page`, which was just taken, as the space's own page. Returns false if it is 0, or if there is no page for a
/// table; then `page` has been freed.
[[nodiscard]] bool map_own_page(Pages& pages, AddressSpace space, std::uint64_t virtual_address, std::uint64_t page,
                                Access access);

/// The physical address of a user address, if user mode has the permissions `access` there.
std::optional<std::uint64_t> translate_user(AddressSpace space, std::uint64_t virtual_address, Access access);

/// The physical address of a page that the space owns and that user mode may read and write; `virtual_address` is
/// page-aligned.
std::optional<std::uint64_t> own_user_page(AddressSpace space, std::uint64_t virtual_address);

/// Frees every table and every page that `space` owns, but not the kernel's tables. Returns false if the tables were
/// damaged.
[[nodiscard]] bool destroy_user_space(Pages& pages, AddressSpace space);

}  // namespace core
