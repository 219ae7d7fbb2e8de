#include <algorithm>
#include <array>
#include <set>

#include "test/truth/generate.h"

namespace abi::truth {
namespace {

constexpr std::array packs{1U, 2U, 4U, 8U, 16U};
constexpr std::array alignments{1U, 2U, 4U, 8U, 16U, 32U};
constexpr std::size_t most_bytes = 3000;  // of a record that others may hold

/// Names and data that are not to be met twice below one record; [class.member.lookup] would call them ambiguous.
void collect_bases(const Unit& unit, const Shape& shape, std::set<std::size_t>& all) {
    for (const auto& base : shape.bases) {
        all.insert(base.record);
        collect_bases(unit, unit.shapes.at(base.record), all);
    }
}

bool has_bit_field(const Unit& unit, const Shape& shape) {
    return std::ranges::any_of(shape.members,
                               [&](const Member& member) {
                                   const bool is_anonymous = member.name.empty() && !member.inner.empty();
                                   return member.bits || (is_anonymous && has_bit_field(unit, member.inner.front()));
                               }) ||
           std::ranges::any_of(shape.bases,
                               [&](const Base& base) { return has_bit_field(unit, unit.shapes.at(base.record)); });
}

/// Not less than the bytes that it takes.
std::size_t bound_of(const Unit& unit, const Shape& shape) {
    std::size_t bytes = 64;
    for (const auto& member : shape.members) {
        const auto* record = record_of(unit, member);
        std::size_t one = 32 + (record == nullptr ? 0 : bound_of(unit, *record));
        for (const auto extent : member.extents) one *= std::max<std::size_t>(extent, 1);
        bytes += one;
    }
    for (const auto& base : shape.bases) bytes += bound_of(unit, unit.shapes.at(base.record));
    return bytes;
}

class ShapeMaker {
  public:
    ShapeMaker(Random random, const Unit& unit, std::size_t number)
        : random_(random), unit_(unit), scalars_(scalars_of(unit.language)), number_(std::to_string(number)) {}

    Shape make() {
        Shape shape;
        shape.tag = "R" + number_;
        shape.is_union = random_.chance(12);
        decorate(shape);
        if (is_cpp() && !shape.is_union && random_.chance(30)) add_bases(shape);
        if (is_cpp() && !shape.is_union && random_.chance(6)) shape.has_virtual_function = true;
        no_bit_fields_ = !unit_.has_bit_fields || has_virtual_base(unit_, shape);
        const bool has_private = is_cpp() && random_.chance(20);
        add_members(shape, 0);
        if (has_private) {
            for (auto& member : shape.members) member.is_private = !member.name.empty() && random_.chance(50);
        }
        // Clang has no flexible arrays behind virtual bases.
        if (!shape.is_union && !has_virtual_base(unit_, shape) && random_.chance(7)) add_tail(shape);
        return shape;
    }

  private:
    bool is_cpp() const { return unit_.language == Language::cpp; }

    void decorate(Shape& shape) {
        shape.packed = random_.chance(15);
        if (random_.chance(12)) shape.pack = random_.pick(packs);
        if (random_.chance(12)) shape.aligned = random_.pick(alignments);
        // Never less than what is in it, which would be refused (C11 6.7.5 §4, C++ [dcl.align]).
        if (is_cpp() && random_.chance(4)) shape.at_least = 64, shape.aligned = 0;
    }

    void add_bases(Shape& shape) {
        std::set<std::size_t> met;
        const bool virtuals = random_.chance(15);
        for (auto left = random_.between(1, 3); left != 0 && !unit_.shapes.empty(); --left) {
            const auto index = random_.below(unit_.shapes.size());
            const auto& base = unit_.shapes.at(index);
            if (base.is_union || has_flexible_tail(unit_, base)) continue;
            const bool is_virtual = virtuals && random_.chance(60);
            if ((virtuals || has_virtual_base(unit_, base)) && has_bit_field(unit_, base)) continue;
            std::set<std::size_t> here{index};
            collect_bases(unit_, base, here);
            // An empty class may be met twice, as long as it is not named twice as a base of one class.
            const bool again = std::ranges::any_of(here, [&](std::size_t one) { return met.contains(one); });
            if (again && (!is_empty(unit_, base) || has_base(shape, index))) continue;
            if (has_virtual_base(unit_, base) && has_any_bit_field(shape)) continue;
            met.merge(here);
            shape.bases.push_back({.record = index, .is_virtual = is_virtual});
        }
    }
    static bool has_base(const Shape& shape, std::size_t index) {
        return std::ranges::any_of(shape.bases, [&](const Base& base) { return base.record == index; });
    }
    bool has_any_bit_field(const Shape& shape) const {
        return std::ranges::any_of(shape.bases,
                                   [&](const Base& base) { return has_bit_field(unit_, unit_.shapes[base.record]); });
    }

