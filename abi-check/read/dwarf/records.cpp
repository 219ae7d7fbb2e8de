#include "read/dwarf/records.h"

#include <algorithm>

#include "llvm/BinaryFormat/Dwarf.h"
#include "read/dwarf/alignment.h"
#include "read/dwarf/place.h"
#include "read/role_guess.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

constexpr unsigned deepest_print = 16;

class FieldReader {
  public:
    FieldReader(Record& record, Types& types, const std::string& root, Effort& effort, const NameOfHeldTag& name_of)
        : record_(record), types_(types), root_(root), effort_(effort), name_of_(name_of) {}

    void add(const Member& member) {
        Field field;
        field.offset_bits = member.offset_bits;
        field.name = std::string(member.prefix) + (member.is_table ? "(vtable)" : std::string(member.name));
        field.role = member.is_table ? Role::data : guess_role(member.name);
        if (member.name.empty()) {
            field.name = std::string(member.prefix) + unnamed();
            field.role = member.bit_width ? Role::padding : Role::data;
        }
        if (member.bit_width) {
            field.bit_width = member.bit_width;
            field.storage_bits = member.type.width_bits;
        }
        field.type = type_of(member, record_.name + "::" + field.name);
        field.place = place_of(member.context, member.die, root_);
        effort_.spend(field.name.size() / 16);
        record_.fields.push_back(std::move(field));
    }

  private:
    abi::Type type_of(const Member& member, const std::string& owner) {
        const Type& from = member.type;
        abi::Type type;
        type.kind = from.kind;
        if (member.bit_width && from.exact_bits == *member.bit_width) type.kind = from.kind_if_exact;
        type.width_bits = from.width_bits;
        type.extents = from.extents;
        type.flexible_tail = from.flexible_tail;
        type.is_signed = type.kind == Kind::enumeration && from.is_signed;
        type.host_sized = from.host_sized;
        type.spelling = types_.spelling_of(member.written);
        if (from.tag != no_die) type.name = name_of_(from, member.written, owner);
        return type;
    }

    std::string unnamed() {
        ++unnamed_;
        return unnamed_ == 1 ? "(unnamed)" : "(unnamed " + std::to_string(unnamed_) + ")";
    }

    Record& record_;
    Types& types_;
    const std::string& root_;
    Effort& effort_;
    const NameOfHeldTag& name_of_;
    unsigned unnamed_ = 0;
};

/// Whether something lies at that bit of a record, rather than padding that [[no_unique_address]] and derived classes
/// may use again. An empty class lies in its byte.
bool occupies(Types& types, DieRef tag, std::uint64_t at_bits, Effort& effort, unsigned depth) {
    if (depth > deepest_print) return true;
    bool any = false;
    bool found = false;
    const auto why = visit_members(types, tag, effort, [&](const Member& member) {
        any = true;
        const auto& type = member.type;
        std::uint64_t bits = member.bit_width.value_or(0);
        if (!member.bit_width) bits = size_bits(abi::Type{.width_bits = type.width_bits, .extents = type.extents});
        if (found || at_bits < member.offset_bits || at_bits - member.offset_bits >= bits) return;
        const bool is_record = type.kind == Kind::record && type.tag != no_die && type.width_bits != 0;
        const auto inside = at_bits - member.offset_bits;
        found = !is_record || occupies(types, type.tag, inside % type.width_bits, effort, depth + 1);
    });
    return found || !any || !why.empty();
}

/// The type of a field, as far as it matters to its neighbours.
struct Room {
    DieRef record = no_die;  // where it is one
    bool is_empty = false;   // an object of a class without members
};

/// Objects of an empty class that share their byte with another member, or lie past the end: [[no_unique_address]]
/// made them take no room.
void drop_roomless(Record& record, const std::vector<Room>& rooms, Types& types, Effort& effort) {
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
            if (occupies(types, rooms[other].record, (begin - from) % width, effort, 0)) return true;
        }
        return false;
    };
    record.fields.clear();
    for (std::size_t at = 0; at < fields.size(); ++at) {
        if (!roomless(at)) record.fields.push_back(fields[at]);
    }
}

