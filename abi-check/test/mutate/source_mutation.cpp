#include "test/mutate/source_mutation.h"

#include <algorithm>
#include <array>

namespace abi::mutate {
namespace {

using truth::Language;
using truth::Member;
using truth::Shape;
using truth::Unit;

bool is_c_family(Language language) {
    return language == Language::c || language == Language::cpp;
}

class Mutator {
  public:
    Mutator(truth::Random& random, Unit& unit, std::size_t index)
        : random_(random), unit_(unit), index_(index), shape_(unit.shapes.at(index)) {}

    /// Wider, narrower, of another sign or kind.
    std::string type() {
        auto* member = any([&](const Member& one) { return is_plain(one) && !one.bits; });
        if (member == nullptr) return "";
        const auto index = scalar([&](const truth::Scalar& one) {
            const bool fits = one.in_arrays && !one.only_clang && !one.odd_null && one.kind != Kind::unknown;
            return fits && (unit_.language != Language::zig || (shape_.packed || one.field_bits == 0));
        });
        if (index == member->index) return "";
        member->index = index;
        return member->name + " is of another type";
    }

    std::string sign_of_bits() {
        auto* member = any([&](const Member& one) { return is_plain(one) && one.bits && !one.name.empty(); });
        if (member == nullptr) return "";
        const auto& all = truth::scalars_of(unit_.language);
        const auto widest = all.at(member->index).field_bits;
        const auto index =
            scalar([&](const truth::Scalar& one) { return one.field_bits == widest && !one.only_clang; });
        if (index == member->index) return "";
        member->index = index;
        return "the bit-field " + member->name + " is of another type";
    }

    std::string bits() {
        auto* member = any([&](const Member& one) { return is_plain(one) && one.bits && !one.name.empty(); });
        if (member == nullptr) return "";
        const auto widest = truth::scalars_of(unit_.language).at(member->index).field_bits;
        const bool less = *member->bits > 1 && (random_.chance(50) || *member->bits == widest);
        if (!less && *member->bits >= widest) return "";
        *member->bits += less ? -1U : 1U;
        return "the bit-field " + member->name + (less ? " is narrower" : " is wider");
    }

    std::string swap() {
        auto& members = shape_.members;
        const auto movable = members.size() - (has_tail() ? 1 : 0);
        if (movable < 2) return "";
        const auto at = random_.below(movable - 1);
        std::swap(members[at], members[at + 1]);
        return "members " + std::to_string(at) + " and " + std::to_string(at + 1) + " are swapped";
    }

    std::string insert() {
        Member made;
        made.name = shape_.tag + "_new";
        made.index = scalar([&](const truth::Scalar& one) {
            return one.in_arrays && !one.only_clang && !one.odd_null && one.kind == Kind::unsigned_integer &&
                   (unit_.language != Language::zig || one.field_bits == 0);
        });
        const auto at = random_.below(shape_.members.size() + (has_tail() ? 0 : 1));
        shape_.members.insert(shape_.members.begin() + static_cast<std::ptrdiff_t>(at), made);
        return "a member is inserted as number " + std::to_string(at);
    }

    std::string remove() {
        const auto named = std::ranges::count_if(shape_.members, [](const Member& one) { return !one.name.empty(); });
        auto* member = any([&](const Member& one) { return is_plain(one) && !one.name.empty(); });
        if (member == nullptr || named < 3) return "";
        const auto old = member->name;
        shape_.members.erase(shape_.members.begin() + (member - shape_.members.data()));
        return old + " is removed";
    }

    std::string rename() {
        auto* member = any([&](const Member& one) { return is_plain(one) && !one.name.empty(); });
        if (member == nullptr) return "";
        const auto old = member->name;
        member->name += "_renamed";
        return old + " has another name";
    }

    std::string packed() {
        const bool is_nim = unit_.language == Language::nim && !shape_.is_union && !has_aligned();
        if (!is_c_family(unit_.language) && !is_nim) return "";
        shape_.packed = !shape_.packed;
        return shape_.packed ? "packed" : "not packed";
    }

    std::string pack() {
        if (unit_.language == Language::zig || unit_.language == Language::nim) return "";
        const bool is_rust = unit_.language == Language::rust;
        if (is_rust && (shape_.aligned != 0 || holds_record() || is_used())) return "";
        shape_.pack = shape_.pack == 0 ? 1U << random_.below(3) : 0;
        return "pack " + std::to_string(shape_.pack);
    }

