// BTF from compilers and by hand, and layouts as short text, for the tests of the BTF reader.
#pragma once

#include <doctest/doctest.h>
#include <stdlib.h>  // NOLINT: mkdtemp is POSIX's

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "llvm/Support/Program.h"
#include "os/child.h"
#include "read/object.h"

namespace abi::test {

struct Folder {
    std::string path = (std::filesystem::temp_directory_path() / "abi-check-btf-test.XXXXXX").string();
    Folder() { REQUIRE(mkdtemp(path.data()) != nullptr); }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string write(const std::string& name, const std::string& text) const {
        const auto file = path + "/" + name;
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }
    ObjectRequest request(const std::string& file, std::vector<std::string> names = {}) const {
        return {.files = {file}, .target = {}, .names = std::move(names), .root = path};
    }
};

/// False, after saying why, where the program is not installed.
inline bool present(const std::string& program) {
    if (llvm::sys::findProgramByName(program)) return true;
    MESSAGE("not tested: " << program << " is not on PATH");
    return false;
}

inline void run(std::vector<std::string> command) {
    const ChildRequest request{.command = std::move(command)};
    const auto result = run_child(request);
    REQUIRE_MESSAGE((result.end == ChildResult::End::exited && result.status == 0), describe_end(result, request)
                                                                                        << "\n"
                                                                                        << result.errors);
}

/// An object of a C source by `clang --target=bpf -g`, which writes BTF itself; or by another compiler, and `pahole
/// -J`.
inline std::string compile(const Folder& folder, const std::string& source, std::vector<std::string> compiler) {
    const auto object = folder.path + "/a.o";
    const bool writes_btf = compiler.back().starts_with("--target=bpf");
    compiler.insert(compiler.end(), {"-ffreestanding", "-g", "-c", "-o", object, folder.write("a.c", source)});
    run(std::move(compiler));
    if (!writes_btf) run({"pahole", "-J", object});
    return object;
}

inline std::string text_of(const std::vector<Problem>& problems) {
    std::string text;
    for (const auto& problem : problems) text += to_string(problem) + "\n";
    return text;
}

/// "name type @offset": bytes, ".bits" and ":width" for a bit-field; "!" after a host-sized type; a role other than
/// data in parentheses.
inline std::string text_of(const Field& field) {
    std::string text = field.name + " " + to_string(field.type) + (field.type.host_sized ? "!" : "");
    if (field.bit_width) text += ":" + std::to_string(*field.bit_width);
    text += " @" + std::to_string(field.offset_bits / 8);
    if (field.bit_width) text += "." + std::to_string(field.offset_bits % 8);
    if (field.role != Role::data) text += " (" + std::string(to_string(field.role)) + ")";
    return text;
}

/// "size[ packed][ union]: field, field", or why it is not there.
inline std::string text_of(const Reading& reading, const std::string& name) {
    const auto* record = find_record(reading.layout, name);
    if (record == nullptr) return "no " + name + "\n" + text_of(reading.problems);
    if (!record->size_bytes) return "declared only";
    std::string text = std::to_string(*record->size_bytes);
    if (record->packed) text += " packed";
    if (record->kind == RecordKind::union_) text += " union";
    if (!record->blind.empty()) return text + " blind: " + record->blind;
    std::string separator = ": ";
    for (const auto& field : record->fields) text += std::exchange(separator, ", ") + text_of(field);
    return text;
}

/// "name: integer", then "name = value" of each, in lines.
inline std::string text_of(const Enum& one) {
    std::string text = one.name + ": " + to_string(one.type);
    for (const auto& enumerator : one.enumerators) text += ", " + enumerator.name + " = " + to_string(enumerator.value);
    return text;
}

inline std::vector<std::string> record_names(const Reading& reading) {
    std::vector<std::string> names;
    names.reserve(reading.layout.records.size());
    for (const auto& record : reading.layout.records) names.push_back(record.name);
    return names;
}

/// A BTF section, word by word, where no encoder at hand writes what is to be read.
struct BtfWriter {
    bool is_little = true;
    std::string types;
    std::string strings = std::string(1, '\0');

    std::uint32_t name(const std::string& text) {
        const auto offset = static_cast<std::uint32_t>(strings.size());
        strings += text + '\0';
        return offset;
    }
    static void put(std::string& to, std::uint32_t value, unsigned bytes, bool little) {
        for (unsigned i = 0; i < bytes; ++i) to += static_cast<char>(value >> 8U * (little ? i : bytes - 1 - i));
    }
    BtfWriter& words(const std::vector<std::uint32_t>& values) {
        for (const auto value : values) put(types, value, 4, is_little);
        return *this;
    }
    /// The part that all types have.
    BtfWriter& type(const std::string& called, std::uint32_t kind, std::uint32_t count, std::uint32_t size_or_type,
                    bool flag = false) {
        const auto at = called.empty() ? 0 : name(called);
        return words({at, kind << 24U | count | (flag ? 1U << 31U : 0U), size_or_type});
    }
    std::string bytes(std::uint32_t version = 1) const {
        std::string made;
        put(made, 0xeb9f, 2, is_little);
        put(made, version, 1, is_little);
        put(made, 0, 1, is_little);
        const auto size = [](const std::string& text) { return static_cast<std::uint32_t>(text.size()); };
        for (const auto value : {24U, 0U, size(types), size(types), size(strings)}) put(made, value, 4, is_little);
        return made + types + strings;
    }
};

}  // namespace abi::test
