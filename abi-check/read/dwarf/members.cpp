#include "read/dwarf/members.h"

#include <algorithm>

#include "llvm/BinaryFormat/Dwarf.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

constexpr unsigned deepest_nesting = 64;
constexpr std::uint64_t farthest_bits = std::uint64_t{1} << 60U;

class MemberVisit {
  public:
    MemberVisit(Types& types, Effort& effort, const std::function<void(const Member&)>& visit)
        : types_(types), effort_(effort), visit_(visit) {}

    struct Position {
        std::uint64_t base_bits = 0;
        std::string prefix;
        unsigned depth = 0;
        bool in_union = false;
        bool may_overlap = false;  // in a union, or in what is in one
    };

    void record(DieRef reference, Position at) {
        if (at.depth > deepest_nesting) return fields_unknown("it nests too deeply");
        auto* context = types_.context_of(reference);
        Die die;
        if (context == nullptr || !types_.read(reference, die)) return fields_unknown("a part of it cannot be read");
        at.in_union = die.tag == dw::DW_TAG_union_type;
        at.may_overlap = at.may_overlap || at.in_union;
        for_each_child(context->reader, die, [&](const Die& child) {
            if (!effort_.spend(1)) fields_unknown("its unit describes more than it can hold");
            if (!why_.empty()) return false;
            child_of(child, *context, at);
            return true;
        });
    }

    std::string why() && { return std::move(why_); }

  private:
    void fields_unknown(std::string why) {
        if (why_.empty()) why_ = std::move(why);
    }

    void child_of(const Die& child, UnitContext& context, const Position& at) {
        switch (child.tag) {
        case dw::DW_TAG_member: return member(child, context, at);
        case dw::DW_TAG_inheritance: return base(child, at);
        case dw::DW_TAG_variant_part:
            return fields_unknown(is_rust(context.unit) ? "an enumeration with payload: its variants share their bytes"
                                                        : "it has variants");
        default: return;
        }
    }

    /// Nothing: it is not a constant.
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
        // Where it lies in the whole is written in the virtual table only (Itanium C++ ABI §2.5.2).
        if (child.value(Slot::virtuality) == dw::DW_VIRTUALITY_virtual) {
            return fields_unknown("debug information does not say where its virtual base " + name + " lies");
        }
        if (is_declaration(die))
            return fields_unknown("its base " + name + " is only declared (clang: -fstandalone-debug)");
        const auto offset = offset_bits(child, at);
        if (!offset) return fields_unknown("the place of its base " + name + " is computed");
        if (is_empty(reference, 0)) return;
        record(reference, {.base_bits = *offset, .prefix = at.prefix + name + "::", .depth = at.depth + 1});
    }

    /// Without qualifiers and typedefs.
    DieRef plain(DieRef reference) {
        Die die;
        for (unsigned step = 0; step < deepest_nesting && types_.read(reference, die); ++step) {
            if (is_record_tag(die.tag) || !die.has(Slot::type)) break;
            reference = die.reference(Slot::type);
        }
        return reference;
    }

    /// Nothing in it, and nothing in its bases: it takes no room as a base.
    bool is_empty(DieRef reference, unsigned depth) {
        auto* context = types_.context_of(reference);
        Die die;
        if (context == nullptr || depth > deepest_nesting || !types_.read(reference, die)) return false;
        bool empty = true;
        for_each_child(context->reader, die, [&](const Die& child) {
            if (!effort_.spend(1)) empty = false;
            if (child.tag == dw::DW_TAG_variant_part || (child.tag == dw::DW_TAG_member && !is_static(child)))
                empty = false;
            if (child.tag != dw::DW_TAG_inheritance || !empty) return empty;
            const auto base = types_.definition_of(plain(child.reference(Slot::type)));
            empty = child.value(Slot::virtuality) != dw::DW_VIRTUALITY_virtual && is_empty(base, depth + 1);
            return empty;
        });
        return empty;
    }

    /// DWARF 4 has members for static ones, too.
    static bool is_static(const Die& child) {
        return child.has(Slot::external) || child.flag(Slot::declaration) || child.has(Slot::const_value);
    }

    void member(const Die& child, UnitContext& context, const Position& at) {
        if (is_static(child)) return;
        const auto written = child.reference(Slot::type);
        const auto& type = types_.type_of(written);
        const auto name = child.name();
        auto offset = offset_bits(child, at);
        if (!offset) {
            return fields_unknown("the place of " + std::string(name.empty() ? "a member" : name) + " is computed");
        }
        std::optional<unsigned> bit_width;
        if (child.has(Slot::bit_size)) {
            if (child.value(Slot::bit_size) == 0) return;  // only closes a storage unit
            bit_width = static_cast<unsigned>(std::min<std::uint64_t>(child.value(Slot::bit_size), 1U << 24U));
            // What is in a union begins where it does. GCC writes no location there, and without one its bit offset
            // of an under-aligned type is nonsense.
            const bool is_at_begin = at.in_union && !child.has(Slot::member_location);
            if (child.has(Slot::bit_offset) && !is_at_begin) {
                *offset += old_bit_offset(child, type, context.unit.is_little, *bit_width);
            }
            if (*offset > farthest_bits) return fields_unknown("the place of a bit-field makes no sense");
        }
        if (name.empty() && !bit_width && type.kind == Kind::record && type.extents.empty() && type.tag != no_die) {
            return record(
                type.tag,
                {.base_bits = *offset, .prefix = at.prefix, .depth = at.depth + 1, .may_overlap = at.may_overlap});
        }
        if (type.kind == Kind::record && type.width_bits == 0 && !type.incomplete) return;  // an empty record of C
        if (type.width_bits == 0) {
            return fields_unknown("the size of " + std::string(name.empty() ? "a member" : name) + " is not known");
        }
        const bool is_table = child.flag(Slot::artificial) && name.starts_with("_vptr");
        visit_({.prefix = at.prefix,
                .name = name,
                .is_table = is_table,
                .may_overlap = at.may_overlap,
                .offset_bits = *offset,
                .bit_width = bit_width,
                .written = written,
                .type = type,
                .context = context,
                .die = child});
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
    const std::function<void(const Member&)>& visit_;
    std::string why_;
};

}  // namespace

std::string visit_members(Types& types, DieRef record, Effort& effort,
                          const std::function<void(const Member&)>& visit) {
    MemberVisit all(types, effort, visit);
    all.record(record, {});
    return std::move(all).why();
}

}  // namespace abi::dwarf