    std::string align() {
        if (unit_.language == Language::zig || unit_.language == Language::nim || shape_.at_least != 0) return "";
        const bool is_rust = unit_.language == Language::rust;
        if (is_rust && (shape_.pack != 0 || is_used())) return "";
        shape_.aligned = shape_.aligned == 0 ? 16U << random_.below(2) : 0;
        return "aligned " + std::to_string(shape_.aligned);
    }

    std::string align_member() {
        if (unit_.language == Language::rust || shape_.packed) return "";
        auto* member = any([&](const Member& one) { return is_plain(one) && !one.bits && one.at_least == 0; });
        if (member == nullptr) return "";
        member->aligned = member->aligned == 0 ? 16 : 0;
        return member->name + " is aligned " + std::to_string(member->aligned);
    }

    std::string extents() {
        auto* member =
            any([&](const Member& one) { return !one.extents.empty() && one.extents.front() != 0 && !one.flexible; });
        if (member == nullptr) return "";
        member->extents[random_.below(member->extents.size())] += 1;
        return "the array " + member->name + " is longer";
    }

    std::string array() {
        if (unit_.language == Language::zig && shape_.packed) return "";
        auto* member = any([&](const Member& one) {
            return is_plain(one) && !one.bits && one.extents.empty() && !one.flexible &&
                   truth::scalars_of(unit_.language).at(one.index).in_arrays;
        });
        if (member == nullptr) return "";
        member->extents = {2};
        return member->name + " is an array";
    }

    std::string union_or_structure() {
        const bool is_simple = std::ranges::all_of(shape_.members, [&](const Member& one) {
            return is_plain(one) && !one.bits && !one.flexible && !one.name.empty();
        });
        if (!is_simple || unit_.language == Language::cpp || shape_.members.size() < 2 || has_tail()) return "";
        if (unit_.language == Language::zig && shape_.packed) return "";
        shape_.is_union = !shape_.is_union;
        return shape_.is_union ? "a structure is a union" : "a union is a structure";
    }

  private:
    /// Of a scalar type, whose qualifiers allow any other.
    static bool is_plain(const Member& member) {
        return member.of == Member::Of::scalar && member.qualifier != "_Atomic ";
    }

    Member* any(const auto& fits) {
        const auto count = shape_.members.size();
        const auto first = count == 0 ? 0 : random_.below(count);
        for (std::size_t i = 0; i < count; ++i) {
            auto& member = shape_.members[(first + i) % count];
            if (fits(member)) return &member;
        }
        return nullptr;
    }

    std::size_t scalar(const auto& fits) {
        const auto& all = truth::scalars_of(unit_.language);
        for (;;) {
            const auto index = random_.below(all.size());
            if (fits(all[index])) return index;
        }
    }

    bool has_tail() const {
        if (shape_.members.empty()) return false;
        const auto& last = shape_.members.back();
        return last.flexible || (!last.extents.empty() && last.extents.front() == 0);
    }

    bool holds_record() const {
        return std::ranges::any_of(shape_.members, [](const Member& one) { return one.of == Member::Of::record; });
    }

    bool has_aligned() const {
        return std::ranges::any_of(shape_.members, [](const Member& one) { return one.aligned != 0; });
    }

    bool is_used() const {
        return std::ranges::any_of(unit_.shapes, [&](const Shape& shape) {
            return std::ranges::any_of(
                shape.members, [&](const Member& one) { return one.of == Member::Of::record && one.index == index_; });
        });
    }

    truth::Random& random_;
    Unit& unit_;
    std::size_t index_;
    Shape& shape_;
};

constexpr std::array mutators{&Mutator::type,         &Mutator::sign_of_bits,
                              &Mutator::bits,         &Mutator::swap,
                              &Mutator::insert,       &Mutator::remove,
                              &Mutator::rename,       &Mutator::packed,
                              &Mutator::pack,         &Mutator::align,
                              &Mutator::align_member, &Mutator::extents,
                              &Mutator::array,        &Mutator::union_or_structure};

}  // namespace

std::string mutate_source(truth::Random& random, truth::Unit& unit, std::size_t index) {
    Mutator mutator(random, unit, index);
    const auto first = random.below(mutators.size());
    for (std::size_t i = 0; i < mutators.size(); ++i) {
        auto done = (mutator.*mutators[(first + i) % mutators.size()])();
        if (!done.empty()) return done;
    }
    return "";
}

}  // namespace abi::mutate
