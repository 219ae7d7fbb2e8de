#include "core/fdt.h"

#include <algorithm>

namespace core {
namespace {

constexpr std::uint32_t fdt_magic = 0xd00dfeed;
constexpr std::uint32_t readable_version = 16;  // last_comp_version of every tree since 2005

enum Token : std::uint32_t { begin_node = 1, end_node = 2, property_token = 3, nothing = 4, end = 9 };

std::uint32_t big_endian(std::span<const std::uint8_t> bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

/// Up to the first NUL. Nothing when there is none.
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

/// Calls visit(depth, node, property, value) for each property; the root has depth 1. Stops when visit returns false.
/// False when the structure is damaged. A node's properties stand before its children (Devicetree Specification,
/// "Flattened Devicetree Structure Block").
template <typename Visit>
bool walk(const Fdt& fdt, Visit visit) {
    Walk at{.rest = fdt.structure};
    std::string_view node;
    unsigned depth = 0;
    bool before_children = false;
    while (at.good) {
        switch (at.number()) {
        case begin_node:
            ++depth;
            node = at.name();
            before_children = true;
            break;
        case end_node:
            if (depth == 0) {
                return false;
            }
            --depth;
            before_children = false;
            break;
        case property_token: {
            const std::uint32_t bytes = at.number();
            const std::uint32_t name_offset = at.number();
            const std::span<const std::uint8_t> value = at.take(bytes);
            const std::optional<std::string_view> name = text_at(fdt.strings, name_offset);
            if (!at.good || !name || !before_children) {
                return false;
            }
            if (!visit(depth, node, *name, value)) {
                return true;
            }
            break;
        }
        case nothing: break;
        case end: return at.good && depth == 0;
        default: return false;
        }
    }
    return false;
}

}  // namespace

std::optional<std::uint32_t> fdt_total_bytes(std::span<const std::uint8_t, fdt_header_bytes> header) {
    const std::uint32_t bytes = big_endian(header.subspan<4, 4>());
    if (big_endian(header.first<4>()) != fdt_magic || bytes < fdt_header_bytes) {
        return std::nullopt;
    }
    return bytes;
}

std::optional<Fdt> open_fdt(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < fdt_header_bytes) {
        return std::nullopt;
    }
    const std::optional<std::uint32_t> total = fdt_total_bytes(bytes.first<fdt_header_bytes>());
    if (!total || *total > bytes.size() || big_endian(bytes.subspan(24, 4)) > readable_version) {
        return std::nullopt;
    }
    const std::span<const std::uint8_t> tree = bytes.first(*total);
    const std::uint32_t structure_offset = big_endian(tree.subspan(8, 4));
    const std::uint32_t strings_offset = big_endian(tree.subspan(12, 4));
    const std::uint32_t strings_bytes = big_endian(tree.subspan(32, 4));
    const std::uint32_t structure_bytes = big_endian(tree.subspan(36, 4));
    if (structure_offset > *total || structure_bytes > *total - structure_offset || strings_offset > *total ||
        strings_bytes > *total - strings_offset) {
        return std::nullopt;
    }
    const Fdt fdt{.structure = tree.subspan(structure_offset, structure_bytes),
                  .strings = tree.subspan(strings_offset, strings_bytes)};
    const bool good = walk(fdt, [](unsigned, std::string_view, std::string_view, auto) { return true; });
    return good ? std::optional(fdt) : std::nullopt;
}

std::optional<std::span<const std::uint8_t>> fdt_property(const Fdt& fdt, std::string_view node,
                                                          std::string_view property) {
    const unsigned wanted_depth = node.empty() ? 1 : 2;
    std::optional<std::span<const std::uint8_t>> found;
    (void)walk(fdt, [&](unsigned depth, std::string_view at, std::string_view name, auto value) {
        if (depth == wanted_depth && (node.empty() || is_node(at, node)) && name == property) {
            found = value;
        }
        return !found.has_value();
    });
    return found;
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

std::string_view fdt_string(std::span<const std::uint8_t> value) {
    return text_at(value, 0).value_or(std::string_view{});
}

}  // namespace core
