#include "test/mutate/expect.h"

#include <algorithm>

namespace abi::mutate {
namespace {

const Field* find_field(const Record& record, const std::string& name) {
    const auto found = std::ranges::find(record.fields, name, &Field::name);
    return found == record.fields.end() ? nullptr : &*found;
}

bool is_integer(const Type& type) {
    return type.kind == Kind::unsigned_integer || type.kind == Kind::signed_integer || type.kind == Kind::enumeration;
}

bool is_signed(const Type& type) {
    return type.kind == Kind::signed_integer || (type.kind == Kind::enumeration && type.is_signed);
}

bool is_raw(const Type& type) {
    return type.kind == Kind::byte || (is_integer(type) && type.width_bits == 8);
}

/// `bytes[N]` of a spec is a type that a spec cannot name, or a record of which it fixes only place and size.
bool is_opaque(const Field& spec, const Field& actual) {
    const bool has_content = actual.type.kind == Kind::unknown || actual.type.kind == Kind::record;
    return spec.type.kind == Kind::byte && has_content && !actual.bit_width && !actual.type.flexible_tail;
}

bool same_kind(const Type& spec, const Type& actual) {
    if (spec.kind == actual.kind || (is_integer(spec) && is_integer(actual))) return true;
    if (is_raw(spec) && is_raw(actual)) return true;
    return spec.kind == Kind::pointer && actual.kind == Kind::unsigned_integer;
}

/// docs/spec.md: one bit is a truth value or an unsigned number.
bool is_one_bit(const Field& field) {
    return field.bit_width == 1U && (field.type.kind == Kind::unsigned_integer || field.type.kind == Kind::boolean);
}

/// docs/spec.md: the target decides the sign of a plain char, so an array of them may be unsigned in a spec.
bool is_text(const Type& spec, const Type& actual) {
    return actual.spelling == "char" && (!actual.extents.empty() || actual.flexible_tail) && !is_signed(spec);
}

bool same_kind(const Field& spec, const Field& actual) {
    return same_kind(spec.type, actual.type) || (is_one_bit(spec) && is_one_bit(actual));
}

std::uint64_t count_of(const Type& type) {
    std::uint64_t count = 1;
    for (const auto extent : type.extents) count *= extent;
    return count;
}

bool same_extents(const Type& spec, const Type& actual) {
    if (spec.flexible_tail != actual.flexible_tail || count_of(spec) != count_of(actual)) return false;
    const bool both_nested = spec.extents.size() > 1 && actual.extents.size() > 1;
    return !both_nested || count_of(spec) == 0 || spec.extents == actual.extents;
}

class Comparer {
  public:
    std::vector<Difference> found;

    void record(const Record& spec, const Record& actual) {
        if (spec.kind != actual.kind) add("kind of record", "", {Rule::kind});
        if (spec.size_bytes != actual.size_bytes) add("size", "", {Rule::size});
        if (spec.align_bytes != actual.align_bytes) add("alignment", "", {Rule::alignment});
        for (const auto& field : spec.fields) {
            if (const auto* other = find_field(actual, field.name)) {
                fields(field, *other);
            } else {
                missing(field, actual, spec);
            }
        }
        for (const auto& field : actual.fields) {
            if (find_field(spec, field.name) == nullptr && !is_renamed(field, spec, actual)) {
                add("field " + field.name + " is not in the spec", field.name, {Rule::extra_field});
            }
        }
    }

  private:
    void add(std::string words, std::string field, std::vector<Rule> rules, bool is_only_told = false) {
        found.push_back({std::move(words), std::move(field), std::move(rules), is_only_told});
    }

    static bool same_place(const Field& spec, const Field& actual) {
        return spec.offset_bits == actual.offset_bits && size_bits(spec) == size_bits(actual) &&
               (same_kind(spec, actual) || is_opaque(spec, actual));
    }

    /// The field without a partner that the other record has in the same place.
    static bool is_renamed(const Field& field, const Record& spec, const Record& actual) {
        return std::ranges::any_of(spec.fields, [&](const Field& one) {
            return one.role != Role::padding && find_field(actual, one.name) == nullptr && same_place(one, field);
        });
    }

    static bool is_used(const Field& padding, const Record& actual) {
        return std::ranges::any_of(actual.fields, [&](const Field& one) {
            return one.offset_bits < padding.offset_bits + size_bits(padding) &&
                   one.offset_bits + size_bits(one) > padding.offset_bits;
        });
    }

    void missing(const Field& field, const Record& actual, const Record& spec) {
        const bool is_renamed =
            field.role != Role::padding && std::ranges::any_of(actual.fields, [&](const Field& one) {
                return find_field(spec, one.name) == nullptr && same_place(field, one);
            });
        if (field.role == Role::padding) {
            // A field that uses it is in the list, too, as one that the spec does not have.
            return add("padding " + field.name + " is missing", field.name,
                       {is_used(field, actual) ? Rule::extra_field : Rule::implicit_padding, Rule::implicit_padding,
                        Rule::missing_field});
        }
        add("field " + field.name + " is missing", field.name, {Rule::missing_field, Rule::renamed}, is_renamed);
    }

    void fields(const Field& spec, const Field& actual) {
        const auto& name = spec.name;
        // A warning by default, because the program may swap the bytes.
        if (spec.byte_order != actual.byte_order) {
            add("byte order of " + name, name, {Rule::order_unstated, Rule::byte_order}, true);
        }
        if (spec.offset_bits != actual.offset_bits) {
            add("offset of " + name + ": " + std::to_string(spec.offset_bits) + " bits, " +
                    std::to_string(actual.offset_bits) + " bits",
                name, {Rule::offset, Rule::bit_order});
        }
        const std::vector<Rule> of_type{Rule::width, Rule::kind};
        if (is_opaque(spec, actual)) {
            if (size_bits(spec) != size_bits(actual)) add("size of " + name, name, of_type);
            return;
        }
        if (!same_kind(spec, actual)) return add("kind of " + name, name, of_type);
        const bool both_raw = is_raw(spec.type) && is_raw(actual.type) &&
                              (spec.type.kind == Kind::byte || actual.type.kind == Kind::byte);
        const bool same_element = spec.bit_width || spec.type.width_bits == actual.type.width_bits || both_raw;
        if (size_bits(spec) != size_bits(actual) || !same_element || !same_extents(spec.type, actual.type)) {
            add("width of " + name, name, of_type);
        } else if (!both_raw && is_integer(spec.type) && is_integer(actual.type) && !is_text(spec.type, actual.type) &&
                   is_signed(spec.type) != is_signed(actual.type)) {
            add("sign of " + name, name, {Rule::signedness});
        } else if (spec.type.kind == Kind::record && spec.type.name != actual.type.name) {
            add("type of " + name, name, {Rule::kind});
        }
    }
};

}  // namespace

std::vector<Difference> differences(const Record& spec, const Record& actual) {
    Comparer comparer;
    comparer.record(spec, actual);
    return std::move(comparer.found);
}

}  // namespace abi::mutate
