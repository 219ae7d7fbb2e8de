#include <algorithm>
#include <array>

#include "test/truth/generate.h"

namespace abi::truth {
namespace {

class GoMaker {
  public:
    GoMaker(Random random, const Unit& unit, std::size_t number)
        : random_(random), unit_(unit), index_(number), number_(std::to_string(number)) {}

    Shape make() {
        Shape shape;
        shape.tag = (random_.chance(50) ? "R" : "r") + number_;
        for (auto left = random_.between(random_.chance(4) ? 0 : 1, 9); left != 0; --left) {
            shape.members.push_back(member(shape));
        }
        // Go adds a byte behind a last field without bytes, so that no pointer to it leaves the record.
        if (random_.chance(12)) shape.members.push_back(without_bytes());
        return shape;
    }

  private:
    std::string next_name() { return (random_.chance(50) ? "M" : "m") + number_ + "_" + std::to_string(names_++); }

    Member member(const Shape& owner) {
        Member made;
        made.name = next_name();
        if (random_.chance(10)) return blank(std::move(made));
        if (random_.chance(6)) return without_bytes();
        if (random_.chance(6)) return inner(std::move(made));
        if (random_.chance(10)) {
            made.of = Member::Of::enumeration;
            made.index = random_.below(unit_.enums.size());
        } else if (!random_.chance(25) || !record(made, owner)) {
            made.index = random_.below(scalars_of(Language::go).size());
        }
        if (!made.is_embedded && random_.chance(25)) add_extents(made);
        return made;
    }

    void add_extents(Member& made) {
        for (auto left = random_.between(1, 3); left != 0; --left) made.extents.push_back(random_.between(1, 4));
    }

    Member blank(Member made) {
        made.name = "_";
        made.index = random_.below(scalars_of(Language::go).size());
        if (random_.chance(40)) add_extents(made);
        return made;
    }

    Member without_bytes() {
        Member made;
        made.name = random_.chance(20) ? "_" : next_name();
        made.index = random_.below(scalars_of(Language::go).size());
        made.extents.push_back(0);
        if (random_.chance(20)) made.extents.push_back(random_.between(1, 3));
        if (random_.chance(10)) std::ranges::reverse(made.extents);
        return made;
    }

    /// A record without a name.
    Member inner(Member made) {
        made.of = Member::Of::inner;
        Shape shape;
        for (auto left = random_.between(1, 3); left != 0; --left) {
            Member part;
            part.name = next_name();
            part.index = random_.below(scalars_of(Language::go).size());
            if (random_.chance(20)) add_extents(part);
            shape.members.push_back(std::move(part));
        }
        made.inner.push_back(std::move(shape));
        if (random_.chance(30)) add_extents(made);
        return made;
    }

    /// An earlier record, or a pointer to one or to the record itself; some of them embedded.
    bool record(Member& made, const Shape& owner) {
        made.is_pointer = random_.chance(25);
        const auto count = index_ + (made.is_pointer ? 1 : 0);
        if (count == 0) {
            made.is_pointer = false;
            return false;
        }
        made.of = Member::Of::record;
        made.index = random_.below(count);
        const auto& tag = made.index == index_ ? owner.tag : unit_.shapes.at(made.index).tag;
        const bool is_large = !made.is_pointer && unit_.shapes.at(made.index).members.size() > 5;
        if (is_large) {
            made.of = Member::Of::scalar;
            return false;
        }
        made.is_embedded = random_.chance(35) && std::ranges::count(owner.members, tag, &Member::name) == 0;
        if (made.is_embedded) made.name = tag;
        return true;
    }

    Random random_;
    const Unit& unit_;
    std::size_t index_;
    std::string number_;
    unsigned names_ = 0;
};

}  // namespace

void generate_go(Random& random, std::size_t count, Unit& unit) {
    add_enums({"uint8", "int16", "uint32", "int64", "int", "uint"}, unit);
    for (std::size_t i = 0; i < count; ++i) {
        unit.shapes.push_back(GoMaker(numbers_of(random, i), unit, i).make());
    }
}

}  // namespace abi::truth
