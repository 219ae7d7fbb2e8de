#include "read/dwarf/shape.h"

#include <algorithm>
#include <memory>

#include "llvm/BinaryFormat/Dwarf.h"
#include "model/bindgen_names.h"
#include "model/find.h"
#include "model/words.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

constexpr unsigned deepest_nesting = 64;
constexpr std::uint64_t farthest_bits = std::uint64_t{1} << 60U;

}  // namespace

class RecordShapes::Decoder {
  public:
    explicit Decoder(RecordShapes& into) : types_(into.types), effort_(into.effort), into_(into) {}

    RecordShape decode(DieRef reference) && {
        into_.found_.clear();
        Die die;
        if (types_.read(reference, die)) {
            shape_.tag = die.tag;
            shape_.is_declaration = is_declaration(die);
            if (die.is_odd(Slot::byte_size)) {
                fields_unknown("its size depends on the values in it");
            } else if (die.has(Slot::byte_size)) {
                shape_.size_bytes = die.value(Slot::byte_size);
            }
            if (die.has(Slot::alignment)) shape_.align_bytes = die.value(Slot::alignment);
            shape_.site = site_of(die);
        }
        record(reference, {});
        auto* members = into_.members_.Allocate<Member>(into_.found_.size());
        std::ranges::uninitialized_copy(into_.found_, std::span(members, into_.found_.size()));
        shape_.members = {members, into_.found_.size()};
        return std::move(shape_);
    }

  private:
    struct Position {
        std::uint64_t base_bits = 0;
        std::string_view prefix;
        unsigned depth = 0;
        bool in_union = false;     // directly
        bool may_overlap = false;  // as in Member
        DieRef owner = no_die;     // the record itself
        DieRef base = no_die;      // as in Member
        std::string_view name;     // of the next member; empty: its own
    };

    /// Adds the members of a record that lies at `at`.
    void record(DieRef reference, Position at) {
        if (at.depth > deepest_nesting) return fields_unknown("it nests too deeply");
        auto* context = types_.context_of(reference);
        Die die;
        if (context == nullptr || !types_.read(reference, die)) return fields_unknown("a part of it cannot be read");
        at.in_union = die.tag == dw::DW_TAG_union_type;
        at.may_overlap = at.may_overlap || at.in_union;
        at.owner = reference;
        const auto first = into_.found_.size();
        for_each_child(context->reader, die, [&](const Die& child) {
            if (!effort_.spend(1)) fields_unknown(no_effort_left);
            if (!shape_.fields_unknown.empty()) return false;
            child_of(child, *context, at);
            return true;
        });
        spread_order(reference, first, context->unit.is_little);
    }

    /// GCC's scalar_storage_order concerns all scalars of a record, but only the types of numbers state it in debug
    /// information. So enumerations and pointers take it from a number beside them.
    void spread_order(DieRef owner, std::size_t first, bool is_little) {
        const auto members = std::span(into_.found_).subspan(first);
        const auto turned = std::ranges::find_if(members, [&](const Member& member) {
            return member.owner == owner && !is_of_machine(member.endianity, is_little);
        });
        if (turned == members.end()) return;
        const auto endianity = turned->endianity;
        for (auto& member : members) {
            const bool is_silent = member.type.kind == Kind::enumeration || member.type.kind == Kind::pointer;
            if (member.owner == owner && is_silent && member.endianity == dw::DW_END_default) {
                member.endianity = endianity;
            }
        }
    }

    void fields_unknown(std::string why) {
        if (shape_.fields_unknown.empty()) shape_.fields_unknown = std::move(why);
    }

    void child_of(const Die& child, UnitContext& context, const Position& at) {
        switch (child.tag) {
        case dw::DW_TAG_member: return member(child, context, at);
        case dw::DW_TAG_inheritance: return base(child, at);
        case dw::DW_TAG_variant_part:
            if (is_rust(context.unit)) return variants(child, context, at);
            return is_ada(context.unit) ? members_of_variants(child, context, at) : fields_unknown("it has variants");
        default: return;
        }
    }

    /// Adds the tag of an enumeration of Rust, and the fields of its variants, with the names that cbindgen gives. If a
    /// variant has no value of the tag, the tag lies within the bytes of a field (a niche).
    void variants(const Die& part, UnitContext& context, const Position& at) {
        const auto discriminant = part.reference(Slot::discr);
        for_each_child(context.reader, part, [&](const Die& child) {
            if (child.tag == dw::DW_TAG_member && context.unit.base + child.offset == discriminant) {
                auto tag = at;
                tag.name = "tag";
                member(child, context, tag);
            }
            if (child.tag == dw::DW_TAG_variant) variant(child, context, at);
            return shape_.fields_unknown.empty();
        });
    }

