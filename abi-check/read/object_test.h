// Sources that real compilers turn into objects, and layouts as short text, for the tests of the DWARF reader.
#pragma once

#include <doctest/doctest.h>
#include <stdlib.h>  // NOLINT: mkdtemp is POSIX's

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "llvm/Support/Program.h"
#include "read/object.h"

namespace abi::test {

struct Folder {
    std::string path = (std::filesystem::temp_directory_path() / "abi-check-object-test.XXXXXX").string();
    Folder() { REQUIRE(mkdtemp(path.data()) != nullptr); }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string write(const std::string& name, const std::string& text) const {
        const auto file = path + "/" + name;
        std::filesystem::create_directories(std::filesystem::path(file).parent_path());
        std::ofstream(file) << text;
        return file;
    }
    std::string read(const std::string& name) const {
        std::ostringstream text;
        text << std::ifstream(path + "/" + name).rdbuf();
        return text.str();
    }
};

/// False, after saying why, where the program is not installed.
inline bool present(const std::string& program) {
    if (llvm::sys::findProgramByName(program)) return true;
    MESSAGE("not tested: " << program << " is not on PATH");
    return false;
}

/// Whether a shell command, run in the folder, ended well; what it wrote is in the file "log".
inline bool ran(const Folder& folder, const std::string& command) {
    const auto line = "cd '" + folder.path + "' && " + command;
    const auto shell = llvm::sys::findProgramByName("sh");
    REQUIRE(shell);
    const auto log = folder.path + "/log";
    const std::optional<llvm::StringRef> streams[] = {llvm::StringRef(), llvm::StringRef(log), llvm::StringRef(log)};
    return llvm::sys::ExecuteAndWait(*shell, {"sh", "-c", line}, std::nullopt, streams) == 0;
}

/// The same, where failure is the test's.
inline void run(const Folder& folder, const std::string& command) {
    if (!ran(folder, command)) FAIL(command << "\n" << folder.read("log"));
}

inline ObjectRequest request_for(const Folder& folder, const std::vector<std::string>& files,
                                 std::vector<std::string> names = {}) {
    ObjectRequest request;
    for (const auto& file : files) request.files.push_back(folder.path + "/" + file);
    request.root = folder.path;
    request.names = std::move(names);
    return request;
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

/// "size[/align][ packed][ union]: field, field".
inline std::string text_of(const Record& record) {
    if (!record.size_bytes) return "declared only";
    std::string text = std::to_string(*record.size_bytes);
    if (record.align_bytes) text += "/" + std::to_string(*record.align_bytes);
    if (record.packed) text += " packed";
    if (record.kind == RecordKind::union_) text += " union";
    if (!record.blind.empty()) return text + " blind: " + record.blind;
    std::string separator = ": ";
    for (const auto& field : record.fields) text += std::exchange(separator, ", ") + text_of(field);
    return text;
}

/// The named record of a reading, or why it is not there.
inline std::string text_of(const Reading& reading, const std::string& name) {
    const auto* record = find_record(reading.layout, name);
    return record != nullptr ? text_of(*record) : "no " + name + "\n" + text_of(reading.problems);
}

/// "type: name = value, name = value".
inline std::string text_of_enum(const Reading& reading, const std::string& name) {
    const auto* found = find_enum(reading.layout, name);
    if (found == nullptr) return "no " + name;
    std::string text = to_string(found->type);
    std::string separator = ": ";
    for (const auto& one : found->enumerators)
        text += std::exchange(separator, ", ") + one.name + " = " + to_string(one.value);
    return text;
}

/// "name type = value", in the order of the alphabet.
inline std::vector<std::string> constants_of(const Reading& reading) {
    std::vector<std::string> texts;
    texts.reserve(reading.layout.constants.size());
    for (const auto& one : reading.layout.constants) {
        texts.push_back(one.name + " " + to_string(one.type) + " = " + to_string(one.value));
    }
    std::ranges::sort(texts);
    return texts;
}

inline std::vector<std::string> record_names(const Reading& reading) {
    std::vector<std::string> names;
    names.reserve(reading.layout.records.size());
    for (const auto& record : reading.layout.records) names.push_back(record.name);
    return names;
}

}  // namespace abi::test
