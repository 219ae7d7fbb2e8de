#include "test/truth/generate.h"

namespace abi::truth {

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
    // _BitInt(N) of C23 is not in GCC before 14: a tenth of the units is without GCC, and has it.
    unit.only_clang = language == Language::c && index % 10 == 9;
    unit.has_bit_fields = language != Language::cpp || index % 8 != 7;
    switch (language) {
    case Language::c:
    case Language::cpp: generate_c(random, count, unit); break;
    case Language::zig: generate_zig(random, count, unit); break;
    case Language::rust: generate_rust(random, count, unit); break;
    }
    return unit;
}

}  // namespace abi::truth
