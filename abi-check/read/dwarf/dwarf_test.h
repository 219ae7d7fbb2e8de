// Sources that real compilers turn into objects, and layouts as short text, for the tests of the DWARF reader.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "llvm/Support/Program.h"
#include "read/dwarf/reader.h"
#include "test/folder.h"
#include "test/layout_text.h"

namespace abi::test {

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

inline object::Request request_for(const Folder& folder, const std::vector<std::string>& files,
                                   std::vector<std::string> names = {}) {
    object::Request request;
    for (const auto& file : files) request.files.push_back(folder.path + "/" + file);
    request.root = folder.path;
    request.names = std::move(names);
    return request;
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

}  // namespace abi::test
