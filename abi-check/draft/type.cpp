#include "draft/type.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "specfile/type_name.h"

namespace abi {
namespace {

constexpr std::array<std::uint64_t, 5> integer_widths{8, 16, 32, 64, 128};
constexpr std::array<std::uint64_t, 4> float_widths{16, 32, 64, 128};
constexpr std::array<std::string_view, 13> pointer_sized{
    "size_t",  "std::size_t", "__kernel_size_t", "__size_t",         "uintptr_t", "usize", "std::ptrdiff_t",
    "ssize_t", "__ssize_t",   "intptr_t",        "__kernel_ssize_t", "ptrdiff_t", "isize"};
constexpr std::size_t most_extents = 8;

bool is_one_of(const auto& values, const auto& value) {
    return std::ranges::find(values, value) != values.end();
}

Type integer(std::uint64_t width_bits, bool is_signed) {
    return {.kind = is_signed ? Kind::signed_integer : Kind::unsigned_integer, .width_bits = width_bits};
}

/// Raw bytes of the same size as `type`.
Type raw(const Type& type) {
    if (type.flexible_tail) return {.kind = Kind::unsigned_integer, .width_bits = 8, .flexible_tail = true};
    return {.kind = Kind::byte, .width_bits = 8, .extents = {size_bits(type) / 8}};
}

/// Drafts the element type; the caller adds the extents.
class ElementDraft {
  public:
    ElementDraft(const Type& source, const DraftScope& scope, std::optional<unsigned> pointer_bytes)
        : source_(source), scope_(scope), pointer_bytes_(pointer_bytes) {}

    TypeDraft draft() {
        switch (source_.kind) {
        case Kind::unsigned_integer:
        case Kind::signed_integer: return draft_integer(source_.kind == Kind::signed_integer);
        case Kind::floating:
            if (is_one_of(float_widths, source_.width_bits)) return plain(Kind::floating);
            return as_raw("has no counterpart in a spec");
        case Kind::boolean:
            if (source_.width_bits == 8) return plain(Kind::boolean);
            return as_integer(false,
                              "is a bool of " + std::to_string(source_.width_bits) + " bits, which is drafted as");
        case Kind::byte: return draft_bytes();
        case Kind::pointer: return draft_pointer();
        case Kind::enumeration: return draft_enumeration();
        case Kind::record: return draft_record_type();
        case Kind::unknown: break;
        }
        return as_raw("has no counterpart in a spec");
    }

  private:
    std::string spelled() const {
        return "`" + (source_.spelling.empty() ? to_string(source_) : source_.spelling) + "`";
    }

    TypeDraft plain(Kind kind) const { return {.type = Type{.kind = kind, .width_bits = source_.width_bits}}; }

    TypeDraft as_raw(const std::string& why) const {
        TypeDraft made{.type = raw(source_)};
        made.question =
            spelled() + " " + why + ": is drafted as " + to_string(*made.type) + ". What do these bytes mean?";
        return made;
    }

    TypeDraft as_integer(bool is_signed, const std::string& why) const {
        if (!is_one_of(integer_widths, source_.width_bits)) return as_raw("has no counterpart in a spec");
        TypeDraft made{.type = integer(source_.width_bits, is_signed)};
        if (!why.empty()) made.question = spelled() + " " + why + " " + to_string(*made.type);
        return made;
    }

    TypeDraft draft_bytes() const {
        if (source_.flexible_tail) return {.type = Type{.kind = Kind::unsigned_integer, .width_bits = 8}};
        return plain(Kind::byte);
    }

    /// ptr and usize are as wide as the record's pointers.
    bool is_pointer_width() const {
        const std::uint64_t bits = source_.width_bits;
        if (bits != 16 && bits != 32 && bits != 64) return false;
        return !pointer_bytes_ || std::uint64_t{*pointer_bytes_} * 8 == bits;
    }

    TypeDraft as_wide_as_a_pointer(Kind kind) const {
        return {.type = Type{.kind = kind, .width_bits = source_.width_bits, .host_sized = true},
                .pointer_bytes = static_cast<unsigned>(source_.width_bits / 8)};
    }

    TypeDraft draft_pointer() const {
        if (is_pointer_width()) return as_wide_as_a_pointer(Kind::pointer);
        return as_integer(false, "is a pointer, but not as wide as the record's other pointers; it is drafted as");
    }

    TypeDraft draft_integer(bool is_signed) const {
        // Whether plain char is signed depends on the target, so it is drafted as bytes.
        if (source_.spelling == "char" && source_.width_bits == 8) return draft_bytes();
        if (!source_.host_sized) return as_integer(is_signed, "");
        if (is_one_of(pointer_sized, std::string_view(source_.spelling)) && is_pointer_width()) {
            return as_wide_as_a_pointer(source_.kind);
        }
        auto made = as_integer(is_signed, "");
        if (made.question.empty()) {
            made.question =
                "the width of " + spelled() + " depends on the target: should it be " + to_string(*made.type);
            made.about_width = true;
        }
        return made;
    }

