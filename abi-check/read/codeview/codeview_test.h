// CodeView that clang-cl and lld-link write, and layouts as short text, for the tests of the CodeView reader.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "os/child.h"
#include "read/codeview/reader.h"
#include "test/folder.h"
#include "test/layout_text.h"

namespace abi::test {

inline void run(const Folder& folder, std::vector<std::string> command) {
    const ChildRequest request{.command = std::move(command), .folder = folder.path};
    const auto result = run_child(request);
    REQUIRE_MESSAGE((result.end == ChildResult::End::exited && result.status == 0), describe_end(result, request)
                                                                                        << "\n"
                                                                                        << result.errors);
}

/// An object of a source of the folder by clang-cl.
inline std::string compile(const Folder& folder, const std::string& file, const std::string& triple,
                           const std::vector<std::string>& flags = {"/Z7"}) {
    const auto object = folder.path + "/a.obj";
    std::vector<std::string> command{"clang-cl-19", "--target=" + triple, "-w", "/GS-", "/GR-"};
    if (file.ends_with(".cpp")) command.emplace_back("/std:c++20");
    command.insert(command.end(), flags.begin(), flags.end());
    command.insert(command.end(), {"-c", file, "-Fo" + object});
    run(folder, std::move(command));
    return object;
}

/// The PDB of a library that lld-link makes of one object.
inline std::string link(const Folder& folder, const std::string& object) {
    run(folder, {"lld-link-19", "/debug", "/dll", "/noentry", "/nodefaultlib", "/force", object,
                 "/out:" + folder.path + "/a.dll"});
    return folder.path + "/a.pdb";
}

inline object::Request request_for(const Folder& folder, const std::string& file, std::vector<std::string> names = {}) {
    return {.files = {file}, .target = {}, .names = std::move(names), .root = folder.path};
}

}  // namespace abi::test