bool is_empty_class(Types& types, const Type& type, Effort& effort) {
    if (type.kind != Kind::record || type.width_bits == 0 || !type.extents.empty() || type.tag == no_die) return false;
    bool empty = true;
    const auto why = visit_members(types, type.tag, effort, [&](const Member&) { empty = false; });
    return empty && why.empty();
}

class Print {
  public:
    Print(Types& types, Effort& effort) : types_(types), effort_(effort) {}

    std::uint64_t of(DieRef tag, const std::function<void(const Member&)>& hold, unsigned depth) {
        Die die;
        if (!types_.read(tag, die)) return 0;
        std::uint64_t fingerprint = mix(die.tag == dw::DW_TAG_union_type ? 1 : 2, die.value(Slot::byte_size));
        fingerprint = mix(fingerprint, die.value(Slot::alignment) * 2 + (is_declaration(die) ? 1 : 0));
        const auto why = visit_members(types_, tag, effort_, [&](const Member& member) {
            if (!member.prefix.empty()) fingerprint = mix(fingerprint, fingerprint_of(member.prefix));
            fingerprint = mix(mix(fingerprint, fingerprint_of(member.name)), member.offset_bits);
            fingerprint = mix(mix(fingerprint, member.type.fingerprint), member.bit_width ? *member.bit_width + 1 : 0);
            if (member.type.tag == no_die) return;
            // What has no name is told apart by what it holds.
            if (member.type.nameless && member.type.kind == Kind::record && depth < deepest_print) {
                fingerprint = mix(fingerprint, of(member.type.tag, [](const Member&) {}, depth + 1));
            }
            hold(member);
        });
        return why.empty() ? fingerprint : mix(fingerprint, fingerprint_of(why));
    }

  private:
    Types& types_;
    Effort& effort_;
};

}  // namespace

Record read_record(Types& types, DieRef tag, const std::string& name, const std::string& root, Effort& effort,
                   const NameOfHeldTag& name_of) {
    Record record;
    record.name = name;
    auto* context = types.context_of(tag);
    Die die;
    if (context == nullptr || !types.read(tag, die)) return record;
    record.kind = die.tag == dw::DW_TAG_union_type ? RecordKind::union_ : RecordKind::structure;
    record.place = place_of(*context, die, root);
    if (is_declaration(die)) return record;
    const auto& type = types.type_of(tag);
    if (die.has(Slot::byte_size)) {
        record.size_bytes = die.value(Slot::byte_size);
    } else if (type.width_bits != 0) {
        record.size_bytes = (type.width_bits + 7) / 8;
    } else {
        return record;
    }
    if (die.has(Slot::alignment)) record.align_bytes = die.value(Slot::alignment);
    if (die.tag == dw::DW_TAG_base_type) {
        record.fields_unknown =
            "a packed struct of Zig: debug information shows the integer that carries it, and no field; ask "
            "the compiler (probe)";
        return record;
    }
    FieldReader fields(record, types, root, effort, name_of);
    std::vector<Room> rooms;
    record.fields_unknown = visit_members(types, tag, effort, [&](const Member& member) {
        const bool may_be = is_cpp(member.context.unit) && !member.may_overlap;
        rooms.push_back({.record = member.type.kind == Kind::record ? member.type.tag : no_die,
                         .is_empty = may_be && is_empty_class(types, member.type, effort)});
        fields.add(member);
    });
    if (!record.fields_unknown.empty()) {
        record.fields.clear();
        return record;
    }
    drop_roomless(record, rooms, types, effort);
    record.packed = looks_packed(types, tag, effort);
    std::ranges::stable_sort(record.fields, {}, &Field::offset_bits);
    return record;
}

std::uint64_t fingerprint_of_record(Types& types, DieRef tag, Effort& effort,
                                    const std::function<void(const Member&)>& hold) {
    return Print(types, effort).of(tag, hold, 0);
}

}  // namespace abi::dwarf
