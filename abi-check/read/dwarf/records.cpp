#include "read/dwarf/records.h"

#include <algorithm>
#include <bit>

#include "llvm/BinaryFormat/Dwarf.h"
#include "read/dwarf/go_alignment.h"
#include "read/dwarf/place.h"
#include "read/role_guess.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

constexpr unsigned deepest_nameless = 16;
constexpr unsigned deepest_record = 32;

class FieldReader {
  public:
    FieldReader(Record& record, RecordShapes& shapes, const std::string& root, const NameOfHeldTag& name_of)
        : record_(record), types_(shapes.types), effort_(shapes.effort), root_(root), name_of_(name_of) {}

    /// Returns false when no effort is left.
    bool add(const Member& member) {
        Field field{.name = std::string(member.prefix) + (member.is_table ? "(vtable)" : std::string(member.name)),
                    .offset_bits = member.offset_bits,
                    .role = member.is_table ? Role::data : guess_role(member.name)};
        const bool is_blank = is_go(member.context.unit) && member.name == "_";
        // The probe of Go leaves it out, too: the blank fields behind it have the same names in both readings.
        if (is_blank && has_no_bytes(member.type)) return effort_.spend(1);
        if (member.name.empty() || is_blank) {
            field.name = std::string(member.prefix) + unnamed();
            field.role = member.bit_width || is_blank ? Role::padding : Role::data;
        }
        if (member.bit_width) {
            field.bit_width = member.bit_width;
            field.storage_bits = member.type.width_bits;
        }
        field.type = type_of(member, std::string_view(field.name).substr(member.prefix.size()));
        field.byte_order = stated_order(member);
        field.place = place_of(member.context, member.site, root_);
        const bool is_left = effort_.spend(field.name.size() / 16);
        record_.fields.push_back(std::move(field));
        return is_left;
    }

  private:
    static bool has_no_bytes(const Type& type) {
        return type.flexible_tail || std::ranges::find(type.extents, 0U) != type.extents.end();
    }

    /// The order of the bytes, or of the bits of a bit-field, if it is not the machine's. A record has none.
    static std::optional<ByteOrder> stated_order(const Member& member) {
        const bool is_one_byte = member.type.width_bits <= 8 && !member.bit_width;
        if (is_of_machine(member.endianity, member.context.unit.is_little) || is_one_byte) return std::nullopt;
        return member.endianity == dw::DW_END_big ? ByteOrder::big : ByteOrder::little;
    }

    abi::Type type_of(const Member& member, std::string_view own) {
        const Type& from = member.type;
        abi::Type type;
        type.kind = from.kind;
        if (member.bit_width && from.exact_bits == *member.bit_width) type.kind = from.kind_if_exact;
        if (member.bit_width && from.natural_bits != 0) type.kind = kind_in_bits(from, *member.bit_width);
        type.width_bits = from.width_bits;
        type.extents = from.extents;
        type.flexible_tail = from.flexible_tail;
        type.is_signed = type.kind == Kind::enumeration && from.is_signed;
        type.host_sized = from.host_sized;
        type.spelling = types_.spelling_of(member.written);
        const bool may_state_order =
            from.width_bits > 8 && from.kind != Kind::pointer && from.kind != Kind::enumeration;
        if (may_state_order || !from.extents.empty()) type.typedefs = types_.typedefs_of(member.written);
        if (from.tag != no_die) type.name = name_of_(member, own);
        return type;
    }

    std::string unnamed() {
        ++unnamed_;
        return unnamed_ == 1 ? "(unnamed)" : "(unnamed " + std::to_string(unnamed_) + ")";
    }

    Record& record_;
    Types& types_;
    Effort& effort_;
    const std::string& root_;
    const NameOfHeldTag& name_of_;
    unsigned unnamed_ = 0;
};

