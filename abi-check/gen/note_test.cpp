#include "gen/note.h"

#include <doctest/doctest.h>

#include "llvm/Object/ObjectFile.h"
#include "test/gen/compilers.h"

namespace abi {
namespace {

using namespace abi::test;

std::string word(unsigned value, bool is_little) {
    std::string bytes;
    for (unsigned i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * (is_little ? i : 3 - i)) & 0xff);
    return bytes;
}

std::string of_hex(const std::string& digest) {
    std::string bytes;
    for (std::size_t at = 0; at < digest.size(); at += 2) {
        bytes += static_cast<char>(std::stoul(digest.substr(at, 2), nullptr, 16));
    }
    return bytes;
}

/// The section as the ELF gABI says it, written down once more: the header of three words, the name with its NUL, the
/// description, each padded to four bytes.
std::string expected_section(const Generated& made, bool is_little) {
    const auto note = [&](unsigned type, std::string desc) {
        std::string bytes =
            word(10, is_little) + word(static_cast<unsigned>(desc.size()), is_little) + word(type, is_little);
        bytes += std::string("abi-check\0\0\0", 12);
        desc.resize((desc.size() + 3) / 4 * 4);
        return bytes + desc;
    };
    std::string bytes = note(1, of_hex(made.spec.digest));
    for (const auto& [record, digest] : made.record_digests) bytes += note(2, of_hex(digest) + record + '\0');
    return bytes;
}

struct Section {
    std::string bytes;
    std::uint64_t alignment = 0;
};

Section read_section(const std::string& path) {
    auto object = llvm::object::ObjectFile::createObjectFile(path);
    if (!object) {
        llvm::consumeError(object.takeError());
        return {"no object", 0};
    }
    Section found;
    for (const auto& section : object->getBinary()->sections()) {
        auto name = section.getName();
        auto bytes = section.getContents();
        const bool is_read = name && bytes;
        if (is_read && std::string_view(*name) == gen::note_section)
            found = {bytes->str(), section.getAlignment().value()};
        if (!name) llvm::consumeError(name.takeError());
        if (!bytes) llvm::consumeError(bytes.takeError());
    }
    return found;
}

TEST_CASE("a note says the spec first, then each record with its name") {
    const Layout spec;
    const auto notes = gen::notes_of({spec, "x", "00ff", {{"Packet", "abcd"}, {"Bee", "ef"}}});
    REQUIRE(notes.size() == 3);
    CHECK(notes[0].type == 1);
    CHECK(notes[0].desc_bytes == 2);
    CHECK(gen::byte_list(notes[0].desc) == "0x00, 0xff, 0x00, 0x00");
    CHECK(notes[1].type == 2);
    CHECK(notes[1].desc_bytes == 9);
    CHECK(gen::byte_list(notes[1].desc) == "0xab, 0xcd, 0x50, 0x61, 0x63, 0x6b, 0x65, 0x74, 0x00, 0x00, 0x00, 0x00");
    CHECK(notes[2].desc_bytes == 5);
    CHECK(gen::notes_of({spec, "x", "", {}}).empty());
}

TEST_CASE("objects of each language hold the notes, byte for byte") {
    const Folder folder;
    const auto made = generated("spec/replay.abi.json");
    struct Row {
        const char* target;
        const char* file;
        std::vector<std::string> command;
        const char* object;
        bool is_little = true;
    };
    folder.write("replay.h", made.text("c"));
    folder.write("replay.hpp", made.text("cpp"));
    folder.write("replay.zig", made.text("zig"));
    folder.write("replay.rs", made.text("rust"));
    folder.write("replay.nim", made.text("nim"));
    folder.write("a.c", "#include \"replay.h\"\n");
    folder.write("a.cpp", "#include \"replay.hpp\"\n");
    const std::vector<std::string> zig{
        "python3",          "-m",     "ziglang", "build-obj", "--cache-dir", "cache", "--global-cache-dir", "cache",
        "-femit-bin=zig.o", "-target"};
    const auto with = [](std::vector<std::string> command, const std::string& last) {
        command.push_back(last);
        return command;
    };
    for (const auto& row : {
             Row{"riscv64", "a.c", {"clang-19", "--target=riscv64-linux-gnu", "-ffreestanding", "-c", "-oc.o"}, "c.o"},
             Row{"x86_64", "a.c", {"clang-19", "-O2", "-c", "-oc.o"}, "c.o"},
             Row{"powerpc64",
                 "a.c",
                 {"clang-19", "--target=powerpc64-linux-gnu", "-ffreestanding", "-c", "-oc.o"},
                 "c.o",
                 false},
             Row{"x86_64", "a.c", {"gcc", "-O2", "-c", "-oc.o"}, "c.o"},
             Row{"x86_64", "a.cpp", {"clang++-19", "-std=c++20", "-O2", "-c", "-oc.o"}, "c.o"},
             Row{"x86_64", "a.cpp", {"g++", "-std=c++20", "-O2", "-c", "-oc.o"}, "c.o"},
             Row{"riscv64", "replay.zig", with(zig, "riscv64-linux"), "zig.o"},
             Row{"x86_64", "replay.zig", with(zig, "x86_64-linux"), "zig.o"},
             Row{"this machine",
                 "replay.rs",
                 {"rustc", "--edition=2021", "--crate-type=lib", "--emit=obj", "-ors.o"},
                 "rs.o"},
             Row{"this machine",
                 "replay.nim",
                 {"nim", "c", "--hints:off", "--noLinking", "--nimcache:nim"},
                 "nim/@mreplay.nim.c.o"},
         }) {
        CAPTURE(row.command.front());
        CAPTURE(std::string(row.file));
        CAPTURE(std::string(row.target));
        auto command = row.command;
        command.emplace_back(row.file);
        const auto child = run(command, folder.path);
        if (child.status != 0 && !is_present(row.command, folder.path)) continue;
        CHECK(child.errors == "");
        const auto section = read_section(folder.path + "/" + row.object);
        CHECK(section.alignment == 4);
        CHECK((section.bytes == expected_section(made, row.is_little)));
        std::filesystem::remove(folder.path + "/" + row.object);
    }
}

TEST_CASE("two objects of Zig with the same declarations meet in one program, and both keep their notes") {
    const Folder folder;
    const auto made = generated("spec/replay.abi.json");
    folder.write("replay.zig", made.text("zig"));
    folder.write("a.zig", "comptime {\n    _ = @import(\"replay.zig\");\n}\nexport fn a() void {}\n");
    folder.write("b.zig", "comptime {\n    _ = @import(\"replay.zig\");\n}\nexport fn b() void {}\n");
    for (const char* name : {"a", "b"}) {
        const std::vector<std::string> command{"python3",
                                               "-m",
                                               "ziglang",
                                               "build-obj",
                                               "--cache-dir",
                                               "cache",
                                               "--global-cache-dir",
                                               "cache",
                                               "-target",
                                               "x86_64-linux",
                                               std::string("-femit-bin=") + name + ".o",
                                               std::string(name) + ".zig"};
        const auto child = run(command, folder.path);
        if (child.status != 0 && !is_present(command, folder.path)) return;
        REQUIRE(child.errors == "");
    }
    const auto linked =
        run({"ld.lld-19", "--gc-sections", "--entry=a", "-u", "b", "-o", "both", "a.o", "b.o"}, folder.path);
    CHECK(linked.errors == "");
    const auto once = expected_section(made, true);
    CHECK((read_section(folder.path + "/both").bytes == once + once));
}

TEST_CASE("there is no note where it is not wanted, and where objects are not ELF") {
    const Folder folder;
    folder.write("replay.h", generated("spec/replay.abi.json").text("c"));
    folder.write("a.c", "#include \"replay.h\"\n");
    for (const char* option : {"-DABI_CHECK_NO_NOTE", "--target=arm64-apple-darwin", "--target=x86_64-windows-gnu"}) {
        CAPTURE(std::string(option));
        const std::vector<std::string> command{"clang-19", option, "-ffreestanding", "-c", "-oc.o", "a.c"};
        const auto child = run(command, folder.path);
        if (child.status != 0 && !is_present(command, folder.path)) continue;
        CHECK(child.errors == "");
        CHECK(read_section(folder.path + "/c.o").bytes == "");
    }
}

}  // namespace
}  // namespace abi