    /// A discriminant of Ada is a member of the record. Variants share their bytes.
    void members_of_variants(const Die& part, UnitContext& context, Position at) {
        if (++at.depth > deepest_nesting) return fields_unknown("it nests too deeply");
        at.may_overlap = true;
        for_each_child(context.reader, part, [&](const Die& variant) {
            if (variant.tag != dw::DW_TAG_variant) return true;
            for_each_child(context.reader, variant, [&](const Die& child) {
                if (!effort_.spend(1)) fields_unknown(no_effort_left);
                if (shape_.fields_unknown.empty()) child_of(child, context, at);
                return shape_.fields_unknown.empty();
            });
            return shape_.fields_unknown.empty();
        });
    }

    void variant(const Die& part, UnitContext& context, const Position& at) {
        if (!part.has(Slot::discr_value)) return fields_unknown("its tag lies within a field of one of its variants");
        for_each_child(context.reader, part, [&](const Die& child) {
            Die body;
            if (child.tag != dw::DW_TAG_member) return true;
            const auto type = plain(child.reference(Slot::type));
            const auto offset = offset_bits(child, at);
            if (!offset || !types_.read(type, body)) {
                fields_unknown("the place of a variant is not known");
                return false;
            }
            fields_of_variant(body, snake_case(child.name()),
                              {.base_bits = *offset, .may_overlap = true, .owner = type});
            return true;
        });
    }

    /// The only field of a tuple has the name of the variant; others are "line._0" and "circle.radius".
    void fields_of_variant(const Die& body, const std::string& name, Position at) {
        auto* context = types_.context_of(at.owner);
        unsigned count = 0;
        const auto is_field = [](const Die& child) { return child.tag == dw::DW_TAG_member; };
        for_each_child(context->reader, body, [&](const Die& child) { return is_field(child) ? ++count < 2 : true; });
        for_each_child(context->reader, body, [&](const Die& child) {
            if (!effort_.spend(1)) fields_unknown(no_effort_left);
            if (!shape_.fields_unknown.empty()) return false;
            if (!is_field(child)) return true;
            const auto own = child.name();
            const bool is_tuple = own.starts_with("__");
            const std::string after = is_tuple ? "_" + std::string(own.substr(2)) : std::string(own);
            at.name = into_.prefixes_.emplace_back(is_tuple && count == 1 ? name : name + "." + after);
            member(child, *context, at);
            return true;
        });
    }

    /// Returns nothing if the place is not a constant.
    std::optional<std::uint64_t> offset_bits(const Die& child, const Position& at) {
        if (child.is_odd(Slot::member_location) || child.is_odd(Slot::data_bit_offset)) return std::nullopt;
        const auto bytes = child.value(Slot::member_location);
        const auto bits = child.value(Slot::data_bit_offset);
        if (bytes > farthest_bits / 8 || bits > farthest_bits) return std::nullopt;
        const auto whole = at.base_bits + bytes * 8 + bits;
        return whole <= farthest_bits ? std::optional(whole) : std::nullopt;
    }

    void base(const Die& child, const Position& at) {
        const auto reference = types_.definition_of(plain(child.reference(Slot::type)));
        Die die;
        if (!types_.read(reference, die)) return fields_unknown("a base of it cannot be read");
        const auto name = std::string(die.name().substr(0, die.name().find('<')));
        // Only the virtual table holds its offset (Itanium C++ ABI §2.5.2).
        if (child.value(Slot::virtuality) == dw::DW_VIRTUALITY_virtual) {
            return fields_unknown("debug information does not say where its virtual base " + name + " lies");
        }
        if (is_declaration(die))
            return fields_unknown("its base " + name + " is only declared (clang: -fstandalone-debug)");
        const auto offset = offset_bits(child, at);
        if (!offset) return fields_unknown("the place of its base " + name + " is computed");
        const auto& prefix = into_.prefixes_.emplace_back(std::string(at.prefix) + name + "::");
        effort_.spend(prefix.size() / 16);
        record(reference, {.base_bits = *offset, .prefix = prefix, .depth = at.depth + 1, .base = reference});
    }

    /// The type under typedefs and qualifiers.
    DieRef plain(DieRef reference) {
        Die die;
        for (unsigned step = 0; step < deepest_nesting && types_.read(reference, die); ++step) {
            if (is_record_tag(die.tag) || !die.has(Slot::type)) break;
            reference = die.reference(Slot::type);
        }
        return reference;
    }

    /// DWARF 4 has DW_TAG_member for static members, too.
    static bool is_static(const Die& child) {
        return child.has(Slot::external) || child.flag(Slot::declaration) || child.has(Slot::const_value);
    }

    static std::string shown(std::string_view name) { return std::string(name.empty() ? "a member" : name); }

