// Invents units of records. The same seed gives the same records, on every machine and for every target.
#pragma once

#include <initializer_list>

#include "test/truth/random.h"
#include "test/truth/shape.h"

namespace abi::truth {

/// Unit `index` of a language, with `count` records; a smaller count gives the first of the same ones.
Unit generate(Language language, std::uint64_t seed, std::size_t index, std::size_t count);

/// What `generate` does for each family.
void generate_c(Random& random, std::size_t count, Unit& unit);  // and C++
void generate_zig(Random& random, std::size_t count, Unit& unit);
void generate_rust(Random& random, std::size_t count, Unit& unit);  // and crates of Cargo
void generate_nim(Random& random, std::size_t count, Unit& unit);
void generate_go(Random& random, std::size_t count, Unit& unit);

/// Adds an enumeration without values for each integer type: E0, E1 …
void add_enums(std::initializer_list<const char*> integers, Unit& unit);

/// Each record of a unit has its own random numbers, so they do not depend on the records before it.
Random numbers_of(const Random& unit, std::size_t index);

}  // namespace abi::truth
