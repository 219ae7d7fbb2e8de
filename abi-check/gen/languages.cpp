#include <array>

#include "gen/gen.h"

namespace abi {
namespace {

constexpr std::array rows{
#define LANGUAGE(name, title, suffix) Language{#name, title, suffix, gen_##name, false},
#define FORMAT(name, title, suffix) Language{#name, title, suffix, gen_##name, true},
#include "gen/languages.def"
#undef LANGUAGE
};

}  // namespace

std::span<const Language> languages() {
    return rows;
}

}  // namespace abi
