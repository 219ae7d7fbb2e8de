#include <algorithm>
#include <array>

#include "test/truth/crate.h"
#include "test/truth/generate.h"

namespace abi::truth {
namespace {

constexpr std::array packs{1U, 2U, 4U};
constexpr std::array alignments{2U, 4U, 8U, 16U, 32U};

/// repr(align) here or in what it holds: not allowed in a packed record (E0588).
bool is_aligned(const Unit& unit, const Shape& shape) {
    return shape.aligned != 0 || std::ranges::any_of(shape.members, [&](const Member& member) {
               const auto* record = record_of(unit, member);
               return record != nullptr && is_aligned(unit, *record);
           });
}

class RustMaker {
  public:
    RustMaker(Random random, const Unit& unit, std::size_t number)
        : random_(random), unit_(unit), number_(std::to_string(number)) {}

    Shape make() {
        Shape shape;
        shape.tag = "R" + number_;
        if (is_crate()) {
            shape.module = random_.pick(crate_modules);
            shape.is_private = random_.chance(40);
        }
        module_ = shape.module;
        shape.is_union = random_.chance(12);
        if (random_.chance(25)) {
            shape.pack = random_.pick(packs);
        } else if (random_.chance(20)) {
            shape.aligned = random_.pick(alignments);
        }
        for (auto left = random_.between(1, 8); left != 0; --left) shape.members.push_back(member(shape.pack != 0));
        return shape;
    }

  private:
    bool is_crate() const { return unit_.language == Language::cargo; }

    Member member(bool in_packed) {
        Member made;
        made.name = "m" + number_ + "_" + std::to_string(names_++);
        made.is_private = is_crate() && random_.chance(50);
        if (random_.chance(8)) {
            made.of = Member::Of::enumeration;
            made.index = random_.below(unit_.enums.size());
        } else if (!random_.chance(18) || !earlier(made, in_packed)) {
            made.index = random_.below(scalars_of(Language::rust).size());
        }
        if (random_.chance(25)) {
            for (auto left = random_.between(1, 3); left != 0; --left) made.extents.push_back(random_.between(1, 4));
        }
        return made;
    }

    bool earlier(Member& made, bool in_packed) {
        if (unit_.shapes.empty()) return false;
        const auto index = random_.below(unit_.shapes.size());
        const auto& shape = unit_.shapes.at(index);
        if (shape.members.size() > 4 || !is_visible(shape, module_) || (in_packed && is_aligned(unit_, shape)))
            return false;
        made.of = Member::Of::record;
        made.index = index;
        return true;
    }

    Random random_;
    const Unit& unit_;
    std::string number_;
    std::string module_;
    unsigned names_ = 0;
};

}  // namespace

void generate_rust(Random& random, std::size_t count, Unit& unit) {
    add_enums({"u8", "i16", "u32"}, unit);
    for (std::size_t i = 0; i < count; ++i) {
        unit.shapes.push_back(RustMaker(numbers_of(random, i), unit, i).make());
    }
}

}  // namespace abi::truth
