// Compilers as the tests of generated sources call them.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "gen/gen.h"
#include "os/child.h"
#include "specfile/digest.h"
#include "specfile/read.h"
#include "test/folder.h"

namespace abi::test {

/// A spec with all that a request holds beside it.
struct Generated {
    Spec spec;
    std::vector<std::pair<std::string, std::string>> record_digests;

    std::string text(std::string_view language) const {
        for (const auto& one : languages()) {
            if (one.name == language) return one.write({spec.layout, spec.name, spec.digest, record_digests});
        }
        return "";
    }
};

inline Generated generated(const std::string& path) {
    auto spec = read_spec(path);
    for (const auto& problem : spec.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(spec);
    Generated made{std::move(*spec), {}};
    for (const auto& record : made.spec.layout.records) {
        made.record_digests.emplace_back(record.name, record_digest(made.spec.layout, record.name));
    }
    return made;
}

inline const std::string everything = "abi-check/test/gen/everything.abi.json";

/// What one compiler says of one source for one target; `arguments` come before the file's name.
struct Compiler {
    std::string language;
    std::string extension;  // of the generated text
    std::string target;     // for people
    std::vector<std::string> command;
    bool through_header = false;  // the text is a header: a source that includes it is compiled
};

inline ChildResult run(const std::vector<std::string>& command, const std::filesystem::path& folder) {
    return run_child(
        {.command = command, .input = "", .folder = folder.string(), .time_limit = std::chrono::seconds(60)});
}

/// Does the compiler run at all? Else the test says why it asks nothing of it.
inline bool is_present(const std::vector<std::string>& command, const std::filesystem::path& folder) {
    std::vector<std::string> question{command.front()};
    if (command.size() > 2 && command[1] == "-m") question.insert(question.end(), {"-m", command[2], "version"});
    if (question.size() == 1) question.emplace_back("--version");
    const auto child = run(question, folder);
    if (child.end == ChildResult::End::exited && child.status == 0) return true;
    MESSAGE("no " << command.front() << (command.size() > 2 && command[1] == "-m" ? " -m " + command[2] : "")
                  << " here: nothing was asked of it");
    return false;
}

/// Nothing when it compiles; else the first lines of what the compiler says.
inline std::optional<std::string> refusal(const Compiler& compiler, const std::string& text, const Folder& folder) {
    std::string file = folder.write("generated." + compiler.extension, text);
    if (compiler.through_header) {
        file = folder.write(compiler.language == "c" ? "source.c" : "source.cpp",
                            "#include \"generated." + compiler.extension + "\"\n");
    }
    auto command = compiler.command;
    command.push_back(file);
    const auto child = run(command, folder.path);
    if (child.end == ChildResult::End::exited && child.status == 0) return std::nullopt;
    const std::string said = child.errors + child.output;
    return said.empty() ? "it failed without a word" : said.substr(0, 2000);
}

inline std::vector<Compiler> compilers() {
    const std::vector<std::string> strict{"-Wall",   "-Wextra",        "-Wpedantic",
                                          "-Werror", "-ffreestanding", "-fsyntax-only"};
    std::vector<Compiler> all;
    const auto add = [&](Compiler compiler, std::vector<std::string> more) {
        compiler.command.insert(compiler.command.end(), more.begin(), more.end());
        all.push_back(std::move(compiler));
    };
    for (const char* triple : {"riscv64-linux-gnu", "x86_64-linux-gnu", "aarch64-linux-gnu", "armv7-linux-gnueabihf",
                               "i686-linux-gnu", "arm64-apple-darwin"}) {
        add({"c", "h", triple, {"clang-19", "-std=c11", std::string("--target=") + triple}, true}, strict);
    }
    add({"c", "h", "x86_64, gcc", {"gcc", "-std=c11"}, true}, strict);
    add({"c", "h", "i686, gcc", {"gcc", "-m32", "-std=c11"}, true}, strict);
    // With abi-check's own header and without; a bare compiler for another target has no standard library.
    const std::string conforms = "-I" + (std::filesystem::current_path() / "abi-check/include").string();
    auto hosted = strict;
    std::erase(hosted, "-ffreestanding");
    add({"cpp", "hpp", "x86_64, conforms", {"clang++-19", "-std=c++20", conforms}, true}, hosted);
    add({"cpp", "hpp", "x86_64, gcc, conforms", {"g++", "-std=c++20", conforms}, true}, hosted);
    add({"cpp", "hpp", "x86_64", {"clang++-19", "-std=c++20"}, true}, hosted);
    add({"cpp", "hpp", "riscv64", {"clang++-19", "-std=c++20", "--target=riscv64-linux-gnu"}, true}, strict);
    for (const char* triple : {"riscv64-linux", "x86_64-linux", "x86-linux"}) {
        add({"zig",
             "zig",
             triple,
             {"python3", "-m", "ziglang", "build-obj", "-fno-emit-bin", "-target", triple},
             false},
            {"--cache-dir", "cache", "--global-cache-dir", "cache"});
    }
    add({"nim", "nim", "this machine", {"nim", "c", "--hints:off", "--noLinking", "--nimcache:cache"}, false}, {});
    add({"rust", "rs", "this machine", {"rustc", "--edition=2021", "--crate-type=lib", "--emit=metadata"}, false},
        {"-Dwarnings", "-o", "generated.rmeta"});
    add({"python", "py", "this machine", {"python3"}, false}, {});
    return all;
}

}  // namespace abi::test