/// Whether a member lies at that bit of a record, rather than padding that [[no_unique_address]] and derived classes
/// may use again. An empty class occupies its byte.
bool occupies(RecordShapes& shapes, DieRef tag, std::uint64_t at_bits, unsigned depth) {
    const auto& record = shapes.of(tag);
    if (depth > deepest_nameless || record.members.empty() || !record.fields_unknown.empty()) return true;
    return std::ranges::any_of(record.members, [&](const Member& member) {
        const auto& type = member.type;
        std::uint64_t bits = member.bit_width.value_or(0);
        if (!member.bit_width) bits = size_bits(abi::Type{.width_bits = type.width_bits, .extents = type.extents});
        if (at_bits < member.offset_bits || at_bits - member.offset_bits >= bits) return false;
        const auto inside = at_bits - member.offset_bits;
        if (type.kind != Kind::record || type.tag == no_die || type.width_bits == 0) return true;
        return occupies(shapes, type.tag, inside % type.width_bits, depth + 1);
    });
}

/// What matters to the neighbours of a field about its type.
struct Room {
    DieRef record = no_die;  // if the type is a record
    bool is_empty = false;   // an object of a class without members
};

/// Drops objects of an empty class that share their byte with another member, or lie past the end:
/// [[no_unique_address]] made them take no room.
void drop_roomless(Record& record, const std::vector<Room>& rooms, RecordShapes& shapes) {
    if (std::ranges::find(rooms, true, &Room::is_empty) == rooms.end()) return;
    const auto fields = record.fields;
    const auto roomless = [&](std::size_t at) {
        if (!rooms[at].is_empty) return false;
        const auto begin = fields[at].offset_bits;
        if (begin >= record.size_bytes.value_or(0) * 8) return true;
        for (std::size_t other = 0; other < fields.size(); ++other) {
            const auto from = fields[other].offset_bits;
            if (rooms[other].is_empty || begin < from) continue;
            if (begin - from >= std::max<std::uint64_t>(size_bits(fields[other]), 1)) continue;
            const auto width = fields[other].type.width_bits;
            if (rooms[other].record == no_die || width == 0) return true;
            if (occupies(shapes, rooms[other].record, (begin - from) % width, 0)) return true;
        }
        return false;
    };
    record.fields.clear();
    for (std::size_t at = 0; at < fields.size(); ++at) {
        if (!roomless(at)) record.fields.push_back(fields[at]);
    }
}

bool is_empty_class(RecordShapes& shapes, const Type& type) {
    if (type.kind != Kind::record || type.width_bits == 0 || !type.extents.empty() || type.tag == no_die) return false;
    const auto& shape = shapes.of(type.tag);
    return shape.members.empty() && shape.fields_unknown.empty();
}

/// The greatest alignment of a scalar in a record, by the psABI of each machine. In bytes.
std::uint64_t greatest_alignment(llvm::Triple::ArchType arch) {
    switch (arch) {
    case llvm::Triple::avr: return 1;
    case llvm::Triple::msp430:
    case llvm::Triple::m68k: return 2;
    case llvm::Triple::x86: return 4;
    case llvm::Triple::arm:
    case llvm::Triple::armeb:
    case llvm::Triple::thumb:
    case llvm::Triple::thumbeb:
    case llvm::Triple::systemz: return 8;
    default: return 16;
    }
}

/// What DWARF leaves out: whether a record was packed.
class Alignments {
  public:
    explicit Alignments(RecordShapes& shapes)
        : shapes_(shapes), greatest_(greatest_alignment(shapes.types.program().arch())) {}

    /// In bytes; 1 if it is not known, and for a packed record.
    std::uint64_t of_type(const Type& type, unsigned depth) {
        if (type.align_bytes != 0) return type.align_bytes;
        if (type.kind == Kind::record) {
            if (type.tag == no_die || depth > deepest_record) return 1;
            return of_record(shapes_.of(type.tag), depth).bytes;
        }
        if (type.kind == Kind::unknown || type.width_bits < 8) return 1;
        const auto bytes = type.width_bits / 8;
        return std::has_single_bit(bytes) ? std::min(bytes, greatest_) : 1;
    }

    struct OfRecord {
        std::uint64_t bytes = 1;
        bool packed = false;
    };

    OfRecord of_record(const RecordShape& record, unsigned depth) {
        OfRecord found;
        for (const auto& member : record.members) {
            const auto natural = of_type(member.type, depth + 1);
            found.bytes = std::max(found.bytes, natural);
            if (!member.bit_width && member.offset_bits % (natural * 8) != 0) found.packed = true;
        }
        if (record.size_bytes.value_or(0) * 8 % (found.bytes * 8) != 0) found.packed = true;
        if (found.packed) found.bytes = 1;
        if (record.align_bytes) found.bytes = std::clamp<std::uint64_t>(*record.align_bytes, 1, 1U << 28U);
        return found;
    }

