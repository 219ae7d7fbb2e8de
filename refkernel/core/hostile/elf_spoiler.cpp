// Writes every hostile program as a file: `elf_spoiler FOLDER [GOOD-PROGRAM]`.
//
// Writes FOLDER/NNN-what-is-wrong.elf, and FOLDER/manifest.txt with a line for each: the file's name, a tab, and the
// kernel's error text with its numbers. Without GOOD-PROGRAM, it uses a program without instructions, which can be
// checked but not run.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "core/hostile_elf.h"
#include "core/test_elf.h"

namespace {

std::string file_name(std::size_t number, std::string_view name) {
    std::string text = std::to_string(1000 + number).substr(1) + '-';
    for (const char letter : name) {
        text += letter == ' ' ? '-' : letter;
    }
    return text + ".elf";
}

bool write(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return static_cast<bool>(file.flush());
}

int fail(const std::string& what) {
    std::fprintf(stderr, "elf_spoiler: error: %s\n", what.c_str());
    return 2;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2 && count != 3) {
        return fail("usage: elf_spoiler FOLDER [GOOD-PROGRAM]");
    }
    std::vector<std::uint8_t> good = core::test::ElfWriter{}.write();
    if (count == 3) {
        std::ifstream file(arguments[2], std::ios::binary);
        if (!file) {
            return fail(std::string(arguments[2]) + " cannot be read");
        }
        good.assign(std::istreambuf_iterator<char>(file), {});
    }
    const std::vector<core::test::HostileElf> hostile = core::test::hostile_elfs(good);
    if (hostile.empty()) {
        return fail("this is not a program for the kernel: " + std::string(describe(core::check_elf(good, {}).error)));
    }
    const std::filesystem::path folder = arguments[1];
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (!write(folder / "good.elf", good)) {
        return fail((folder / "good.elf").string() + " cannot be written");
    }
    std::string manifest;
    for (std::size_t i = 0; i < hostile.size(); ++i) {
        const std::string name = file_name(i, hostile[i].name);
        const core::ElfCheck check = core::check_elf(hostile[i].bytes, {});
        manifest += name + '\t' + std::string(describe(hostile[i].expected));
        manifest += core::test::words_of(core::elf_numbers(check)) + '\n';
        if (!write(folder / name, hostile[i].bytes)) {
            return fail((folder / name).string() + " cannot be written");
        }
    }
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(manifest.data()), manifest.size());
    if (!write(folder / "manifest.txt", bytes)) {
        return fail((folder / "manifest.txt").string() + " cannot be written");
    }
    return 0;
}