    TypeDraft draft_enumeration() const {
        const auto name = scope_.names.types.find(source_.name);
        const auto drafted = name == scope_.names.types.end() ? scope_.enums.end() : scope_.enums.find(name->second);
        if (drafted == scope_.enums.end() || drafted->second.type.width_bits != source_.width_bits) {
            return as_integer(source_.is_signed, "is an enumeration that the draft does not have; it is drafted as");
        }
        return {.type = Type{.kind = Kind::enumeration,
                             .width_bits = source_.width_bits,
                             .name = drafted->first,
                             .is_signed = drafted->second.type.kind == Kind::signed_integer}};
    }

    TypeDraft draft_record_type() const {
        const auto name = scope_.names.types.find(source_.name);
        const auto inner = name == scope_.names.types.end() ? scope_.records.end() : scope_.records.find(name->second);
        if (inner == scope_.records.end() || *inner->second->size_bytes * 8 != source_.width_bits) {
            return as_raw("is a record that the draft does not have");
        }
        return {.type = Type{.kind = Kind::record, .width_bits = source_.width_bits, .name = name->second}};
    }

    const Type& source_;
    const DraftScope& scope_;
    std::optional<unsigned> pointer_bytes_;
};

void add_extents(const Type& source, Type& type) {
    if (type.kind == Kind::byte && !type.extents.empty()) return;  // raw bytes: the extent covers the whole array
    type.flexible_tail = source.flexible_tail;
    type.extents = source.extents;
    if (type.extents.size() + (type.flexible_tail ? 1U : 0U) > most_extents) {
        std::uint64_t count = 1;
        for (const auto extent : source.extents) count *= extent;
        type.extents = {count};
    }
    if (type.kind == Kind::byte && type.extents.empty()) type.extents = {1};
}

}  // namespace

TypeDraft draft_type(const Field& field, const DraftScope& scope, std::optional<unsigned> pointer_bytes) {
    const Type& source = field.type;
    const bool is_nothing = source.width_bits == 0 || is_one_of(source.extents, std::uint64_t{0});
    if (is_nothing) return {.type = {}, .question = "has no bytes, so it is left out"};
    if (field.bit_width) {
        // fit_unit chooses the width of the unit later.
        const bool is_signed =
            source.kind == Kind::signed_integer || (source.kind == Kind::enumeration && source.is_signed);
        if (source.kind == Kind::boolean) return {.type = Type{.kind = Kind::boolean, .width_bits = source.width_bits}};
        if (source.kind == Kind::enumeration) {
            auto made = ElementDraft(source, scope, pointer_bytes).draft();
            if (made.type && made.type->kind == Kind::enumeration) return made;
        }
        TypeDraft made{.type = integer(source.width_bits, is_signed)};
        if (source.host_sized) {
            made.question = "the width of `" + source.spelling + "` depends on the target";
            made.about_width = true;
        }
        return made;
    }
    auto made = ElementDraft(source, scope, pointer_bytes).draft();
    if (made.type) add_extents(source, *made.type);
    return made;
}

bool fit_unit(Field& field, std::uint64_t align_bytes, bool packed) {
    const std::uint64_t first = field.offset_bits;
    const std::uint64_t width = field.bit_width.value_or(0);
    const auto holds = [&](std::uint64_t unit) {
        return unit / 8 <= align_bytes && first / unit == (first + width - 1) / unit;
    };
    const auto use = [&](std::uint64_t unit) {
        if (unit != field.type.width_bits) {
            const bool is_bool = field.type.kind == Kind::boolean && unit == 8;
            const bool is_signed = field.type.kind == Kind::signed_integer || field.type.is_signed;
            field.type = is_bool ? Type{.kind = Kind::boolean, .width_bits = 8} : integer(unit, is_signed);
        }
        field.storage_bits = unit;
    };
    const auto holds_from_byte = [&](std::uint64_t unit) { return first % 8 + width <= unit; };
    const auto choose = [&](const auto& condition) {
        const std::uint64_t own = field.type.width_bits;
        if (is_one_of(integer_widths, own) && condition(own)) {
            use(own);
            return true;
        }
        const auto unit = std::ranges::find_if(integer_widths, condition);
        if (unit == integer_widths.end()) return false;
        use(*unit);
        return true;
    };
    if (!packed && choose(holds)) return true;
    choose(holds_from_byte);
    return false;
}

}  // namespace abi