  private:
    RecordShapes& shapes_;
    std::uint64_t greatest_;
};

/// Returns true if a field lies on a smaller alignment than its type has, or if the size is not a multiple of the
/// greatest alignment of a field. Returns false for a packed record whose fields happen to be aligned.
bool looks_packed(RecordShapes& shapes, const RecordShape& record) {
    return Alignments(shapes).of_record(record, 0).packed;
}

}  // namespace

Record read_record(RecordShapes& shapes, DieRef tag, const RecordShape& shape, const std::string& name,
                   const std::string& root, const NameOfHeldTag& name_of) {
    Record record{.name = name};
    if (shape.tag == 0) return record;
    record.kind = shape.tag == dw::DW_TAG_union_type ? RecordKind::union_ : RecordKind::structure;
    record.place = place_of(*shapes.types.context_of(tag), shape.site, root);
    if (shape.is_declaration) return record;
    record.size_bytes = shape.size_bytes;
    record.fields_unknown = shape.fields_unknown;
    if (!record.size_bytes) {
        const auto width_bits = shapes.types.type_of(tag).width_bits;
        if (width_bits == 0) return record;
        record.size_bytes = (width_bits + 7) / 8;
    }
    record.align_bytes = shape.align_bytes;
    if (shape.tag == dw::DW_TAG_base_type) {
        record.fields_unknown =
            "a packed struct of Zig: debug information shows the integer that carries it, and no field; ask "
            "the compiler (probe)";
        return record;
    }
    FieldReader fields(record, shapes, root, name_of);
    std::vector<Room> rooms;
    for (const auto& member : shape.members) {
        if (!record.fields_unknown.empty()) break;
        const bool may_be = is_cpp(member.context.unit) && !member.may_overlap;
        rooms.push_back({.record = member.type.kind == Kind::record ? member.type.tag : no_die,
                         .is_empty = may_be && is_empty_class(shapes, member.type)});
        if (!fields.add(member)) record.fields_unknown = no_effort_left;
    }
    if (!record.fields_unknown.empty()) {
        record.fields.clear();
        return record;
    }
    drop_roomless(record, rooms, shapes);
    if (is_of_go_compiler(shapes.types.context_of(tag)->unit)) {  // it packs no record
        record.align_bytes = go_alignment(shapes, tag);
    } else {
        record.packed = looks_packed(shapes, shape);
    }
    std::ranges::stable_sort(record.fields, {}, &Field::offset_bits);
    return record;
}

std::uint64_t fingerprint_of_record(RecordShapes& shapes, const RecordShape& shape, unsigned depth) {
    if (shape.tag == 0) return 0;
    auto fingerprint = mix(shape.tag == dw::DW_TAG_union_type ? 1 : 2, shape.size_bytes.value_or(0));
    fingerprint = mix(fingerprint, shape.align_bytes.value_or(0) * 2 + (shape.is_declaration ? 1 : 0));
    for (const auto& member : shape.members) {
        if (!member.prefix.empty()) fingerprint = mix(fingerprint, fingerprint_of(member.prefix));
        fingerprint = mix(mix(fingerprint, fingerprint_of(member.name)), member.offset_bits);
        fingerprint = mix(mix(fingerprint, member.type.fingerprint), member.bit_width ? *member.bit_width + 1 : 0);
        if (member.endianity != 0) fingerprint = mix(fingerprint, member.endianity);
        // A type without a name differs from others by its members.
        const bool is_nameless = member.type.nameless && member.type.kind == Kind::record;
        if (member.type.tag != no_die && is_nameless && depth < deepest_nameless) {
            fingerprint = mix(fingerprint, fingerprint_of_record(shapes, shapes.of(member.type.tag), depth + 1));
        }
    }
    return shape.fields_unknown.empty() ? fingerprint : mix(fingerprint, fingerprint_of(shape.fields_unknown));
}

}  // namespace abi::dwarf