    void add_members(Shape& shape, unsigned depth) {
        const auto count = random_.chance(4) ? 0 : random_.between(1, depth == 0 ? 9 : 4);
        bool after_bits = false;
        for (unsigned i = 0; i < count; ++i) {
            const bool bits = !no_bit_fields_ && random_.chance(after_bits ? 65 : 22);
            shape.members.push_back(bits ? bit_field() : member(shape, depth));
            after_bits = bits;
        }
        // C wants a named member in each record (C11 6.7.2.1 §8); an anonymous record without any declares nothing.
        if (depth != 0 && std::ranges::all_of(shape.members, [](const Member& one) { return one.name.empty(); })) {
            shape.members.push_back(scalar());
        }
    }

    std::string next_name() { return "m" + number_ + "_" + std::to_string(names_++); }

    std::size_t pick_scalar(bool (*fits)(const Scalar&)) {
        for (;;) {
            const auto index = random_.below(scalars_.size());
            const auto& one = scalars_.at(index);
            if (!fits(one) || (one.only_clang && !unit_.only_clang)) continue;
            if (!one.odd_null || unit_.has_odd_nulls) return index;
        }
    }

    Member bit_field() {
        Member made;
        unsigned widest = 0;
        if (!unit_.enums.empty() && random_.chance(8)) {
            made.of = Member::Of::enumeration;
            made.index = random_.below(unit_.enums.size());
            widest = 8;  // packed ones have no more
        } else {
            made.index = pick_scalar([](const Scalar& one) { return one.field_bits != 0; });
            widest = scalars_.at(made.index).field_bits;
        }
        const bool is_named = !random_.chance(14);
        if (is_named) made.name = next_name();
        made.bits =
            !is_named && random_.chance(50) ? 0 : random_.between(1, random_.chance(50) ? (widest + 1) / 2 : widest);
        if (is_named && random_.chance(5)) made.packed = true;
        if (is_named && random_.chance(4)) made.aligned = random_.pick(alignments);
        if (is_named && !is_cpp() && random_.chance(5)) made.qualifier = "volatile ";
        return made;
    }

    Member scalar() {
        Member made;
        made.name = next_name();
        made.index = pick_scalar([](const Scalar&) { return true; });
        const auto& type = scalars_.at(made.index);
        if (type.in_arrays) add_extents(made);
        decorate(made);
        // In C++ a constant member is not assigned to, nor a volatile one in a constant expression: the table needs
        // both.
        if (type.after.empty() && !is_cpp() && random_.chance(8))
            made.qualifier = random_.chance(50) ? "const " : "volatile ";
        const bool atomic = type.kind == Kind::unsigned_integer || type.kind == Kind::boolean;
        if (atomic && !is_cpp() && random_.chance(4)) made.qualifier = "_Atomic ";
        // Not less than any scalar has.
        if (made.aligned == 0 && random_.chance(3)) made.at_least = random_.chance(50) ? 16 : 32;
        return made;
    }

    void decorate(Member& made) {
        if (random_.chance(5)) made.packed = true;
        if (random_.chance(6)) made.aligned = random_.pick(alignments);
    }

    void add_extents(Member& made) {
        if (!random_.chance(25)) return;
        for (auto count = random_.between(1, random_.chance(20) ? 3 : 1); count != 0; --count) {
            made.extents.push_back(random_.chance(4) ? random_.between(5, 20) : random_.between(1, 4));
        }
    }

