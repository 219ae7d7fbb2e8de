#include "model/expression.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "model/words.h"

namespace abi {
namespace {

/// A row of ioctl_encodings.def.
struct Encoding {
    std::string_view architecture;
    unsigned size_width;  // in bits
    std::uint64_t none;
    std::uint64_t read;
    std::uint64_t write;

    unsigned direction_shift() const { return 16 + size_width; }
    std::uint64_t size_mask() const { return (std::uint64_t{1} << size_width) - 1; }
};

constexpr std::array encodings{
#define IOCTL_ENCODING(architecture, size_width, none, read, write) \
    Encoding{architecture, size_width, none, read, write},
#include "model/ioctl_encodings.def"
#undef IOCTL_ENCODING
};

const Encoding& encoding_of(const TargetFacts& facts) {
    const std::string& own = facts[Fact::architecture];
    return *std::ranges::find_if(encodings, [&](const Encoding& row) { return own.starts_with(row.architecture); });
}

std::uint64_t direction_bits(std::string_view direction, const Encoding& encoding) {
    if (direction == "read") return encoding.read;
    if (direction == "write") return encoding.write;
    return direction == "none" ? encoding.none : encoding.read | encoding.write;
}

/// The inverse: "read", or "" for bits that no direction has.
std::string_view direction_name(std::uint64_t bits, const Encoding& encoding) {
    for (const std::string_view name : {"none", "read", "write", "read_write"}) {
        if (direction_bits(name, encoding) == bits) return name;
    }
    return "";
}

std::optional<std::uint64_t> pointer_bits(const TargetFacts& facts) {
    const std::string& text = facts[Fact::pointer_bits];
    std::uint64_t bits = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
    return error == std::errc() && bits != 0 ? std::optional(bits) : std::nullopt;
}

/// The size of an ioctl's argument in bytes.
std::optional<std::uint64_t> size_of_argument(const Type& type, const Layout& here, const TargetFacts& facts) {
    Type own = type;
    if (type.host_sized) {
        const auto bits = pointer_bits(facts);
        if (!bits) return std::nullopt;
        own.width_bits = *bits;
    } else if (type.kind == Kind::record) {
        const Record* record = find_record(here, type.name);
        if (record == nullptr || !record->size_bytes) return std::nullopt;
        own.width_bits = *record->size_bytes * 8;
    } else if (type.kind == Kind::enumeration) {
        const Enum* one = find_enum(here, type.name);
        if (one == nullptr) return std::nullopt;
        own.width_bits = one->type.width_bits;
    }
    return size_bits(own) / 8;
}

std::optional<std::uint64_t> ioctl_number(const Expression& ioctl, const Layout& here, const TargetFacts& facts) {
    const Encoding& encoding = encoding_of(facts);
    std::optional<std::uint64_t> size = 0;
    if (!ioctl.record.empty()) size = size_of_argument(ioctl.argument, here, facts);
    if (!size) return std::nullopt;
    // As the macro computes it, in 32 bits.
    const std::uint64_t number = direction_bits(ioctl.direction, encoding) << encoding.direction_shift() | *size << 16 |
                                 ioctl.type.low << 8 | ioctl.number.low;
    return number & 0xffffffffU;
}

const Field* field_of(const Expression& expression, const Layout& here) {
    const Record* record = find_record(here, expression.record);
    if (record == nullptr) return nullptr;
    const auto found = std::ranges::find(record->fields, expression.field, &Field::name);
    return found == record->fields.end() ? nullptr : &*found;
}

std::optional<std::uint64_t> number_of(const Expression& expression, const Layout& here, const TargetFacts& facts) {
    if (expression.form == "ioctl") return ioctl_number(expression, here, facts);
    const Record* record = find_record(here, expression.record);
    if (record == nullptr) return std::nullopt;
    if (expression.form == "size") return record->size_bytes;
    if (expression.form == "align") return record->align_bytes;
    const Field* field = field_of(expression, here);
    return field == nullptr ? std::nullopt : std::optional(field->offset_bits / 8);
}

std::string ioctl_meaning(std::uint64_t number, const Encoding& encoding) {
    const auto direction = direction_name(number >> encoding.direction_shift(), encoding);
    if (number >> 32 != 0 || direction.empty()) return "";
    const auto type = static_cast<unsigned char>(number >> 8);
    const bool is_printable = type > 0x20 && type < 0x7f;
    const std::string shown =
        is_printable ? std::string("'") + static_cast<char>(type) + "'" : to_string(Integer{.low = type});
    return std::string(direction) + ", type " + shown + ", number " + std::to_string(number & 0xffU) + ", " +
           size_text((number >> 16 & encoding.size_mask()) * 8);
}

}  // namespace

bool is_made_of(const Expression& expression, const Layout& here) {
    if (expression.form == "offset") return field_of(expression, here) != nullptr;
    if (expression.form != "ioctl") return find_record(here, expression.record) != nullptr;
    const Type& type = expression.argument;
    if (type.kind == Kind::record) return find_record(here, type.name) != nullptr;
    return type.kind != Kind::enumeration || find_enum(here, type.name) != nullptr;
}

std::optional<Integer> evaluate(const Expression& expression, const Layout& here, const TargetFacts& facts) {
    if (!is_made_of(expression, here)) return std::nullopt;
    const auto number = number_of(expression, here, facts);
    return number ? std::optional(Integer{.low = *number}) : std::nullopt;
}

std::vector<Integer> values_in(const Expression& expression, const Layout& spec) {
    const std::string& name = expression.form == "ioctl" ? expression.argument.name : expression.record;
    std::vector<Integer> values;
    const auto add = [&](const Layout& here) {
        if (const auto value = evaluate(expression, here)) values.push_back(*value);
    };
    for (const auto& record : spec.records) {
        if (record.name == name) add(Layout{.records = {record}});
    }
    for (const auto& one : spec.enums) {
        if (one.name == name) add(Layout{.enums = {one}});
    }
    if (name.empty()) add(spec);
    return values;
}

bool varies(const Expression& expression, const Layout& spec) {
    if (expression.argument.host_sized) return true;
    const auto values = values_in(expression, spec);
    return std::ranges::adjacent_find(values, std::ranges::not_equal_to()) != values.end();
}

std::string meaning(const Expression& expression, const Integer& value, const TargetFacts& facts) {
    if (expression.form == "ioctl") {
        return value.negative || value.high != 0 ? "" : ioctl_meaning(value.low, encoding_of(facts));
    }
    if (expression.form == "offset") return "the offset of " + expression.record + "." + expression.field;
    return (expression.form == "size" ? "the size of " : "the alignment of ") + expression.record;
}

}  // namespace abi
