// What relocations do to debug sections, and what happens if one is not known.
#include <fstream>

#include "read/dwarf/dwarf_test.h"
#include "read/object/machine.h"
#include "read/object/relocation_types.h"

using namespace abi;
using namespace abi::object;
using namespace abi::test;

namespace {

const std::string packet =
    "struct packet { int kind, pad0; };\nstruct packet p;\nint f(struct packet *q) { return q->kind; }\n";

/// Writes another machine into a little- or big-endian object (ELF gABI: e_machine is at 18).
void set_machine(const Folder& folder, const std::string& object, unsigned machine, bool is_little = true) {
    std::fstream file(folder.path + "/" + object, std::ios::in | std::ios::out | std::ios::binary);
    const char low = static_cast<char>(machine);
    const char high = static_cast<char>(machine >> 8U);
    file.seekp(18);
    file.put(is_little ? low : high);
    file.put(is_little ? high : low);
}

}  // namespace

TEST_CASE("An object of a machine with unknown relocations has no names, instead of wrong ones") {
    const Folder folder;
    folder.write("a.c", packet);
    run(folder, "clang-19 --target=x86_64-linux-gnu -g -c a.c");
    set_machine(folder, "a.o", 88);
    const auto reading = dwarf::read(request_for(folder, {"a.o"}, {}));
    CHECK(reading.layout.records.empty());
    CHECK(text_of(reading.problems)
              .starts_with("a.o: error: expected relocations of .debug_info that can be applied, found type 10: "
                           "relocations of this "
                           "machine (m32r) are not known\n"));
    CHECK(name_of_machine(machines_of(folder.path + "/a.o").front()) == "m32r");
}

TEST_CASE("An unknown type is named") {
    const Folder folder;
    folder.write("a.c",
                 packet + "__asm__(\".pushsection .debug_info; .reloc 0, R_X86_64_GOTPCREL, p; .popsection\");\n");
    run(folder, "clang-19 --target=x86_64-linux-gnu -g -c a.c");
    const auto reading = dwarf::read(request_for(folder, {"a.o"}, {}));
    CHECK(reading.layout.records.empty());
    CHECK(text_of(reading.problems)
              .find("found type 9 (R_X86_64_GOTPCREL): relocations of this machine (x86_64) are "
                    "not known") != std::string::npos);
}

TEST_CASE("Thread-local variables, code and differences of labels do not prevent reading") {
    const Folder folder;
    folder.write("a.c", packet + "_Thread_local int t;\nint g(void) { return t; }\n");
    for (const std::string triple :
         {"x86_64-linux-gnu",     "x86_64-linux-gnux32",    "i386-linux-gnu",          "aarch64-linux-gnu",
          "aarch64_be-linux-gnu", "armv7-linux-gnueabihf",  "riscv64-linux-gnu",       "riscv32-unknown-elf",
          "powerpc-linux-gnu",    "powerpc64-linux-gnu",    "powerpc64le-linux-gnu",   "mips-linux-gnu",
          "mipsel-linux-gnu",     "mips64-linux-gnuabi64",  "mips64el-linux-gnuabi64", "mips64-linux-gnuabin32",
          "s390x-linux-gnu",      "sparc-linux-gnu",        "sparcv9-linux-gnu",       "loongarch64-linux-gnu",
          "m68k-linux-gnu",       "ve-linux-gnu",           "hexagon-unknown-elf",     "x86_64-pc-windows-gnu",
          "i686-pc-windows-gnu",  "aarch64-pc-windows-gnu", "armv7-pc-windows-gnu"}) {
        for (const std::string version : {"4", "5"}) {
            CAPTURE(triple);
            CAPTURE(version);
            run(folder, "clang-19 --target=" + triple + " -ffreestanding -O1 -gdwarf-" + version + " -c a.c -o a.o");
            const auto reading = dwarf::read(request_for(folder, {"a.o"}, {"packet"}));
            CHECK(text_of(reading.problems) == "");
            CHECK(text_of(reading, "packet") == "8: kind i32 @0, pad0 i32 @4 (padding)");
        }
    }
}

TEST_CASE("Relocations of machines without a compiler here have the same form as those of others") {
    struct Row {
        std::string name;
        unsigned machine;
        std::string triple;  // a machine with the same numbers
        bool is_little;
    };
    const Folder folder;
    folder.write("a.c", packet);
    for (const auto& [name, machine, triple, is_little] :
         {Row{"alpha", 0x9026, "loongarch64-unknown-elf", true}, Row{"hppa", 15, "m68k-linux-gnu", false},
          Row{"or1k", 92, "m68k-linux-gnu", false}, Row{"microblaze", 189, "m68k-linux-gnu", false},
          Row{"sh", 42, "loongarch32-unknown-elf", true}, Row{"csky", 252, "loongarch32-unknown-elf", true}}) {
        CAPTURE(name);
        run(folder, "clang-19 --target=" + triple + " -ffreestanding -O1 -g -c a.c -o a.o");
        set_machine(folder, "a.o", machine, is_little);
        const auto reading = dwarf::read(request_for(folder, {"a.o"}, {"packet"}));
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "packet") == "8: kind i32 @0, pad0 i32 @4 (padding)");
        CHECK(name_of_machine(machines_of(folder.path + "/a.o").front()) == name);
    }
}

TEST_CASE("Machines that LLVM does not know are distinguished by their names") {
    CHECK(is_same_machine(llvm::Triple("alpha"), llvm::Triple("alpha-linux-gnu")));
    CHECK_FALSE(is_same_machine(llvm::Triple("alpha"), llvm::Triple("hppa")));
    CHECK(is_same_machine(llvm::Triple("armv7"), llvm::Triple("thumbv7m")));
}
