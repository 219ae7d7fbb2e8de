#include "test/truth/generate.h"

namespace abi::truth {

void add_enums(std::initializer_list<const char*> integers, Unit& unit) {
    for (const auto* integer : integers) {
        unit.enums.push_back({.tag = "E" + std::to_string(unit.enums.size()), .underlying = integer, .values = {}});
    }
}

Random numbers_of(const Random& unit, std::size_t index) {
    Random random{unit.state ^ (0xd1342543de82ef95U * (index + 1))};
    random.next();
    return random;
}

Unit generate(Language language, std::uint64_t seed, std::size_t index, std::size_t count) {
    Random random{seed};
    random.state = random.next() ^ (static_cast<std::uint64_t>(language) << 56U);
    random.state = random.next() ^ index;
    random.next();
    Unit unit;
    unit.language = language;
    unit.form = index;
    // A tenth of the units is without GCC. In C they have _BitInt(N), which is not in GCC before 14; in C++ both
    // bit-fields and [[no_unique_address]], of which GCC 12 cannot make constant objects without crashing.
    const bool is_c_family = language == Language::c || language == Language::cpp;
    unit.only_clang = is_c_family && index % 10 == 9;
    if (language == Language::cpp && !unit.only_clang) {
        unit.has_shared_room = index % 4 == 1 || index % 8 == 7;
        unit.has_bit_fields = !unit.has_shared_room;
        unit.has_odd_nulls = index % 8 == 7;
    }
    switch (language) {
    case Language::c:
    case Language::cpp: generate_c(random, count, unit); break;
    case Language::zig: generate_zig(random, count, unit); break;
    case Language::rust:
    case Language::cargo: generate_rust(random, count, unit); break;
    case Language::nim: generate_nim(random, count, unit); break;
    case Language::go: generate_go(random, count, unit); break;
    }
    return unit;
}

}  // namespace abi::truth
