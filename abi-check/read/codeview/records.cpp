#include "read/codeview/records.h"

#include <algorithm>

#include "read/role_guess.h"
#include "read/wanted_names.h"

namespace abi::codeview {
namespace {

constexpr unsigned deepest_base = 32;
constexpr std::size_t cost_of_field = 512;
constexpr std::uint64_t largest_bytes = std::uint64_t{1} << 50U;

/// Whether the field lies at an offset that only a packed record allows. CodeView has no alignments, but in the ABIs of
/// Windows a number that is not wider than a pointer lies at a multiple of its size.
bool is_misplaced(const Field& field, unsigned pointer_bytes) {
    const auto& type = field.type;
    const bool is_scalar = type.kind != Kind::record && type.kind != Kind::unknown;
    const bool is_judged =
        is_scalar && !field.bit_width && type.width_bits != 0 && type.width_bits <= std::uint64_t{pointer_bytes} * 8;
    return is_judged && field.offset_bits % type.width_bits != 0;
}

/// The offset of a base in the whole record, and the prefix of the names of its members.
struct Position {
    std::uint64_t base_bytes = 0;
    std::string prefix;
    unsigned depth = 0;
    const Tag* base = nullptr;  // the base that declares the members; null: the record itself
};

bool covers(const Field& field, std::uint64_t at_bits) {
    return field.offset_bits <= at_bits && at_bits - field.offset_bits < size_bits(field);
}

/// How often a record declares each type.
using Declared = llvm::DenseMap<const Tag*, unsigned>;

class FieldReader {
  public:
    FieldReader(RecordReader& all, Record& record, const NameOfTag& name_of)
        : all_(all), record_(record), name_of_(name_of) {}

    void add_members(const Tag& tag, const Position& at) {
        const auto list = read_members(all_.image.types, tag.members, all_.effort);
        if (!list.problem.empty()) return fail(list.problem);
        Declared declared;
        for (const auto index : list.declared) ++declared[all_.tags.find(index)];
        for (const auto& member : list.members) {
            if (!record_.fields_unknown.empty()) return;
            if (member.offset_bytes > largest_bytes) return fail("its CodeView has a member beyond any memory");
            switch (member.what) {
            case Member::What::field: add_field(member, declared, at); break;
            case Member::What::base: add_base(member, at); break;
            case Member::What::table: add_table(member, at); break;
            case Member::What::virtual_base:
                return fail("it has virtual bases, and CodeView does not tell where they lie");
            }
        }
    }

    /// An object of an empty class may share its byte with another member because it is an alternative of a union
    /// without a name, or because of [[msvc::no_unique_address]], which leaves it no room. CodeView writes both in the
    /// same way.
    void check_empty_classes() {
        if (record_.kind == RecordKind::union_) return;
        for (std::size_t at = 0; at < record_.fields.size() && record_.fields_unknown.empty(); ++at) {
            if (!is_empty_[at] || has_room(record_.fields[at])) continue;
            fail("an object of an empty class shares its byte with another member (" + record_.fields[at].name +
                 "), and CodeView does not tell whether it takes room");
        }
    }

  private:
    /// Whether no other field covers the byte of a field of an empty class.
    bool has_room(const Field& field) {
        if (!all_.effort.spend(record_.fields.size())) fail(no_effort_left);
        if (field.offset_bits >= record_.size_bytes.value_or(0) * 8) return false;
        for (std::size_t at = 0; at < record_.fields.size(); ++at) {
            if (!is_empty_[at] && covers(record_.fields[at], field.offset_bits)) return false;
        }
        return true;
    }

    bool is_empty_class(const Tag& tag, unsigned depth = 0) {
        const bool is_cpp = !tag.unique.empty();
        if (!is_cpp || tag.is_declaration || tag.is_enumeration() || tag.size_bytes != 1) return false;
        const auto list = read_members(all_.image.types, tag.members, all_.effort);
        return list.problem.empty() && std::ranges::all_of(list.members, [&](const Member& member) {
                   const auto* base = member.what == Member::What::base ? all_.tags.find(member.type) : nullptr;
                   return base != nullptr && depth < deepest_base && is_empty_class(*base, depth + 1);
               });
    }

