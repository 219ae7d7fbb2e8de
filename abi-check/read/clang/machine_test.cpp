#include "read/clang/machine.h"

#include <doctest/doctest.h>

#include <sstream>

using namespace abi::clang_reader;

namespace {

std::vector<std::string> words(const std::string& line) {
    std::istringstream stream(line);
    std::vector<std::string> all;
    for (std::string word; stream >> word;) all.push_back(word);
    return all;
}

/// The machine of a command, with what the compiler's name says.
std::string machine(const std::string& line) {
    auto command = words(line);
    add_named_machine(command);
    return machine_of(command).str();
}

}  // namespace

TEST_CASE("The machine of a command is its last --target, with the changes of its other options") {
    CHECK(machine("clang --target=x86_64-linux-gnu -m32 a.c") == "i386-unknown-linux-gnu");
    CHECK(machine("clang --target=i386-linux-gnu -m64 a.c") == "x86_64-unknown-linux-gnu");
    CHECK(machine("clang -target arm-none-eabi --target=riscv64-linux-gnu a.c") == "riscv64-unknown-linux-gnu");
    CHECK(machine("clang --target=x86_64-linux-gnu -mx32 a.c") == "x86_64-unknown-linux-gnux32");
    CHECK(machine("clang --target=mips64-linux-gnuabi64 -mabi=n32 a.c") == "mips64-unknown-linux-gnuabin32");
    CHECK(machine("clang --target=mips-linux-gnu -EL a.c") == "mipsel-unknown-linux-gnu");
    CHECK(machine("arm-none-eabi-gcc -mcpu=cortex-r4 -mbig-endian a.c") == "armeb-unknown-none-eabi");
    CHECK(machine("armeb-none-eabi-gcc -mlittle-endian a.c") == "arm-unknown-none-eabi");
    CHECK(machine("riscv64-unknown-elf-gcc -march=rv32imac -mabi=ilp32 -c a.c -o a.o") ==
          "riscv32-unknown-unknown-elf");
}

TEST_CASE("The name of a cross compiler states the machine of its commands, also behind a launcher") {
    CHECK(machine("arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -c a.c") == "arm-unknown-none-eabi");
    CHECK(machine("/opt/bin/aarch64-linux-gnu-gcc-12 a.c") == "aarch64-unknown-linux-gnu");
    CHECK(machine("x86_64-w64-mingw32-gcc a.c") == "x86_64-w64-windows-gnu");
    CHECK(machine("i686-w64-mingw32-g++-posix a.cpp") == "i686-w64-windows-gnu");
    CHECK(machine("riscv64-unknown-elf-g++ a.cpp") == "riscv64-unknown-unknown-elf");
    CHECK(machine("riscv-none-elf-gcc -march=rv64gc a.c") == "riscv64-unknown-none-elf");
    CHECK(machine("riscv-none-elf-gcc -march=rv32imac a.c") == "riscv32-unknown-none-elf");
    CHECK(machine("aarch64-linux-android21-clang a.c") == "aarch64-unknown-linux-android21");
    CHECK(machine("avr-gcc -mmcu=atmega328p a.c") == "avr");
    CHECK(machine("ccache arm-linux-gnueabihf-gcc a.c") == "arm-unknown-linux-gnueabihf");
    CHECK(machine("env A=b CCACHE_DIR=/x ccache mips-linux-gnu-gcc a.c") == "mips-unknown-linux-gnu");
    CHECK(machine("emcc a.c") == "wasm32-unknown-emscripten");
    const auto host = machine("cc a.c");
    for (const std::string own :
         {"gcc-12 a.c", "clang++-19 a.cpp", "musl-gcc a.c", "c99-gcc a.c", "ccache clang a.c"}) {
        CAPTURE(own);
        CHECK(machine(own) == host);
    }
}

TEST_CASE("A machine that LLVM does not know is not treated as the host") {
    for (const std::string name : {"xtensa-esp32-elf", "nios2-elf", "arc", "sh4-linux-gnu"}) {
        auto command = words(name + "-gcc a.c");
        add_named_machine(command);
        CHECK(command.at(1) == "--target=" + name);
    }
}

TEST_CASE("Arm and Thumb are one machine, but two byte orders are two machines") {
    const auto same = [](const char* a, const char* b) { return is_same_machine(llvm::Triple(a), llvm::Triple(b)); };
    CHECK(same("arm-none-eabi", "thumbv7em-none-eabihf"));
    CHECK(same("i386-linux-gnu", "i686-linux-gnu"));
    CHECK_FALSE(same("arm-none-eabi", "armeb-none-eabi"));
    CHECK_FALSE(same("x86_64-linux-gnu", "i686-linux-gnu"));
    CHECK_FALSE(same("aarch64-linux-gnu", "aarch64_be-linux-gnu"));
}

TEST_CASE("GCC packs enumerations for Arm without an operating system, and clang does not") {
    const auto defaults = [](const std::string& line, const char* triple) {
        return defaults_of_gcc(words(line), llvm::Triple(llvm::Triple::normalize(triple)));
    };
    const std::vector<std::string> packed{"-fshort-enums"};
    CHECK(defaults("/x/arm-none-eabi-gcc -c a.c", "arm-none-eabi") == packed);
    CHECK(defaults("arm-none-eabi-g++-12.2 -c a.c", "thumbv7em-none-eabihf") == packed);
    CHECK(defaults("arm-none-eabi-gcc -mabi=aapcs -c a.c", "arm-none-eabi") == packed);
    CHECK(defaults("arm-none-eabi-gcc -mabi=aapcs-linux -c a.c", "arm-none-eabi").empty());
    CHECK(defaults("arm-none-eabi-clang -c a.c", "arm-none-eabi").empty());
    CHECK(defaults("arm-linux-gnueabihf-gcc -c a.c", "arm-linux-gnueabihf").empty());
    CHECK(defaults("arm-none-eabi-gcc -c a.c", "riscv64-unknown-elf").empty());
}
