// Which machine a file is for, in every format that has debug information.
#include "read/object/machine.h"

#include "read/dwarf/dwarf_test.h"

using namespace abi;
using namespace abi::object;
using namespace abi::test;

namespace {

const std::string packet = "struct packet { int a, b; };\nstruct packet p;\n";

std::string names_of(const std::string& path) {
    std::string names;
    for (const auto& machine : machines_of(path)) names += (names.empty() ? "" : " ") + name_of_machine(machine);
    return names;
}

/// a.o of one machine and b.o of another, and both in lib.a.
void build_two_machines(const Folder& folder) {
    folder.write("a.c", packet);
    folder.write("b.c", packet);
    run(folder,
        "clang-19 --target=aarch64-linux-gnu -g -c a.c && clang-19 --target=x86_64-linux-gnu -g -c b.c && "
        "llvm-ar-19 rc lib.a a.o b.o");
}

}  // namespace

TEST_CASE("For each object format the machine is found, with the name that targets use") {
    const Folder folder;
    folder.write("a.c", packet);
    const std::vector<std::pair<std::string, std::string>> triples{
        {"x86_64-linux-gnu", "x86_64"},       {"i386-linux-gnu", "i386"},          {"aarch64-linux-gnu", "aarch64"},
        {"riscv64-linux-gnu", "riscv64"},     {"armv7-linux-gnueabihf", "armv7"},  {"bpf", "bpf"},
        {"powerpc64-linux-gnu", "powerpc64"}, {"x86_64-pc-windows-gnu", "x86_64"}, {"arm64-apple-macos", "aarch64"}};
    for (const auto& [triple, name] : triples) {
        CAPTURE(triple);
        run(folder, "clang-19 --target=" + triple + " -ffreestanding -gdwarf -c a.c -o a.o");
        CHECK(is_compiled_file(folder.path + "/a.o"));
        CHECK(names_of(folder.path + "/a.o") == name);
    }
}

TEST_CASE("An archive has each machine of its members once; a file that is not an object has none") {
    const Folder folder;
    build_two_machines(folder);
    CHECK(names_of(folder.path + "/lib.a") == "aarch64 x86_64");
    CHECK(is_compiled_file(folder.path + "/lib.a"));
    for (const std::string file : {"a.c", "none.o", "empty.o"}) {
        CAPTURE(file);
        if (file == "empty.o") folder.write(file, "");
        CHECK_FALSE(is_compiled_file(folder.path + "/" + file));
        CHECK(names_of(folder.path + "/" + file) == "");
    }
}

TEST_CASE("If no target is named, an object of another machine than the first is a problem") {
    const Folder folder;
    build_two_machines(folder);
    CHECK(text_of(dwarf::read(request_for(folder, {"a.o", "b.o"}, {"packet"})).problems) ==
          "b.o: error: expected code for aarch64, as before it, found code for x86_64\n");
    const auto reading = dwarf::read(request_for(folder, {"lib.a"}, {"packet"}));
    CHECK(text_of(reading.problems) ==
          "lib.a(b.o): error: expected code for aarch64, as before it, found code for x86_64\n");
    CHECK(text_of(reading, "packet") == "8: a i32 @0, b i32 @4");
}
