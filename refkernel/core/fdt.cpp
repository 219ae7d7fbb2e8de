#include "core/fdt.h"

#include <algorithm>

#include "core/text.h"

namespace core {
namespace {

constexpr std::uint32_t fdt_magic = 0xd00dfeed;
constexpr std::uint32_t readable_version = 16;  // last_comp_version of every tree since 2005
constexpr Cells reservation_cells{.address = 2, .size = 2};

enum Token : std::uint32_t { begin_node = 1, end_node = 2, property_token = 3, nothing = 4, end = 9 };

std::uint32_t big_endian(std::span<const std::uint8_t> bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

/// The text at `offset` up to the first NUL; nothing if there is no NUL.
std::optional<std::string_view> text_at(std::span<const std::uint8_t> bytes, std::size_t offset) {
    if (offset >= bytes.size()) {
        return std::nullopt;
    }
    const std::span<const std::uint8_t> rest = bytes.subspan(offset);
    const auto nul = std::ranges::find(rest, std::uint8_t{0});
    if (nul == rest.end()) {
        return std::nullopt;
    }
    return std::string_view(reinterpret_cast<const char*>(rest.data()), static_cast<std::size_t>(nul - rest.begin()));
}

/// Whether the text at `offset` is `wanted`. Looks at no more bytes than that needs.
bool is_text_at(std::span<const std::uint8_t> bytes, std::size_t offset, std::string_view wanted) {
    return offset < bytes.size() && wanted.size() < bytes.size() - offset && bytes[offset + wanted.size()] == 0 &&
           as_text(bytes.subspan(offset, wanted.size())) == wanted;
}

bool is_node(std::string_view name, std::string_view wanted) {
    return name.starts_with(wanted) && (name.size() == wanted.size() || name[wanted.size()] == '@');
}

/// Reads the structure block from its start; each read is checked.
struct Walk {
    std::span<const std::uint8_t> rest;
    bool good = true;

    std::span<const std::uint8_t> take(std::size_t bytes) {
        good = good && bytes <= rest.size();
        if (!good) {
            return {};
        }
        const std::span<const std::uint8_t> taken = rest.first(bytes);
        rest = rest.subspan(std::min((bytes + 3) & ~std::size_t{3}, rest.size()));
        return taken;
    }

    std::uint32_t number() {
        const std::span<const std::uint8_t> bytes = take(4);
        return good ? big_endian(bytes) : 0;
    }

    std::string_view name() {
        const std::optional<std::string_view> text = text_at(rest, 0);
        good = good && text.has_value();
        if (!good) {
            return {};
        }
        (void)take(text->size() + 1);
        return *text;
    }
};

/// Checks the structure block. A node's properties must precede its children (Devicetree Specification, "Flattened
/// Devicetree Structure Block").
FdtError check_structure(const Fdt& fdt) {
    Walk at{.rest = fdt.structure};
    unsigned depth = 0;
    bool before_children = false;
    bool root_ended = false;
    for (;;) {
        const std::uint32_t token = at.number();
        if (!at.good) {
            return FdtError::truncated_structure;
        }
        switch (token) {
        case begin_node:
            if (root_ended) {
                return FdtError::two_roots;
            }
            if (++depth > fdt_max_depth) {
                return FdtError::too_deep;
            }
            (void)at.name();
            before_children = true;
            break;
        case end_node:
            if (depth == 0) {
                return FdtError::unopened_node;
            }
            root_ended = --depth == 0;
            before_children = false;
            break;
        case property_token: {
            const std::uint32_t bytes = at.number();
            const std::uint32_t name_offset = at.number();
            (void)at.take(bytes);
            if (!at.good) {
                return FdtError::truncated_structure;
            }
            if (!before_children) {
                return FdtError::stray_property;
            }
            if (!text_at(fdt.strings, name_offset)) {
                return FdtError::bad_property_name;
            }
            break;
        }
        case nothing: break;
        case end: return depth == 0 && root_ended ? FdtError::none : FdtError::unended_node;
        default: return FdtError::unknown_token;
        }
    }
}

/// Finds the blocks. Each must be aligned to the size of its elements (Devicetree Specification, "Flattened Device Tree
/// Structure Alignment"). The constants are the byte offsets of the header's fields.
OpenedFdt find_blocks(std::span<const std::uint8_t> bytes) {
    const auto total =
        bytes.size() < fdt_header_bytes ? std::nullopt : fdt_total_bytes(bytes.first<fdt_header_bytes>());
    if (!total) {
        return {.error = FdtError::no_header};
    }
    if (*total > bytes.size()) {
        return {.error = FdtError::truncated};
    }
    const std::span<const std::uint8_t> tree = bytes.first(*total);
    const auto field = [tree](std::size_t offset) { return big_endian(tree.subspan(offset, 4)); };
    if (field(24) > readable_version) {
        return {.error = FdtError::unreadable_version};
    }
    const std::uint32_t structure = field(8);
    const std::uint32_t strings = field(12);
    const std::uint32_t reservations = field(16);
    const std::uint32_t strings_bytes = field(32);
    const std::uint32_t structure_bytes = field(36);
    if (structure % 4 != 0 || reservations % 8 != 0) {
        return {.error = FdtError::misaligned_block};
    }
    const auto outside = [&total](std::uint32_t offset, std::uint32_t size) {
        return offset < fdt_header_bytes || offset > *total || size > *total - offset;
    };
    if (outside(structure, structure_bytes) || outside(strings, strings_bytes) || outside(reservations, 0)) {
        return {.error = FdtError::block_outside};
    }
    return {.fdt = {.reservations = tree.subspan(reservations),
                    .structure = tree.subspan(structure, structure_bytes),
                    .strings = tree.subspan(strings, strings_bytes)}};
}

/// Returns the size of the memory reservation block without the entry of zeros that ends it. Returns nothing if no such
/// entry ends it.
std::optional<std::size_t> reservations_end(std::span<const std::uint8_t> block) {
    for (std::size_t count = 0; const auto entry = reg_entry(reservation_cells, block, count); ++count) {
        if (entry->address == 0 && entry->size_bytes == 0) {
            return count * reservation_cells.bytes();
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::uint32_t> fdt_total_bytes(std::span<const std::uint8_t, fdt_header_bytes> header) {
    const std::uint32_t bytes = big_endian(header.subspan<4, 4>());
    if (big_endian(header.first<4>()) != fdt_magic || bytes < fdt_header_bytes || bytes > fdt_max_bytes) {
        return std::nullopt;
    }
    return bytes;
}

OpenedFdt open_fdt(std::span<const std::uint8_t> bytes) {
    OpenedFdt opened = find_blocks(bytes);
    if (opened.error != FdtError::none) {
        return opened;
    }
    const std::optional<std::size_t> reserved = reservations_end(opened.fdt.reservations);
    if (!reserved) {
        return {.error = FdtError::open_reservations};
    }
    opened.fdt.reservations = opened.fdt.reservations.first(*reserved);
    opened.error = check_structure(opened.fdt);
    return opened;
}

FdtNode fdt_root(const Fdt& fdt) {
    return *fdt_following({.inside = fdt.structure});  // open_fdt has found a root
}

std::optional<FdtNode> fdt_following(const FdtNode& node) {
    Walk at{.rest = node.inside};
    unsigned depth = node.depth;
    while (at.good) {
        switch (at.number()) {
        case begin_node: {
            const std::string_view name = at.name();
            return FdtNode{.name = name, .depth = depth + 1, .inside = at.rest};
        }
        case end_node: --depth; break;
        case property_token: {
            const std::uint32_t bytes = at.number();
            (void)at.number();
            (void)at.take(bytes);
            break;
        }
        case nothing: break;
        default: return std::nullopt;
        }
    }
    return std::nullopt;
}

FdtNode fdt_parent(const Fdt& fdt, const FdtNode& node) {
    FdtNode parent;
    for (FdtNode at = fdt_root(fdt); at.inside.data() != node.inside.data(); at = *fdt_following(at)) {
        parent = at.depth + 1 == node.depth ? at : parent;
    }
    return parent;
}

std::optional<FdtNode> fdt_child(const Fdt& fdt, std::string_view name) {
    return fdt_find(fdt, [name](const FdtNode& node) { return node.depth == 2 && is_node(node.name, name); });
}

std::optional<std::span<const std::uint8_t>> fdt_property(const Fdt& fdt, const FdtNode& node,
                                                          std::string_view property) {
    Walk at{.rest = node.inside};
    for (std::uint32_t token = at.number(); token == property_token || token == nothing; token = at.number()) {
        if (token == nothing) {
            continue;
        }
        const std::uint32_t bytes = at.number();
        const std::uint32_t name_offset = at.number();
        const std::span<const std::uint8_t> value = at.take(bytes);
        if (is_text_at(fdt.strings, name_offset, property)) {
            return value;
        }
    }
    return std::nullopt;
}

std::optional<std::span<const std::uint8_t>> fdt_property(const Fdt& fdt, std::string_view node,
                                                          std::string_view property) {
    const std::optional<FdtNode> found = fdt_child(fdt, node);
    return found ? fdt_property(fdt, *found, property) : std::nullopt;
}

std::optional<std::uint64_t> fdt_number(std::span<const std::uint8_t> value) {
    if (value.size() == 4) {
        return big_endian(value);
    }
    if (value.size() == 8) {
        return std::uint64_t{big_endian(value)} << 32 | big_endian(value.subspan(4));
    }
    return std::nullopt;
}

std::optional<std::uint64_t> fdt_number(const Fdt& fdt, const FdtNode& node, std::string_view property) {
    const auto value = fdt_property(fdt, node, property);
    return value ? fdt_number(*value) : std::nullopt;
}

std::string_view fdt_string(std::span<const std::uint8_t> value) {
    return text_at(value, 0).value_or(std::string_view{});
}

bool fdt_has_string(std::span<const std::uint8_t> value, std::string_view wanted) {
    for (auto text = text_at(value, 0); text; text = text_at(value, 0)) {
        if (*text == wanted) {
            return true;
        }
        value = value.subspan(text->size() + 1);
    }
    return false;
}

Cells cells_in(const Fdt& fdt, const FdtNode& parent) {
    const auto count = [&](std::string_view property, std::uint64_t otherwise) {
        const auto value = fdt_property(fdt, parent, property);
        return value ? fdt_number(*value).value_or(0) : otherwise;
    };
    return {.address = count("#address-cells", 2), .size = count("#size-cells", 1)};
}

std::optional<FdtRange> reg_entry(Cells cells, std::span<const std::uint8_t> reg, std::size_t index) {
    if (!cells.readable() || index >= reg.size() / cells.bytes()) {
        return std::nullopt;
    }
    const std::span<const std::uint8_t> entry = reg.subspan(index * cells.bytes(), cells.bytes());
    const std::size_t address_bytes = static_cast<std::size_t>(cells.address) * 4;
    return FdtRange{.address = fdt_number(entry.first(address_bytes)).value_or(0),
                    .size_bytes = fdt_number(entry.subspan(address_bytes)).value_or(0)};
}

}  // namespace core