    void fail(std::string why) {
        if (record_.fields_unknown.empty()) record_.fields_unknown = std::move(why);
    }

    void push(Field field, bool is_empty) {
        if (!all_.effort.spend(cost_of_field + field.name.size() * 4)) return fail(no_effort_left);
        record_.fields.push_back(std::move(field));
        is_empty_.push_back(is_empty);
    }

    void add_base(const Member& member, const Position& at) {
        const auto* base = all_.tags.find(member.type);
        if (base == nullptr || base->is_declaration || base->is_enumeration()) {
            return fail("the file does not define one base of it" +
                        (base == nullptr ? std::string() : ", " + std::string(base->written)));
        }
        if (at.depth == deepest_base) return fail("its CodeView nests bases too deeply");
        const auto name = std::string(last_component(name_of(*base)));
        add_members(*base, {at.base_bytes + member.offset_bytes, at.prefix + name + "::", at.depth + 1, base});
    }

    void add_table(const Member& member, const Position& at) {
        push({.name = at.prefix + "(vtable)",
              .type = use_of(all_.image, all_.tags, member.type).type,
              .offset_bits = at.base_bytes * 8},
             /*is_empty=*/false);
    }

    void add_field(const Member& member, const Declared& declared, const Position& at) {
        auto use = use_of(all_.image, all_.tags, member.type);
        Field field{.name = at.prefix + (member.name.empty() ? "(unnamed)" : std::string(member.name)),
                    .type = std::move(use.type),
                    .offset_bits = (at.base_bytes + member.offset_bytes) * 8,
                    .role = guess_role(member.name)};
        if (use.bits && use.bits->width == 0) return;  // it only ends a storage unit
        if (use.bits) place_bits(*use.bits, field);
        if (use.tag == nullptr) return push(std::move(field), /*is_empty=*/false);
        const auto length = at.base != nullptr ? name_of(*at.base).size() : record_.name.size();
        if (!all_.effort.spend((length + field.name.size()) * 8)) return fail(no_effort_left);
        field.type.name = name_of_(*use.tag, {.base = at.base,
                                              .field = std::string_view(field.name).substr(at.prefix.size()),
                                              .is_shared = declared.lookup(use.tag) < 2});
        const bool may_share = field.type.width_bits == 8 && field.type.extents.empty();
        push(std::move(field), may_share && is_empty_class(*use.tag));
    }

    void place_bits(const Bits& bits, Field& field) {
        field.bit_width = bits.width;
        field.storage_bits = field.type.width_bits;
        field.offset_bits += bits.offset;
        const bool is_too_wide = field.type.width_bits != 0 && bits.width > field.type.width_bits;
        if (is_too_wide) fail("its CodeView has a bit-field that is wider than its type");
    }

    RecordReader& all_;
    Record& record_;
    const NameOfTag& name_of_;
    std::vector<bool> is_empty_;  // by field: an object of a class without members
};

}  // namespace

Record RecordReader::read(const Tag& tag, const std::string& name, const NameOfTag& name_of) {
    Record record{.name = name, .kind = tag.kind == Tag::Kind::union_ ? RecordKind::union_ : RecordKind::structure};
    if (tag.is_declaration) return record;
    if (tag.size_bytes > largest_bytes) {
        record.fields_unknown = "its CodeView states a size beyond any memory";
        return record;
    }
    record.size_bytes = tag.size_bytes;
    FieldReader fields(*this, record, name_of);
    fields.add_members(tag, {});
    fields.check_empty_classes();
    if (!record.fields_unknown.empty()) record.fields.clear();
    record.packed = std::ranges::any_of(record.fields,
                                        [&](const Field& field) { return is_misplaced(field, image.pointer_bytes); });
    std::ranges::stable_sort(record.fields, {}, &Field::offset_bits);
    return record;
}

}  // namespace abi::codeview
