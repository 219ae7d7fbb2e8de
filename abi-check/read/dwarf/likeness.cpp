#include "read/dwarf/likeness.h"

#include "llvm/BinaryFormat/Dwarf.h"
#include "read/dwarf/types.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

constexpr unsigned deepest = 50;

constexpr std::uint64_t bits_of(std::initializer_list<Slot> slots) {
    std::uint64_t bits = 0;
    for (const auto slot : slots) bits |= std::uint64_t{1} << static_cast<unsigned>(slot);
    return bits;
}

/// What the types of C and their members have.
constexpr std::uint64_t compared =
    bits_of({Slot::name, Slot::type, Slot::byte_size, Slot::bit_size, Slot::bit_offset, Slot::data_bit_offset,
             Slot::member_location, Slot::encoding, Slot::declaration, Slot::count, Slot::upper_bound,
             Slot::lower_bound, Slot::alignment, Slot::endianity, Slot::const_value, Slot::vector});

bool is_pointer(std::uint16_t tag) {
    return tag == dw::DW_TAG_pointer_type || tag == dw::DW_TAG_reference_type;
}

bool is_qualifier(std::uint16_t tag) {
    return tag == dw::DW_TAG_const_type || tag == dw::DW_TAG_volatile_type || tag == dw::DW_TAG_restrict_type ||
           tag == dw::DW_TAG_atomic_type;
}

/// Whether types of C have such an entry.
bool is_type_of_c(std::uint16_t tag) {
    return is_pointer(tag) || is_qualifier(tag) || is_record_tag(tag) || is_enum_tag(tag) ||
           tag == dw::DW_TAG_base_type || tag == dw::DW_TAG_typedef || tag == dw::DW_TAG_array_type;
}

}  // namespace

Likeness::Likeness(UnitContext& context, Effort& effort)
    : context_(context),
      effort_(effort),
      seed_(mix(mix(context.unit.language, context.unit.format.AddrSize), context.unit.is_little ? 1 : 2)) {
    const auto types = std::min<std::uint64_t>((context.unit.end - context.unit.begin) / 64, 1 << 16);
    place_of_.reserve(static_cast<unsigned>(types));
    known_.reserve(static_cast<std::size_t>(types));
}

bool Likeness::knows(const Unit& unit) {
    return is_c(unit) && !is_of_nim(unit) && !unit.is_type_unit && !unit.is_alternate;
}

std::uint64_t Likeness::of(std::uint64_t offset) {
    return of_type(context_.unit.base + offset, 0).hash;
}

Likeness::Known Likeness::of_type(DieRef reference, unsigned depth) {
    const auto& unit = context_.unit;
    if (reference < unit.base + unit.first_die || reference >= unit.base + unit.end || depth > deepest) return {};
    const auto offset = reference - unit.base;
    const auto place = static_cast<std::uint32_t>(known_.size());
    const auto [known, is_new] = place_of_.try_emplace(offset, place);
    if (!is_new) return known_[known->second];
    known_.emplace_back();
    const auto made = decode(offset, depth);
    known_[place] = made;
    return made;
}

Likeness::Known Likeness::decode(std::uint64_t offset, unsigned depth) {
    auto& reader = context_.reader;
    HashedDie die;
    if (!reader.read_hashed(offset, die) || !is_type_of_c(die.tag)) return {};
    Known made{.hash = seed_};
    if (!add_attributes(die, made)) return {};
    const bool is_record = is_record_tag(die.tag);
    if (is_record || is_enum_tag(die.tag)) {
        made.is_flat_record = is_record;
        made.has_name = die.has(Slot::name);
        if (!made.has_name) {
            if (context_.named_twice.contains(offset)) return {};
            const auto* alias = context_.typedef_of.lookup(offset);
            made.hash = mix(made.hash, alias != nullptr ? hash_of_text(alias->name) : 1);
            made.nameless = offset;
        }
    }
    if (die.has(Slot::type) && !is_pointer(die.tag)) {
        const auto target = of_type(die.type, depth + 1);
        if (target.hash == 0) return {};
        made.hash = mix(made.hash, target.hash);
        if (is_qualifier(die.tag) || die.tag == dw::DW_TAG_array_type) made.nameless = target.nameless;
    }
    if (die.has_children && !is_pointer(die.tag)) {
        HashedDie child;
        for (auto next = die.next; reader.read_hashed(next, child) && child.tag != 0; next = child.next) {
            if (!effort_.spend(1) || !add_child(child, offset, made, depth)) return {};
        }
    }
    made.hash = mix(made.hash, 3) | 1U;  // never 0
    return made;
}

