#include "specfile/type_name.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "model/words.h"

namespace abi {
namespace {

struct Builtin {
    std::string_view name;
    Kind kind;
    std::uint64_t width_bits;
    bool host_sized = false;
};

constexpr std::array builtins{
    Builtin{"u8", Kind::unsigned_integer, 8},
    Builtin{"u16", Kind::unsigned_integer, 16},
    Builtin{"u32", Kind::unsigned_integer, 32},
    Builtin{"u64", Kind::unsigned_integer, 64},
    Builtin{"u128", Kind::unsigned_integer, 128},
    Builtin{"i8", Kind::signed_integer, 8},
    Builtin{"i16", Kind::signed_integer, 16},
    Builtin{"i32", Kind::signed_integer, 32},
    Builtin{"i64", Kind::signed_integer, 64},
    Builtin{"i128", Kind::signed_integer, 128},
    Builtin{"f16", Kind::floating, 16},
    Builtin{"f32", Kind::floating, 32},
    Builtin{"f64", Kind::floating, 64},
    Builtin{"f128", Kind::floating, 128},
    Builtin{"bool", Kind::boolean, 8},
    Builtin{"bytes", Kind::byte, 8},
    Builtin{"ptr", Kind::pointer, 0, true},
    Builtin{"usize", Kind::unsigned_integer, 0, true},
    Builtin{"isize", Kind::signed_integer, 0, true},
};

constexpr std::size_t most_extents = 8;

/// Whether a number of this type has a first and a last byte.
bool has_order(Kind kind, std::uint64_t width_bits) {
    const bool is_number = kind == Kind::unsigned_integer || kind == Kind::signed_integer || kind == Kind::floating;
    return is_number && width_bits > 8;
}

/// Cuts "be" or "le" from the end of "u32be". Leaves other names as they are.
std::optional<ByteOrder> take_order(std::string_view& name) {
    for (const auto& [suffix, order] : {std::pair{"be", ByteOrder::big}, std::pair{"le", ByteOrder::little}}) {
        if (!name.ends_with(suffix)) continue;
        const auto found = std::ranges::find(builtins, name.substr(0, name.size() - 2), &Builtin::name);
        if (found == builtins.end() || !has_order(found->kind, found->width_bits)) continue;
        name.remove_suffix(2);
        return order;
    }
    return std::nullopt;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

/// Takes a decimal number from the front of `text`.
std::optional<std::uint64_t> take_number(std::string_view& text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || text.empty()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

Problem wrong(std::string expected, std::string_view text) {
    std::string shown(text.substr(0, 60));
    return {{}, {}, std::move(expected), in_quotes(shown)};
}

/// Reads "[2][3]", "[]" or "[][4]" behind an element. Returns what was expected, or "" if it could be read.
std::string take_extents(std::string_view& rest, Type& type) {
    while (rest.starts_with('[')) {
        rest.remove_prefix(1);
        if (rest.starts_with(']')) {
            if (type.flexible_tail || !type.extents.empty()) return "[] only as the first of the extents";
            type.flexible_tail = true;
        } else {
            const auto extent = take_number(rest);
            if (!extent || !rest.starts_with(']')) return "a number and ] after [";
            if (*extent == 0) return "an extent of at least 1";
            type.extents.push_back(*extent);
        }
        rest.remove_prefix(1);
        if (type.extents.size() > most_extents) return "at most 8 extents";
    }
    return {};
}

}  // namespace

bool is_builtin_type(std::string_view name) {
    take_order(name);
    return std::ranges::find(builtins, name, &Builtin::name) != builtins.end();
}

bool is_identifier(std::string_view name) {
    return !name.empty() && !is_digit(name.front()) && std::ranges::all_of(name, is_name_character);
}

std::optional<std::uint64_t> bounded_size_bits(const Type& type) {
    std::uint64_t bits = type.width_bits;
    if (bits > largest_type_bits) return std::nullopt;
    for (const auto extent : type.extents) {
        if (extent != 0 && bits > largest_type_bits / extent) return std::nullopt;
        bits *= extent;
    }
    return type.flexible_tail ? 0 : bits;
}

Result<TypeName> parse_type_name(std::string_view text) {
    const auto name_end = std::ranges::find_if_not(text, is_name_character);
    std::string_view name(text.begin(), name_end);
    std::string_view rest(name_end, text.end());
    if (!is_identifier(name)) return wrong("a type such as u32, bytes[16], T[4] or u32:5", text);

    TypeName made;
    made.type.spelling = std::string(text);
    made.byte_order = take_order(name);
    const auto builtin = std::ranges::find(builtins, name, &Builtin::name);
    if (builtin == builtins.end()) {
        made.type.name = std::string(name);
    } else {
        made.type.kind = builtin->kind;
        made.type.width_bits = builtin->width_bits;
        made.type.host_sized = builtin->host_sized;
    }

    if (const auto expected = take_extents(rest, made.type); !expected.empty()) return wrong(expected, text);
    if (made.type.kind == Kind::byte && made.type.extents.empty()) {
        return wrong(made.type.flexible_tail ? "u8[] for a flexible tail" : "bytes[N] with the number of bytes", text);
    }
    if (rest.starts_with(':')) {
        rest.remove_prefix(1);
        const auto bits = take_number(rest);
        if (!bits || !rest.empty()) return wrong("a number of bits after :", text);
        const bool is_array = !made.type.extents.empty() || made.type.flexible_tail;
        const bool can_be_cut = made.type.kind == Kind::unsigned_integer || made.type.kind == Kind::signed_integer ||
                                made.type.kind == Kind::boolean || builtin == builtins.end();
        if (is_array || made.type.host_sized || !can_be_cut) {
            return wrong("a bit-field of an integer of fixed width", text);
        }
        const std::uint64_t most = builtin == builtins.end() ? 128 : made.type.width_bits;
        if (*bits == 0 || *bits > most) return wrong("1 to " + std::to_string(most) + " bits after :", text);
        made.bit_width = static_cast<unsigned>(*bits);
    }
    if (!rest.empty()) return wrong("a type such as u32, bytes[16], T[4] or u32:5", text);
    if (!bounded_size_bits(made.type)) return wrong("a type of at most a tebibyte", text);
    return made;
}

std::string spell(const Type& type, std::optional<unsigned> bit_width, std::optional<ByteOrder> byte_order) {
    std::string text = to_string(type);
    const auto element_end = std::min(text.find('['), text.size());
    if (type.host_sized && type.kind != Kind::pointer) {
        // abi::to_string would write the width on one target.
        text.replace(0, element_end, type.kind == Kind::signed_integer ? "isize" : "usize");
    } else if (byte_order && has_order(type.kind, type.width_bits)) {
        text.insert(element_end, *byte_order == ByteOrder::big ? "be" : "le");
    }
    if (bit_width) text += ":" + std::to_string(*bit_width);
    return text;
}

}  // namespace abi
