// Sv39 page tables (RISC-V privileged spec, "Sv39: Page-Based 39-bit Virtual-Memory System").
//
//     root ──9 bits──► table ──9 bits──► table ──9 bits──► page
//
// A page is writable or executable, never both. The kernel's own mappings are the first entries of every root, closed
// to user mode; a program's are the rest. Tables are reached at their physical address, which is also the kernel's.
#pragma once

#include <cstdint>
#include <optional>

#include "core/pages.h"

namespace core {

/// What may be done with a page; combine with |.
enum Access : std::uint8_t { access_read = 1, access_write = 2, access_execute = 4 };
constexpr Access operator|(Access a, Access b) {
    return static_cast<Access>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

/// Whose a mapped page is: an address space gives its own pages back when it is destroyed.
enum class Owner : std::uint8_t { space, somebody_else };

struct AddressSpace {
    std::uint64_t root = 0;  // physical address of the root table; 0: there is none
};

enum class MapError : std::uint8_t { none, no_memory, bad_request };

/// An empty one. root is 0 when no page is free.
AddressSpace make_space(Pages& pages);

/// A process's: empty but for the kernel's mappings, which it shares. root is 0 when no page is free.
AddressSpace make_user_space(Pages& pages, AddressSpace kernel);

/// Maps [virtual_begin, virtual_end) of the kernel onto physical memory from `physical`, in the largest pages that fit.
MapError map_kernel(Pages& pages, AddressSpace space, std::uint64_t virtual_begin, std::uint64_t virtual_end,
                    std::uint64_t physical, Access access);

/// Maps one page for user mode. bad_request: not page-aligned, outside [USER_BEGIN, USER_END), writable and executable,
/// or mapped already.
MapError map_user_page(Pages& pages, AddressSpace space, std::uint64_t virtual_address, std::uint64_t physical,
                       Access access, Owner owner);

/// Maps `page`, which was just taken, as the space's own. False when it is 0, or when there is no page for a table:
/// then it has been given back.
[[nodiscard]] bool map_own_page(Pages& pages, AddressSpace space, std::uint64_t virtual_address, std::uint64_t page,
                                Access access);

/// The physical address behind a user address, when user mode may do `access` there.
std::optional<std::uint64_t> translate_user(AddressSpace space, std::uint64_t virtual_address, Access access);

/// The physical address of a page that the space owns and that user mode may read and write; `virtual_address` is
/// page-aligned.
std::optional<std::uint64_t> own_user_page(AddressSpace space, std::uint64_t virtual_address);

/// Gives back every table and every page that `space` owns. The kernel's tables stay. False: the tables were damaged.
[[nodiscard]] bool destroy_user_space(Pages& pages, AddressSpace space);

}  // namespace core