/// Returns false if the entry has an attribute that is not compared.
bool Likeness::add_attributes(const HashedDie& die, Known& into) const {
    if (die.is_odd || (die.present & ~compared) != 0) return false;
    into.hash = mix(into.hash, die.hash);
    if (die.has(Slot::name)) into.hash = mix(into.hash, hash_of_text(die.name));
    return true;
}

bool Likeness::add_child(const HashedDie& child, std::uint64_t owner, Known& into, unsigned depth) {
    if (child.tag != dw::DW_TAG_member && child.tag != dw::DW_TAG_enumerator && child.tag != dw::DW_TAG_subrange_type)
        return false;
    if (child.has_children || !add_attributes(child, into)) return false;
    if (child.tag != dw::DW_TAG_member) {
        // The type of an index does not matter unless it bounds the array.
        const bool is_bounded = child.has(Slot::upper_bound) || child.has(Slot::count) || !child.has(Slot::type);
        return child.tag != dw::DW_TAG_subrange_type || is_bounded || is_number(child.type);
    }
    if (child.has(Slot::declaration) || child.has(Slot::const_value) || !child.has(Slot::type)) return false;
    const auto type = of_type(child.type, depth + 1);
    if (type.hash == 0) return false;
    into.hash = mix(into.hash, type.hash);
    hold(child, type, child.type - context_.unit.base, owner, into);
    return true;
}

bool Likeness::is_number(DieRef reference) {
    Die die;
    const auto& unit = context_.unit;
    return reference >= unit.base && context_.reader.read_brief(reference - unit.base, die) &&
           die.tag == dw::DW_TAG_base_type;
}

/// Notes which record names a type that has no name. `tag`: the offset of the type of the member.
void Likeness::hold(const HashedDie& member, const Known& type, std::uint64_t tag, std::uint64_t owner, Known& into) {
    const bool is_anonymous = type.is_flat_record && (member.name == nullptr || *member.name == 0);
    if (is_anonymous) {
        if (!type.holds_nameless) return;
        into.holds_nameless = true;
        if (type.has_name) is_ambiguous_ = true;  // -fms-extensions: a record within several others
        return belong(tag, owner);
    }
    if (type.nameless == none) return;
    into.holds_nameless = true;
    held_.insert(type.nameless);
    if (context_.typedef_of.contains(type.nameless)) is_ambiguous_ = true;  // typeof: the member avoids the typedef
    belong(type.nameless, owner);
}

void Likeness::belong(std::uint64_t nameless, std::uint64_t owner) {
    const auto [known, is_new] = owners_.try_emplace(nameless, owner);
    if (known->second != owner) is_ambiguous_ = true;
}

/// Linkers write each text once into a section, so its offset stands for it. The entries hold short texts themselves.
std::uint64_t Likeness::hash_of_text(const char* text) const {
    const auto offset =
        reinterpret_cast<std::uintptr_t>(text) - reinterpret_cast<std::uintptr_t>(context_.unit.str.data());
    return offset < context_.unit.str.size() ? offset : fingerprint_of(view_of(text)) | (std::uint64_t{1} << 63U);
}

}  // namespace abi::dwarf