    Member member(const Shape& owner, unsigned depth) {
        const auto roll = random_.below(100);
        if (roll < 8 && !unit_.enums.empty()) return enumeration();
        if (roll < 24) {
            if (auto made = earlier(owner)) return std::move(*made);
        }
        if (roll < 36 && depth < 2) return inner(owner, depth);
        return scalar();
    }

    Member enumeration() {
        Member made;
        made.name = next_name();
        made.of = Member::Of::enumeration;
        made.index = random_.below(unit_.enums.size());
        add_extents(made);
        decorate(made);
        return made;
    }

    /// A record that the unit has already.
    std::optional<Member> earlier(const Shape& owner) {
        for (int attempt = 0; attempt < 4 && !unit_.shapes.empty(); ++attempt) {
            Member made;
            made.of = Member::Of::record;
            made.index = random_.below(unit_.shapes.size());
            const auto& record = unit_.shapes.at(made.index);
            if (has_flexible_tail(unit_, record) || has_virtual_base(unit_, record)) continue;
            if (bound_of(unit_, record) > most_bytes) continue;
            if (is_made(unit_, record) && (owner.is_union || owner.tag != "R" + number_)) continue;
            made.name = next_name();
            made.shares_room = is_cpp() && unit_.has_shared_room && random_.chance(30);
            if (!made.shares_room) add_extents(made);
            decorate(made);
            return made;
        }
        return std::nullopt;
    }

    /// A record that is defined where it is used: anonymous, without a tag, or with one.
    Member inner(const Shape& owner, unsigned depth) {
        Member made;
        made.of = Member::Of::inner;
        Shape shape;
        shape.is_union = random_.chance(40);
        const bool in_anonymous = owner.tag.empty() && is_cpp();
        const bool is_anonymous = in_anonymous || random_.chance(50);
        if (!is_anonymous) {
            made.name = next_name();
            add_extents(made);
            // C++ has no name for what is within a record without a name.
            if (random_.chance(50)) shape.tag = "T" + number_ + "_" + std::to_string(names_++);
        }
        if (random_.chance(15)) shape.packed = true;
        if (random_.chance(8)) shape.aligned = random_.pick(alignments);
        add_members(shape, depth + 1);
        made.inner.push_back(std::move(shape));
        return made;
    }

    /// `u8 data[]`, or `u8 data[0]` as it was written before C99.
    void add_tail(Shape& shape) {
        const bool has_name = std::ranges::any_of(shape.members, [](const Member& one) { return !one.name.empty(); });
        if (!has_name) return;
        Member made;
        made.name = next_name();
        made.index = pick_scalar([](const Scalar& one) { return one.in_arrays; });
        if (random_.chance(70)) {
            made.flexible = true;
        } else {
            made.extents.push_back(0);
        }
        if (random_.chance(20)) made.extents.push_back(random_.between(1, 4));
        shape.members.push_back(std::move(made));
    }

    Random random_;
    const Unit& unit_;
    const std::vector<Scalar>& scalars_;
    std::string number_;
    unsigned names_ = 0;
    bool no_bit_fields_ = false;
};

Enumeration enumeration(Random& random, Language language, std::size_t number) {
    static const std::array<std::string, 7> values{"1",          "-1",         "300",        "-40000",
                                                   "0x7fffffff", "0x90000000", "0x100000000"};
    static const std::array<std::string, 6> integers{"unsigned char", "signed char",        "short",
                                                     "unsigned int",  "unsigned long long", "long long"};
    Enumeration made;
    made.tag = "E" + std::to_string(number);
    if (language == Language::cpp && random.chance(60)) {
        made.underlying = random.pick(integers);
        made.scoped = random.chance(50);
        made.values = {"1"};
        return made;
    }
    made.packed = random.chance(25);
    made.values = {"0", random.pick(values)};
    if (random.chance(30)) made.values.push_back(random.pick(values));
    return made;
}

}  // namespace

void generate_c(Random& random, std::size_t count, Unit& unit) {
    for (std::size_t i = 0; i < 8; ++i) unit.enums.push_back(enumeration(random, unit.language, i));
    for (std::size_t i = 0; i < count; ++i) {
        unit.shapes.push_back(ShapeMaker(numbers_of(random, i), unit, i).make());
    }
}

}  // namespace abi::truth
