// BTF from compilers and by hand, and layouts as short text, for the tests of the BTF reader.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "llvm/Support/Program.h"
#include "os/child.h"
#include "read/btf/reader.h"
#include "test/folder.h"
#include "test/layout_text.h"

namespace abi::test {

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
    // It calls a program of LLVM, which Debian gives the version in its name.
    if (!writes_btf) run({"env", "LLVM_OBJCOPY=llvm-objcopy-19", "pahole", "-J", object});
    return object;
}

inline object::Request request_for(const Folder& folder, const std::string& file, std::vector<std::string> names = {}) {
    return {.files = {file}, .target = {}, .names = std::move(names), .root = folder.path};
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
