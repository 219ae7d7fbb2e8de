// What each compiler is asked for a triple. `rustc --print target-list` and `zig targets` are the authorities.
#include "read/probe/target_words.h"

#include <doctest/doctest.h>

#include <array>

namespace abi::probe {
namespace {

using Strings = std::vector<std::string>;

/// A part of the list of rustc 1.95.
const Strings rust_list{"aarch64-apple-darwin",
                        "aarch64-apple-ios",
                        "aarch64-apple-ios-macabi",
                        "aarch64-apple-ios-sim",
                        "aarch64-linux-android",
                        "aarch64-unknown-linux-gnu",
                        "aarch64-unknown-linux-gnu_ilp32",
                        "aarch64-unknown-linux-musl",
                        "aarch64-unknown-none",
                        "aarch64-unknown-none-softfloat",
                        "aarch64-unknown-uefi",
                        "arm-linux-androideabi",
                        "arm-unknown-linux-gnueabi",
                        "arm-unknown-linux-gnueabihf",
                        "armv7-linux-androideabi",
                        "armv7-unknown-linux-gnueabihf",
                        "armv7a-none-eabi",
                        "armv7a-none-eabihf",
                        "armv7r-none-eabi",
                        "avr-none",
                        "i586-unknown-linux-gnu",
                        "i686-pc-windows-gnu",
                        "i686-pc-windows-msvc",
                        "i686-unknown-linux-gnu",
                        "i686-unknown-linux-musl",
                        "i686-unknown-uefi",
                        "i686-uwp-windows-gnu",
                        "mips64-openwrt-linux-musl",
                        "mips64-unknown-linux-gnuabi64",
                        "mips64-unknown-linux-muslabi64",
                        "msp430-none-elf",
                        "powerpc64le-unknown-linux-gnu",
                        "riscv32gc-unknown-linux-gnu",
                        "riscv32imac-esp-espidf",
                        "riscv32imac-unknown-none-elf",
                        "riscv32imc-unknown-none-elf",
                        "riscv64-linux-android",
                        "riscv64gc-unknown-freebsd",
                        "riscv64gc-unknown-linux-gnu",
                        "riscv64gc-unknown-linux-musl",
                        "riscv64gc-unknown-none-elf",
                        "s390x-unknown-linux-gnu",
                        "sparc64-unknown-linux-gnu",
                        "thumbv6m-none-eabi",
                        "thumbv7em-none-eabi",
                        "thumbv7em-none-eabihf",
                        "thumbv8m.main-none-eabihf",
                        "wasm32-unknown-unknown",
                        "wasm32-wasip1",
                        "wasm32-wasip1-threads",
                        "x86_64-apple-darwin",
                        "x86_64-apple-ios",
                        "x86_64-linux-android",
                        "x86_64-pc-windows-gnu",
                        "x86_64-pc-windows-msvc",
                        "x86_64-unikraft-linux-musl",
                        "x86_64-unknown-freebsd",
                        "x86_64-unknown-linux-gnu",
                        "x86_64-unknown-linux-gnux32",
                        "x86_64-unknown-linux-musl",
                        "x86_64-unknown-linux-none",
                        "x86_64-unknown-none",
                        "x86_64-unknown-uefi"};

struct Words {
    std::string triple;
    std::string word;
};

TEST_CASE("a triple that Rust lists is used unchanged") {
    for (const auto& name : rust_list) CHECK(rust_target(name, rust_list) == name);
}

TEST_CASE("another spelling of a triple is the target of Rust with the same system and environment") {
    for (const auto& [triple, word] : {Words{"x86_64-linux-gnu", "x86_64-unknown-linux-gnu"},
                                       Words{"x86_64-pc-linux-gnu", "x86_64-unknown-linux-gnu"},
                                       Words{"x86_64-linux-musl", "x86_64-unknown-linux-musl"},
                                       Words{"x86_64-linux", "x86_64-unknown-linux-gnu"},
                                       Words{"x86_64-linux-gnux32", "x86_64-unknown-linux-gnux32"},
                                       Words{"i386-linux-gnu", "i686-unknown-linux-gnu"},
                                       Words{"i586-linux-gnu", "i586-unknown-linux-gnu"},
                                       Words{"arm64-apple-macos11", "aarch64-apple-darwin"},
                                       Words{"arm64-apple-darwin", "aarch64-apple-darwin"},
                                       Words{"arm64-apple-ios14.0", "aarch64-apple-ios"},
                                       Words{"arm64-apple-ios14.0-simulator", "aarch64-apple-ios-sim"},
                                       Words{"x86_64-apple-ios14.0-simulator", "x86_64-apple-ios"},
                                       Words{"x86_64-apple-macosx10.15", "x86_64-apple-darwin"},
                                       Words{"aarch64-linux-android21", "aarch64-linux-android"},
                                       Words{"aarch64-unknown-linux-android", "aarch64-linux-android"},
                                       Words{"armv7a-linux-androideabi21", "armv7-linux-androideabi"},
                                       Words{"thumbv7em-unknown-none-eabihf", "thumbv7em-none-eabihf"},
                                       Words{"armv7em-none-eabi", "thumbv7em-none-eabi"},
                                       Words{"arm-none-eabi", "armv7a-none-eabi"},
                                       Words{"armv7-linux-gnueabihf", "armv7-unknown-linux-gnueabihf"},
                                       Words{"arm-linux-gnueabihf", "arm-unknown-linux-gnueabihf"},
                                       Words{"riscv32imc-none-elf", "riscv32imc-unknown-none-elf"},
                                       Words{"riscv64-unknown-elf", "riscv64gc-unknown-none-elf"},
                                       Words{"riscv32-unknown-elf", "riscv32imac-unknown-none-elf"},
                                       Words{"riscv64-linux-gnu", "riscv64gc-unknown-linux-gnu"},
                                       Words{"riscv64-linux-android35", "riscv64-linux-android"},
                                       Words{"riscv64-freebsd14", "riscv64gc-unknown-freebsd"},
                                       Words{"x86_64-freebsd14.0", "x86_64-unknown-freebsd"},
                                       Words{"x86_64-elf", "x86_64-unknown-none"},
                                       Words{"aarch64-none-elf", "aarch64-unknown-none"},
                                       Words{"x86_64-uefi", "x86_64-unknown-uefi"},
                                       Words{"x86_64-w64-mingw32", "x86_64-pc-windows-gnu"},
                                       Words{"x86_64-windows-msvc19.20", "x86_64-pc-windows-msvc"},
                                       Words{"i686-w64-windows-gnu", "i686-pc-windows-gnu"},
                                       Words{"mips64-linux-gnu", "mips64-unknown-linux-gnuabi64"},
                                       Words{"powerpc64le-linux-gnu", "powerpc64le-unknown-linux-gnu"},
                                       Words{"sparcv9-linux-gnu", "sparc64-unknown-linux-gnu"},
                                       Words{"wasm32-wasi", "wasm32-wasip1"},
                                       Words{"wasm32", "wasm32-unknown-unknown"},
                                       Words{"avr", "avr-none"},
                                       Words{"msp430-elf", "msp430-none-elf"}}) {
        CAPTURE(triple);
        CHECK(rust_target(triple, rust_list) == word);
    }
}

TEST_CASE("a triple that Rust does not have is passed unchanged, and never as another system or environment") {
    for (const std::string triple :
         {"x86_64-serenity", "x86_64-unknown-redox", "mips64-linux-gnuabin32", "aarch64-linux-ohos",
          "i686-unknown-none", "x86_64-pc-windows-itanium", "x86_64-apple-tvos", "thumbv7em-linux-gnueabihf",
          "riscv64-unknown-uefi", "x86_64-none-softfloat", "arm64e-apple-macos", "sparc-none-elf",
          "i686-win7-windows-gnu"}) {
        CAPTURE(triple);
        CHECK(rust_target(triple, rust_list) == triple);
        CHECK(rust_target(triple, {}) == triple);
    }
}

TEST_CASE("Zig is asked for the system and the environment of the triple") {
    for (const auto& [triple, word] : {Words{"x86_64-linux-gnu", "x86_64-linux-gnu"},
                                       Words{"x86_64-unknown-linux-musl", "x86_64-linux-musl"},
                                       Words{"x86_64-linux-gnux32", "x86_64-linux-gnux32"},
                                       Words{"mips64-linux-gnuabin32", "mips64-linux-gnuabin32"},
                                       Words{"x86_64-linux", "x86_64-linux"},
                                       Words{"aarch64-linux-android21", "aarch64-linux-android"},
                                       Words{"armv7a-linux-androideabi21", "arm-linux-android"},
                                       Words{"armv7-linux-gnueabihf", "arm-linux-gnueabihf"},
                                       Words{"i686-linux-gnu", "x86-linux-gnu"},
                                       Words{"riscv64-unknown-none-elf", "riscv64-freestanding"},
                                       Words{"riscv64-unknown-elf", "riscv64-freestanding"},
                                       Words{"riscv32imc-unknown-none-elf", "riscv32-freestanding"},
                                       Words{"riscv64gc-unknown-linux-gnu", "riscv64-linux-gnu"},
                                       Words{"thumbv7em-none-eabihf", "thumb-freestanding-eabihf"},
                                       Words{"thumb-freestanding-eabihf", "thumb-freestanding-eabihf"},
                                       Words{"x86_64-unknown-uefi", "x86_64-uefi"},
                                       Words{"arm64-apple-macos11", "aarch64-macos.11.0"},
                                       Words{"arm64-apple-darwin", "aarch64-macos"},
                                       Words{"x86_64-apple-darwin20", "x86_64-macos.11.0"},
                                       Words{"arm64-apple-ios14.0-simulator", "aarch64-ios.14.0-simulator"},
                                       Words{"x86_64-w64-mingw32", "x86_64-windows-gnu"},
                                       Words{"x86_64-pc-windows-msvc19.20", "x86_64-windows-msvc"},
                                       Words{"i686-pc-windows", "x86-windows-msvc"},
                                       Words{"x86_64-unknown-freebsd14.0", "x86_64-freebsd.14.0"},
                                       Words{"powerpc64le-linux-gnu", "powerpc64le-linux-gnu"},
                                       Words{"ppc64le-linux-musl", "powerpc64le-linux-musl"},
                                       Words{"sparcv9-linux-gnu", "sparc64-linux-gnu"},
                                       Words{"wasm32-wasi", "wasm32-wasi"},
                                       Words{"wasm32-unknown-unknown", "wasm32-freestanding"},
                                       Words{"x86_64-serenity", "x86_64-serenity"},
                                       Words{"x86_64-unknown-redox", "x86_64-redox"},
                                       Words{"xtensa-none-elf", "xtensa-freestanding"}}) {
        CAPTURE(triple);
        CHECK(zig_target(triple) == word);
    }
}

TEST_CASE("a version that only the architecture's name states becomes a processor for Zig") {
    CHECK(zig_cpu("thumbv7em-none-eabihf") == "generic+v7em");
    CHECK(zig_cpu("thumbv8m.main-none-eabi") == "generic+v8m_main");
    CHECK(zig_cpu("riscv32imc-unknown-none-elf") == "generic_rv32+m+c");
    CHECK(zig_cpu("riscv64gc-unknown-none-elf") == "generic_rv64+m+a+f+d+c");
    CHECK(zig_cpu("riscv32e-unknown-none-elf") == "generic_rv32+e");
    CHECK(zig_cpu("mipsisa32r6-linux-gnu") == "mips32r6");
    for (const std::string triple : {"riscv64-linux-gnu", "x86_64-linux-gnu", "armv7-linux-gnueabihf"}) {
        CHECK(zig_cpu(triple).empty());
    }
}

std::string nim(const std::string& triple) {
    const auto target = nim_target(triple);
    return target.cpu + " " + target.system;
}

TEST_CASE("Nim is asked for a processor and a system; other targets have no word in Nim") {
    CHECK(nim("x86_64-linux-gnu") == "amd64 linux");
    CHECK(nim("aarch64-linux-android21") == "arm64 android");
    CHECK(nim("thumbv7em-none-eabihf") == "arm any");
    CHECK(nim("riscv32imc-unknown-none-elf") == "riscv32 any");
    CHECK(nim("arm64-apple-macos11") == "arm64 macosx");
    CHECK(nim("x86_64-w64-mingw32") == "amd64 windows");
    CHECK(nim("x86_64-unknown-freebsd14") == "amd64 freebsd");
    CHECK(nim("x86_64-unknown-uefi") == "amd64 ");
    CHECK(nim("wasm32-wasi") == "wasm32 ");
    CHECK(nim("x86_64-serenity") == "amd64 ");
    CHECK(nim("aarch64_be-linux-gnu") == " linux");
    CHECK(nim("s390x-linux-gnu") == " linux");
}

TEST_CASE("the target's own compiler, word and flags replace the layer's") {
    Request request;
    request.language = "rust";
    request.compiler = {"rustc"};
    request.flags = {"-Cpanic=abort"};
    request.target.compilers["rust"] = {"my.json", {"xrustc", "+nightly"}, {"-Copt-level=0"}};
    request.target.compilers["c"] = {"other", {"gcc"}, {}};
    const auto made = for_language(request, request.language);
    CHECK(made.compiler == Strings{"xrustc", "+nightly"});
    CHECK(made.target_word == "my.json");
    CHECK(made.flags == Strings{"-Cpanic=abort", "-Copt-level=0"});
    request.language = "zig";
    CHECK(for_language(request, request.language).compiler == Strings{"rustc"});
    CHECK(for_language(request, request.language).target_word.empty());
}

TEST_CASE("the last option that names a target counts") {
    constexpr std::array<std::string_view, 2> options{"--target=", "--target"};
    CHECK(stated_target(Strings{"--target", "a", "--target=b"}, options) == "b");
    CHECK(stated_target(Strings{"--target=b", "--target", "a"}, options) == "a");
    CHECK(!stated_target(Strings{"-O", "--target"}, options));
}

}  // namespace
}  // namespace abi::probe

