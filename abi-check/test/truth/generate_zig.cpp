#include <array>

#include "test/truth/generate.h"

namespace abi::truth {
namespace {

constexpr std::array alignments{1U, 2U, 4U, 8U, 16U};

class ZigMaker {
  public:
    ZigMaker(Random random, const Unit& unit, std::size_t number)
        : random_(random), unit_(unit), scalars_(scalars_of(Language::zig)), number_(std::to_string(number)) {}

    Shape make() {
        Shape shape;
        shape.tag = "R" + number_;
        shape.packed = random_.chance(30);
        shape.is_union = !shape.packed && random_.chance(12);
        for (auto left = random_.between(1, 8); left != 0; --left) {
            shape.members.push_back(shape.packed ? packed_member() : member());
        }
        return shape;
    }

  private:
    std::string next_name() { return "m" + number_ + "_" + std::to_string(names_++); }

    std::size_t pick_scalar(bool (*fits)(const Scalar&)) {
        for (;;) {
            const auto index = random_.below(scalars_.size());
            if (fits(scalars_.at(index))) return index;
        }
    }

    /// An earlier record that is packed, or that is not.
    bool earlier(Member& made, bool packed) {
        for (int attempt = 0; attempt < 6 && !unit_.shapes.empty(); ++attempt) {
            const auto index = random_.below(unit_.shapes.size());
            const auto& shape = unit_.shapes.at(index);
            if (shape.packed != packed || shape.members.size() > 4) continue;
            made.of = Member::Of::record;
            made.index = index;
            return true;
        }
        return false;
    }

    Member packed_member() {
        Member made;
        made.name = next_name();
        if (random_.chance(10)) {
            made.of = Member::Of::enumeration;
            made.index = random_.below(unit_.enums.size());
        } else if (!random_.chance(12) || !earlier(made, true)) {
            made.index = pick_scalar([](const Scalar&) { return true; });
        }
        return made;
    }

    Member member() {
        Member made;
        made.name = next_name();
        if (random_.chance(10)) {
            made.of = Member::Of::enumeration;
            made.index = random_.below(unit_.enums.size());
        } else if (!random_.chance(15) || !earlier(made, false)) {
            // What has another width than 8, 16 … 128 bits is at home in packed structs.
            made.index = pick_scalar([](const Scalar& one) { return one.field_bits == 0; });
        }
        if (random_.chance(25)) {
            for (auto left = random_.between(1, 2); left != 0; --left) made.extents.push_back(random_.between(1, 5));
        }
        if (random_.chance(10)) made.aligned = random_.pick(alignments);
        return made;
    }

    Random random_;
    const Unit& unit_;
    const std::vector<Scalar>& scalars_;
    std::string number_;
    unsigned names_ = 0;
};

}  // namespace

void generate_zig(Random& random, std::size_t count, Unit& unit) {
    add_enums({"u8", "i16", "u32", "i64"}, unit);
    for (std::size_t i = 0; i < count; ++i) {
        unit.shapes.push_back(ZigMaker(numbers_of(random, i), unit, i).make());
    }
}

}  // namespace abi::truth
