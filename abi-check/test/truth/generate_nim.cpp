#include <array>

#include "test/truth/generate.h"

namespace abi::truth {
namespace {

constexpr std::array alignments{2U, 4U, 8U, 16U};

class NimMaker {
  public:
    NimMaker(Random random, const Unit& unit, std::size_t number)
        : random_(random), unit_(unit), scalars_(scalars_of(Language::nim)), number_(std::to_string(number)) {}

    Shape make() {
        Shape shape;
        shape.tag = "R" + number_;
        shape.is_union = random_.chance(12);
        shape.packed = !shape.is_union && random_.chance(25);
        for (auto left = random_.between(1, 8); left != 0; --left) shape.members.push_back(member(shape));
        return shape;
    }

  private:
    Member member(const Shape& owner) {
        Member made;
        // Nim drops `_` before a digit.
        made.name = "m" + number_ + "x" + std::to_string(names_++);
        if (!owner.is_union && random_.chance(15)) return bit_field(std::move(made));
        if (random_.chance(8)) {
            made.of = Member::Of::enumeration;
            made.index = random_.below(unit_.enums.size());
        } else if (!random_.chance(18) || !earlier(made)) {
            made.index = random_.below(scalars_.size());
        }
        if (random_.chance(25)) {
            for (auto left = random_.between(1, 2); left != 0; --left) made.extents.push_back(random_.between(1, 4));
        }
        if (!owner.packed && random_.chance(8)) made.aligned = random_.pick(alignments);
        return made;
    }

    Member bit_field(Member made) {
        do {
            made.index = random_.below(scalars_.size());
        } while (scalars_.at(made.index).field_bits == 0);
        made.bits = random_.between(1, scalars_.at(made.index).field_bits);
        return made;
    }

    bool earlier(Member& made) {
        if (unit_.shapes.empty()) return false;
        const auto index = random_.below(unit_.shapes.size());
        if (unit_.shapes.at(index).members.size() > 4) return false;
        made.of = Member::Of::record;
        made.index = index;
        return true;
    }

    Random random_;
    const Unit& unit_;
    const std::vector<Scalar>& scalars_;
    std::string number_;
    unsigned names_ = 0;
};

}  // namespace

void generate_nim(Random& random, std::size_t count, Unit& unit) {
    for (const auto* bytes : {"1", "2", "4"}) {
        unit.enums.push_back({.tag = "E" + std::to_string(unit.enums.size()), .underlying = bytes, .values = {}});
    }
    for (std::size_t i = 0; i < count; ++i) {
        unit.shapes.push_back(NimMaker(numbers_of(random, i), unit, i).make());
    }
}

}  // namespace abi::truth