TEST_CASE("Go: GOOS, GOARCH and GOARM of a triple, or none where Go has no such machine") {
    const auto word = [](const std::string& triple) {
        const auto target = abi::probe::go_target(triple);
        return target.system + "/" + target.architecture + (target.version.empty() ? "" : "/" + target.version);
    };
    CHECK(word("x86_64-linux-gnu") == "linux/amd64");
    CHECK(word("x86_64-unknown-linux-musl") == "linux/amd64");
    CHECK(word("i686-linux-gnu") == "linux/386");
    CHECK(word("aarch64-linux-gnu") == "linux/arm64");
    CHECK(word("armv7-linux-gnueabihf") == "linux/arm/7");
    CHECK(word("armv5te-linux-gnueabi") == "linux/arm/5");
    CHECK(word("arm-linux-gnueabi") == "linux/arm");
    CHECK(word("riscv64-linux-gnu") == "linux/riscv64");
    CHECK(word("mips-linux-gnu") == "linux/mips");
    CHECK(word("mips64el-linux-gnuabi64") == "linux/mips64le");
    CHECK(word("s390x-linux-gnu") == "linux/s390x");
    CHECK(word("powerpc64le-linux-gnu") == "linux/ppc64le");
    CHECK(word("loongarch64-linux-gnu") == "linux/loong64");
    CHECK(word("wasm32-wasi") == "wasip1/wasm");
    CHECK(word("arm64-apple-macos11") == "darwin/arm64");
    CHECK(word("x86_64-pc-windows-msvc") == "windows/amd64");
    CHECK(word("aarch64-linux-android") == "android/arm64");
    CHECK(word("x86_64-unknown-freebsd14.0") == "freebsd/amd64");
    CHECK(word("riscv64-unknown-elf") == "/riscv64");
    CHECK(word("x86_64-linux-gnux32") == "linux/");
    CHECK(word("armeb-linux-gnueabi") == "linux/");
    CHECK(word("riscv32-linux-gnu") == "linux/");
}
