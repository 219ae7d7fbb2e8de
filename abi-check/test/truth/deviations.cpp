#include "test/truth/deviations.h"

#include <algorithm>
#include <array>
#include <functional>

namespace abi::truth {
namespace {

/// Does it hold for a shape, or for one that it holds or derives from?
bool any_shape(const Unit& unit, const Shape& shape, const std::function<bool(const Shape&)>& holds) {
    return holds(shape) ||
           std::ranges::any_of(shape.members,
                               [&](const Member& member) {
                                   const auto* record = record_of(unit, member);
                                   return record != nullptr && any_shape(unit, *record, holds);
                               }) ||
           std::ranges::any_of(shape.bases,
                               [&](const Base& base) { return any_shape(unit, unit.shapes.at(base.record), holds); });
}

bool any_member(const Unit& unit, const Shape& shape, const std::function<bool(const Member&)>& holds) {
    return any_shape(unit, shape, [&](const Shape& one) { return std::ranges::any_of(one.members, holds); });
}

/// A typedef with an alignment of its own.
bool is_aligned_typedef(const Unit& unit, const Member& member) {
    return member.of == Member::Of::scalar &&
           scalars_of(unit.language).at(member.index).before.find("_at_") != std::string::npos;
}

/// GCC: ISO/IEC 9899 TC 6.2.5 §27 lets _Atomic have its own alignment; GCC keeps the typedef's, clang the type's.
bool atomic_typedef(const Unit& unit, const Shape& shape) {
    return any_member(unit, shape, [&](const Member& member) {
        return member.qualifier == "_Atomic " && is_aligned_typedef(unit, member);
    });
}

/// GCC takes it for a lower bound, whatever packs the record; clang lets #pragma pack cap it, and a smaller one loosen.
bool aligned_bit_field(const Unit& unit, const Shape& shape) {
    return any_member(unit, shape, [](const Member& member) { return member.bits && member.aligned != 0; });
}

/// GCC 12 gives the record the alignment of the type behind the typedef, clang that of the typedef.
bool typedef_bit_field(const Unit& unit, const Shape& shape) {
    return any_member(unit, shape,
                      [&](const Member& member) { return member.bits && is_aligned_typedef(unit, member); });
}

bool has_atomic(const Unit& unit, const Shape& shape, unsigned least_bits) {
    return any_member(unit, shape, [&](const Member& member) {
        return member.qualifier == "_Atomic " && member.of == Member::Of::scalar &&
               scalars_of(unit.language).at(member.index).field_bits >= least_bits;
    });
}

/// 8 bytes in clang and 4 in GCC 12 where the machine aligns the plain type to 4: i686.
bool atomic_64(const Unit& unit, const Shape& shape) {
    return has_atomic(unit, shape, 64);
}

/// 16 bytes in clang and 8 in GCC 12 where the machine aligns the plain type to 8: s390x.
bool atomic_128(const Unit& unit, const Shape& shape) {
    return has_atomic(unit, shape, 128);
}

/// 16 bytes in clang, and 8 in GCC 12 where the machine has no registers of that width by default: s390x, mips.
bool vector(const Unit& unit, const Shape& shape) {
    return any_member(unit, shape, [&](const Member& member) {
        return member.of == Member::Of::scalar && scalars_of(unit.language).at(member.index).before == "four_ints";
    });
}

bool is_packed(const Unit& unit, const Shape& shape) {
    return any_shape(unit, shape, [](const Shape& one) {
        return one.packed || one.pack != 0 ||
               std::ranges::any_of(one.members, [](const Member& member) { return member.packed; });
    });
}

/// Not a POD for the purpose of layout (Itanium C++ ABI 1.1).
bool is_no_pod(const Unit& unit, const Shape& shape) {
    return any_shape(unit, shape, [](const Shape& one) {
        return !one.bases.empty() || one.has_virtual_function ||
               std::ranges::any_of(one.members,
                                   [](const Member& member) { return member.is_private || member.shares_room; });
    });
}

/// GCC does not pack a field whose class is no POD; clang 19 packs more of them.
bool packed_class(const Unit& unit, const Shape& shape) {
    return unit.language == Language::cpp && is_packed(unit, shape) && is_no_pod(unit, shape);
}

/// GCC's C++ front end aligns the open array as the type behind the typedef.
bool open_array_of_typedef(const Unit& unit, const Shape& shape) {
    return unit.language == Language::cpp && any_member(unit, shape, [&](const Member& member) {
               return member.flexible && is_aligned_typedef(unit, member);
           });
}

bool almost_empty(const Unit& unit, const Shape& shape) {
    const bool has_such = any_shape(unit, shape, [&](const Shape& one) {
        return std::ranges::none_of(one.members, [&](const Member& member) {
            const auto* record = record_of(unit, member);
            return !member.name.empty() && (record == nullptr || !is_empty(unit, *record));
        });
    });
    return unit.language == Language::cpp && has_such && is_no_pod(unit, shape);
}

/// Bit-fields that end within a byte leave tail padding to which GCC 12 and clang give different beginnings.
bool tail_of_bits(const Unit& unit, const Shape& shape) {
    return unit.language == Language::cpp && is_no_pod(unit, shape) &&
           any_member(unit, shape, [](const Member& member) { return member.bits.has_value(); });
}

/// GCC 12 takes a class with a [[no_unique_address]] member for no POD and reuses its tail padding, where clang 19 does
/// not (Itanium C++ ABI 1.1, 2.4).
bool tail_after_shared(const Unit& unit, const Shape& shape) {
    const auto shares = [](const Shape& one) { return std::ranges::any_of(one.members, &Member::shares_room); };
    const auto has_tail = [&](const Shape& one) { return any_shape(unit, one, shares); };
    return unit.language == Language::cpp && any_shape(unit, shape, [&](const Shape& one) {
               return std::ranges::any_of(one.bases,
                                          [&](const Base& base) { return has_tail(unit.shapes.at(base.record)); }) ||
                      std::ranges::any_of(one.members, [&](const Member& member) {
                          const auto* record = record_of(unit, member);
                          return member.shares_room && record != nullptr && has_tail(*record);
                      });
           });
}

struct Deviation {
    const char* reason;
    bool (*may_be)(const Unit& unit, const Shape& shape);
    std::string_view only_on = {};  // a machine; empty: on any
};

constexpr std::array deviations{
    Deviation{"_Atomic of a typedef that has an alignment of its own", atomic_typedef},
    Deviation{"the attribute aligned on a bit-field", aligned_bit_field},
    Deviation{"a bit-field of a typedef that has an alignment of its own", typedef_bit_field},
    Deviation{"the packed field or record has a class that is no POD", packed_class},
    Deviation{"a flexible array of a typedef that has an alignment of its own, in C++", open_array_of_typedef},
    Deviation{"a base or a [[no_unique_address]] member without named fields", almost_empty},
    Deviation{"the tail padding of a class that ends in bit-fields", tail_of_bits},
    Deviation{"the tail padding of a class with a [[no_unique_address]] member", tail_after_shared},
    Deviation{"_Atomic of a 64-bit integer", atomic_64, "i686"},
    Deviation{"_Atomic of a 128-bit integer", atomic_128, "s390x"},
    Deviation{"a vector of 16 bytes", vector, "s390x"},
    Deviation{"a vector of 16 bytes", vector, "mips"}};

}  // namespace

std::string deviation(const Unit& unit, const Subject& subject, std::string_view machine) {
    const auto found = std::ranges::find_if(deviations, [&](const Deviation& one) {
        return (one.only_on.empty() || one.only_on == machine) && one.may_be(unit, *subject.top);
    });
    return found == deviations.end() ? "" : found->reason;
}

}  // namespace abi::truth