    /// Zig's own backends write the offset of a field of a packed struct, and leave its width to its type.
    static std::optional<unsigned> bit_width_of(const Die& child, const Type& type, const Unit& unit) {
        if (child.has(Slot::bit_size)) {
            return static_cast<unsigned>(std::min<std::uint64_t>(child.value(Slot::bit_size), 1U << 24U));
        }
        if (!unit.is_zig || !child.has(Slot::data_bit_offset)) return std::nullopt;
        const std::uint64_t width = type.exact_bits != 0 ? type.exact_bits : type.width_bits;
        const bool is_whole = child.value(Slot::data_bit_offset) % 8 == 0 && width == type.width_bits;
        return is_whole ? std::nullopt : std::optional(static_cast<unsigned>(width));
    }

    /// A member of a union begins where the union does. GCC writes no location for it, and then its bit offset is wrong
    /// if the type is under-aligned.
    static bool has_old_bit_offset(const Die& child, const Position& at) {
        const bool is_at_begin = at.in_union && !child.has(Slot::member_location);
        return child.has(Slot::bit_offset) && !is_at_begin;
    }

    void member(const Die& child, UnitContext& context, const Position& at) {
        if (is_static(child)) return;
        const auto written = child.reference(Slot::type);
        const auto& type = types_.type_of(written);
        const auto name = at.name.empty() ? child.name() : at.name;
        auto offset = offset_bits(child, at);
        if (!offset) {
            return fields_unknown("the place of " + shown(name) + " is computed");
        }
        const auto bit_width = bit_width_of(child, type, context.unit);
        if (bit_width == 0U) return;  // only closes a storage unit
        if (bit_width && has_old_bit_offset(child, at)) {
            *offset += old_bit_offset(child, type, context.unit.is_little, *bit_width);
        }
        if (bit_width && *offset > farthest_bits) return fields_unknown("the offset of a bit-field is too large");
        const bool has_no_name = name.empty() || (is_of_nim(context.unit) && type.nameless && is_nim_branch(name));
        if (has_no_name && !bit_width && type.kind == Kind::record && type.extents.empty() && type.tag != no_die) {
            return record(type.tag, {.base_bits = *offset,
                                     .prefix = at.prefix,
                                     .depth = at.depth + 1,
                                     .may_overlap = at.may_overlap,
                                     .base = at.base});
        }
        if (type.kind == Kind::record && type.width_bits == 0 && !type.incomplete) return;  // an empty record of C
        if (is_rust(context.unit) && is_bit_alignment(name) && contains(type.extents, std::uint64_t{0})) return;
        if (type.width_bits == 0) {
            return fields_unknown("the size of " + shown(name) + " is not known");
        }
        const auto endianity = child.has(Slot::endianity) ? endianity_of(child) : type.endianity;
        if (endianity > dw::DW_END_little) {
            return fields_unknown("the byte order of " + shown(name) + " is one that DWARF does not define");
        }
        const bool is_table = child.flag(Slot::artificial) && name.starts_with("_vptr");
        into_.found_.push_back({.prefix = at.prefix,
                                .name = name,
                                .is_table = is_table,
                                .may_overlap = at.may_overlap,
                                .bit_width = bit_width,
                                .offset_bits = *offset,
                                .written = written,
                                .type = type,
                                .context = context,
                                .site = site_of(child),
                                .owner = at.owner,
                                .base = at.base,
                                .endianity = endianity});
    }

    /// DW_AT_bit_offset of DWARF 2 and 3 counts from the storage unit's most significant bit to the field's.
    static std::uint64_t old_bit_offset(const Die& child, const Type& type, bool is_little, unsigned bit_width) {
        const auto from_top = child.value(Slot::bit_offset);
        if (!is_little) return from_top;
        auto storage_bits = type.width_bits;
        if (child.has(Slot::byte_size))
            storage_bits = std::min<std::uint64_t>(child.value(Slot::byte_size), 1U << 20U) * 8;
        return storage_bits - bit_width - from_top;
    }

    Types& types_;
    Effort& effort_;
    RecordShapes& into_;
    RecordShape shape_;
};

const RecordShape& RecordShapes::of(DieRef record) {
    static const RecordShape missing{.fields_unknown = "a part of it cannot be read"};
    static const RecordShape cut{.fields_unknown = no_effort_left};
    if (types.context_of(record) == nullptr) return missing;
    auto& known = known_[record];
    // A value that was decoded before costs effort, too: functions of records call themselves for the members.
    if (known != nullptr) return effort.spend(1 + known->members.size()) ? *known : cut;
    return *(known = new (shapes_.Allocate()) RecordShape(Decoder(*this).decode(record)));
}

}  // namespace abi::dwarf
