#include <array>

#include "gen/gen.h"

namespace abi {
namespace {

constexpr std::array table{
    Language{"c", "C11", gen_c},
    Language{"cpp", "C++20", gen_cpp},
    Language{"zig", "Zig", gen_zig},
    Language{"nim", "Nim", gen_nim},
    Language{"rust", "Rust", gen_rust},
    Language{"python", "Python", gen_python},
    Language{"table", "rows for abi/conforms.hpp", gen_table},
};

}  // namespace

std::span<const Language> languages() {
    return table;
}

}  // namespace abi
