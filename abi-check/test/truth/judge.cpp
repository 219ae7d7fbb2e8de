#include "test/truth/judge.h"

#include <algorithm>

namespace abi::truth {
namespace {

/// "(unnamed)", "(vtable)", "Base::(vtable)".
bool is_unnamed(const Field& field) {
    return field.name.find('(') != std::string::npos;
}

const Field* find_field(const Record& record, const std::string& name) {
    const auto found = std::ranges::find(record.fields, name, &Field::name);
    return found == record.fields.end() ? nullptr : &*found;
}

std::string said(const std::optional<std::uint64_t>& value, const char* unit) {
    return value ? std::to_string(*value) + unit : "unknown";
}

class Comparison {
  public:
    Verdict verdict;

    void bytes(const std::string& what, const std::optional<std::uint64_t>& a, const std::optional<std::uint64_t>& b) {
        if (!a || !b) return void(++verdict.unknown);
        if (*a != *b) differ(what, said(a, " bytes"), said(b, " bytes"));
    }

    /// `written`: the kind that the source tells.
    void fields(const Field& a, const Field& b, Kind written) {
        ++verdict.fields;
        const auto& name = a.name;
        if (a.offset_bits != b.offset_bits) {
            differ("offset of " + name, said(a.offset_bits, " bits"), said(b.offset_bits, " bits"));
        }
        if (a.bit_width != b.bit_width) {
            const auto width = [](const Field& field) {
                return field.bit_width ? std::to_string(*field.bit_width) + " bits" : std::string("no bit-field");
            };
            differ("width of " + name, width(a), width(b));
        }
        types(name, a.type, b.type, written);
    }

    void differ(const std::string& what, const std::string& a, const std::string& b) {
        verdict.differences.push_back(what + ": " + a + ", " + b);
    }

  private:
    /// An array without an element was the flexible tail before C99 6.7.2.1. In Go it may be any field.
    static Type as_open(Type type) {
        if (type.extents.empty() || type.extents.front() != 0) return type;
        type.extents.erase(type.extents.begin());
        type.flexible_tail = true;
        return type;
    }

    void types(const std::string& name, const Type& type_of_a, const Type& type_of_b, Kind written) {
        const auto a = as_open(type_of_a);
        const auto b = as_open(type_of_b);
        // Who does not know a type may see an array of it as one lump.
        const bool is_lump = (a.kind == Kind::unknown || b.kind == Kind::unknown) && a.extents != b.extents;
        // Of what takes no room no size says how many there are.
        const bool is_nothing = a.width_bits == 0 && b.width_bits == 0 && a.extents != b.extents;
        if (is_nothing) return void(++verdict.unknown);
        if (is_lump && size_bits(a) == size_bits(b)) return void(++verdict.unknown);
        if (a.width_bits == 0 || b.width_bits == 0) {
            if (a.width_bits != b.width_bits) ++verdict.unknown;
        } else if (a.width_bits != b.width_bits) {
            differ("width of an element of " + name, said(a.width_bits, " bits"), said(b.width_bits, " bits"));
        }
        if (a.extents != b.extents || a.flexible_tail != b.flexible_tail) {
            differ("extents of " + name, to_string(a), to_string(b));
        }
        // CodeView does not tell the sign of a plain char, and calls it a byte.
        const auto is_unclear = [](const Type& type) { return type.kind == Kind::unknown || type.kind == Kind::byte; };
        if (is_unclear(a) || is_unclear(b) || (written == Kind::unknown && hides_number(a, b))) {
            if (a.kind != b.kind) ++verdict.unknown;
        } else if (integer_kind(a) != integer_kind(b)) {
            differ("kind of " + name, words_of(a), words_of(b));
        }
    }

    /// sync/atomic.Uint32 is a record, and the probe of Go shows the number in it.
    static bool hides_number(const Type& a, const Type& b) {
        const auto is_integer = [](Kind kind) {
            return kind == Kind::unsigned_integer || kind == Kind::signed_integer;
        };
        return (a.kind == Kind::record && is_integer(b.kind)) || (b.kind == Kind::record && is_integer(a.kind));
    }

    /// An enumeration is its integer, sign included: C's probe cannot tell them apart (C11 6.7.2.2 §4).
    static Kind integer_kind(const Type& type) {
        if (type.kind != Kind::enumeration) return type.kind;
        return type.is_signed ? Kind::signed_integer : Kind::unsigned_integer;
    }
    static std::string words_of(const Type& type) {
        return std::string(to_string(type.kind)) + (type.is_signed ? " (signed)" : "");
    }
};

}  // namespace

Verdict compare(const Subject& subject, const Record& a, const Record& b) {
    Comparison comparison;
    comparison.bytes("size", a.size_bytes, b.size_bytes);
    comparison.bytes("alignment", a.align_bytes, b.align_bytes);
    if (!a.fields_unknown.empty() || !b.fields_unknown.empty()) {
        comparison.verdict.unknown += subject.asked.size();
        return comparison.verdict;
    }
    if (a.kind != b.kind) {
        comparison.differ("kind of record", a.kind == RecordKind::union_ ? "union" : "struct",
                          b.kind == RecordKind::union_ ? "union" : "struct");
    }
    for (std::size_t i = 0; i < subject.asked.size(); ++i) {
        const auto& name = subject.record.fields[i].name;
        const auto& asked = subject.asked[i];
        const auto* in_a = find_field(a, name);
        const auto* in_b = find_field(b, name);
        if (in_a != nullptr && in_b != nullptr) {
            comparison.fields(*in_a, *in_b, subject.record.fields[i].type.kind);
        } else if (in_a != in_b) {
            const auto& only = in_a != nullptr ? *in_a : *in_b;
            const bool is_nothing = asked.takes_no_room || (only.type.kind == Kind::record && size_bits(only) == 0 &&
                                                            !only.type.flexible_tail);
            if (is_nothing) continue;
            if (asked.has_no_expression) {
                ++comparison.verdict.unknown;
            } else {
                comparison.differ("field " + name, in_a != nullptr ? "there" : "missing",
                                  in_b != nullptr ? "there" : "missing");
            }
        }
    }
    const auto expected = [&](const Field& field) {
        return is_unnamed(field) || find_field(subject.record, field.name) != nullptr;
    };
    for (const auto* record : {&a, &b}) {
        for (const auto& field : record->fields) {
            if (expected(field)) continue;
            comparison.differ("field " + field.name, record == &a ? "there" : "missing",
                              record == &b ? "there" : "missing");
        }
    }
    return comparison.verdict;
}

}  // namespace abi::truth
