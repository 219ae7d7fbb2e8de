#include "gen/machine.h"

#include <algorithm>
#include <array>

namespace abi::gen {
namespace {

constexpr std::string_view arm_c = "defined __arm__";
constexpr std::string_view x86_c = "defined __i386__";
constexpr std::string_view x86_rust = "target_arch = \"x86\"";
constexpr std::string_view arm_rust = "target_arch = \"arm\"";

constexpr std::array machines{
    Machine{"riscv64", "(defined __riscv && __riscv_xlen == 64)", "riscv64", "riscv64", "target_arch = \"riscv64\""},
    Machine{"riscv32", "(defined __riscv && __riscv_xlen == 32)", "riscv32", "riscv32", "target_arch = \"riscv32\""},
    Machine{"x86_64", "(defined __x86_64__ && !defined __ILP32__)", "x86_64", "amd64",
            "all(target_arch = \"x86_64\", target_pointer_width = \"64\")"},
    Machine{"amd64", "(defined __x86_64__ && !defined __ILP32__)", "x86_64", "amd64",
            "all(target_arch = \"x86_64\", target_pointer_width = \"64\")"},
    Machine{"i686", x86_c, "x86", "i386", x86_rust},
    Machine{"i586", x86_c, "x86", "i386", x86_rust},
    Machine{"i386", x86_c, "x86", "i386", x86_rust},
    Machine{"x86", x86_c, "x86", "i386", x86_rust},
    Machine{"aarch64", "defined __aarch64__", "aarch64", "arm64", "target_arch = \"aarch64\""},
    Machine{"arm64", "defined __aarch64__", "aarch64", "arm64", "target_arch = \"aarch64\""},
    Machine{"armv7", arm_c, "arm", "arm", arm_rust},
    Machine{"armv7a", arm_c, "arm", "arm", arm_rust},
    Machine{"arm", arm_c, "arm", "arm", arm_rust},
    Machine{"powerpc64le", "(defined __powerpc64__ && defined __LITTLE_ENDIAN__)", "powerpc64le", "powerpc64el",
            "all(target_arch = \"powerpc64\", target_endian = \"little\")"},
    Machine{"powerpc64", "(defined __powerpc64__ && defined __BIG_ENDIAN__)", "powerpc64", "powerpc64",
            "all(target_arch = \"powerpc64\", target_endian = \"big\")"},
    Machine{"s390x", "defined __s390x__", "s390x", "s390x", "target_arch = \"s390x\""},
    Machine{"loongarch64", "(defined __loongarch__ && __loongarch_grlen == 64)", "loongarch64", "loongarch64",
            "target_arch = \"loongarch64\""},
    Machine{"wasm32", "defined __wasm32__", "wasm32", "wasm32", "target_arch = \"wasm32\""},
};

}  // namespace

const Machine* machine_of(std::string_view target) {
    const auto first = target.substr(0, target.find('-'));
    const auto found = std::ranges::find(machines, first, &Machine::name);
    return found == machines.end() ? nullptr : &*found;
}

}  // namespace abi::gen
