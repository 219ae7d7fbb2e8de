// Names of packages, as `apt-cache search` of Debian 12 lists them.
#include "read/clang/packages.h"

#include <doctest/doctest.h>

#include "llvm/TargetParser/Host.h"

using namespace abi;
using namespace abi::clang_reader;

namespace {

std::string package(const std::string& header, const std::string& triple) {
    return package_with_header(header, llvm::Triple(llvm::Triple::normalize(triple)));
}

}  // namespace

TEST_CASE("The message about a missing standard header names the machine's cross package") {
    CHECK(package("stdio.h", "riscv64-linux-gnu") == "libc6-dev-riscv64-cross");
    CHECK(package("bits/libc-header-start.h", "aarch64-linux-gnu") == "libc6-dev-arm64-cross");
    CHECK(package("gnu/stubs-32.h", "i686-linux-gnu") == "libc6-dev-i386-cross");
    CHECK(package("sys/types.h", "armv7-linux-gnueabihf") == "libc6-dev-armhf-cross");
    CHECK(package("sys/types.h", "arm-linux-gnueabi") == "libc6-dev-armel-cross");
    CHECK(package("unistd.h", "powerpc64le-linux-gnu") == "libc6-dev-ppc64el-cross");
    CHECK(package("vector", "s390x-linux-gnu") == "libstdc++-12-dev-s390x-cross");
    CHECK(package("bits/c++config.h", "i686-linux-gnu") == "libstdc++-12-dev-i386-cross");
    CHECK(package("cstdint", "riscv64-linux-gnu") == "libstdc++-12-dev-riscv64-cross");
    CHECK(package("linux/types.h", "riscv64-linux-gnu") == "linux-libc-dev-riscv64-cross");
    CHECK(package("asm/ioctl.h", "mips64el-linux-gnuabi64") == "linux-libc-dev-mips64el-cross");
}

TEST_CASE("Our own machine's packages have no architecture in their names") {
    const auto own = llvm::sys::getDefaultTargetTriple();
    CHECK(package("stdio.h", own) == "libc6-dev");
    CHECK(package("vector", own) == "libstdc++-12-dev");
}

TEST_CASE(
    "To find the headers of a cross package, clang needs that machine's GCC package; our own machine needs none") {
    const auto look_by = [](const std::string& triple) {
        return package_to_look_by(llvm::Triple(llvm::Triple::normalize(triple)));
    };
    CHECK(look_by("riscv64-linux-gnu") == "libgcc-12-dev-riscv64-cross");
    CHECK(look_by("armv7-linux-gnueabihf") == "libgcc-12-dev-armhf-cross");
    CHECK(look_by(llvm::sys::getDefaultTargetTriple()) == "");
    CHECK(look_by("riscv64-unknown-elf") == "");
}

TEST_CASE("No package is named for a project's own header, or for a machine whose C library Debian does not have") {
    CHECK(package("packet.h", "riscv64-linux-gnu") == "");
    CHECK(package("", "riscv64-linux-gnu") == "");
    CHECK(package("linux", "riscv64-linux-gnu") == "");
    for (const std::string triple : {"riscv64-unknown-elf", "x86_64-pc-windows-msvc", "aarch64-linux-musl",
                                     "aarch64-linux-android", "x86_64-apple-darwin", "wasm32-unknown-unknown"}) {
        CAPTURE(triple);
        CHECK(package("stdio.h", triple) == "");
    }
}
