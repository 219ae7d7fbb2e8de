#include "read/btf/records.h"

#include <algorithm>

#include "llvm/DebugInfo/BTF/BTF.h"
#include "read/found_by_name.h"
#include "read/role_guess.h"

namespace abi::btf {
namespace {

/// The depth of nameless members within nameless members. No source needs more.
constexpr unsigned deepest_nesting = 64;

/// The limit of memory in bytes, in proportion to the section. BTF has equal nameless types once, so a layout may have
/// several times as many fields as BTF has members. A hostile section can double the number of fields with every type.
std::size_t room_for(const Section& section) {
    return (std::size_t{4} << 20U) + section.types.size() * 64;
}
constexpr std::size_t member_room = 64;
constexpr std::size_t copies_of_name = 8;

/// Older encoders write a bit-field as an integer that does not use all of its bits (kind_flag 0).
void place_bits(const Member& member, const Use& use, Field& field) {
    const unsigned width = member.width_bits != 0 ? member.width_bits : use.int_bits;
    if (width == 0) return;
    field.bit_width = width;
    field.storage_bits = field.type.width_bits;
    if (member.width_bits == 0) field.offset_bits += use.int_offset_bits;
}

/// Whether the field lies at an offset that only a packed record allows. BTF has no alignments, but on every system
/// with BTF a number that is not wider than a pointer lies at a multiple of its size.
bool is_misplaced(const Field& field, unsigned pointer_bytes) {
    const auto& type = field.type;
    const bool is_scalar = type.kind != Kind::record && type.kind != Kind::unknown;
    const bool is_judged =
        is_scalar && !field.bit_width && type.width_bits != 0 && type.width_bits <= std::uint64_t{pointer_bytes} * 8;
    return is_judged && field.offset_bits % type.width_bits != 0;
}

}  // namespace

struct Records::Inside {
    std::uint64_t base_bits = 0;
    unsigned depth = 0;
    const NameOfTag& name_of;
};

Records::Records(const Image& image) : image_(image), room_left_(room_for(image.section)) {}

Record Records::read(std::uint32_t number, const std::string& name, const NameOfTag& name_of) {
    const auto& type = image_.section.list[number];
    const bool is_union = type.kind == llvm::BTF::BTF_KIND_UNION || (is_declaration(type) && type.flag);
    Record record{.name = name, .kind = is_union ? RecordKind::union_ : RecordKind::structure};
    if (!is_record(type)) return record;
    if (image_.relocated.contains(number)) {
        record.fields_unknown = found_by_name;
        return record;
    }
    record.size_bytes = type.size_or_type;
    add_members(record, type, {.name_of = name_of});
    if (!record.fields_unknown.empty()) record.fields.clear();
    record.packed = std::ranges::any_of(record.fields,
                                        [&](const Field& field) { return is_misplaced(field, image_.pointer_bytes); });
    std::ranges::stable_sort(record.fields, {}, &Field::offset_bits);
    return record;
}

bool Records::take_room(Record& record, std::size_t bytes) {
    if (record.fields_unknown.empty() && bytes > room_left_)
        record.fields_unknown = "its BTF expands into more fields than its section can describe";
    if (!record.fields_unknown.empty()) return false;
    room_left_ -= bytes;
    return true;
}

void Records::add_members(Record& record, const Type& type, const Inside& inside) {
    for (unsigned index = 0; index < type.count && take_room(record, member_room); ++index) {
        const auto member = member_of(image_.section, type, index);
        const auto& inner = image_.section.list[without_qualifiers(image_.section, member.type)];
        if (!member.name.empty() || !is_record(inner)) {
            add_field(record, member, inside.base_bits, inside.name_of);
        } else if (inside.depth < deepest_nesting) {
            add_members(record, inner, {inside.base_bits + member.offset_bits, inside.depth + 1, inside.name_of});
        } else {
            record.fields_unknown = "its BTF nests members without a name too deeply";
        }
    }
}

void Records::add_field(Record& record, const Member& member, std::uint64_t base_bits, const NameOfTag& name_of) {
    auto use = use_of(image_, member.type);
    // An empty record of C takes no room.
    if (is_record(image_.section.list[use.tag]) && use.type.width_bits == 0 && !use.is_array) return;
    Field field{.name = member.name.empty() ? "(unnamed)" : std::string(member.name),
                .type = std::move(use.type),
                .offset_bits = base_bits + member.offset_bits,
                .role = member.name.empty() ? Role::padding : guess_role(member.name)};
    place_bits(member, use, field);
    if (use.tag != 0) {
        const auto owner = record.name + "::" + field.name;
        if (!take_room(record, owner.size() * copies_of_name)) return;
        field.type.name = name_of(use, owner);
    }
    record.fields.push_back(std::move(field));
}

}  // namespace abi::btf
