#include "read/clang/suffix.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "clang/Driver/Types.h"
#include "llvm/Support/Path.h"
#include "model/probe_language.h"

namespace abi::clang_reader {
namespace {

constexpr std::array<std::string_view, 8> of_objects{"o", "a", "so", "obj", "ko", "elf", "dll", "exe"};

bool is_one_of(const auto& suffixes, llvm::StringRef suffix) {
    return std::ranges::find(suffixes, std::string_view(suffix)) != suffixes.end();
}

bool is_of_c(llvm::StringRef suffix) {
    const auto type = clang::driver::types::lookupTypeForExtension(suffix);
    return type != clang::driver::types::TY_INVALID && clang::driver::types::isDerivedFromC(type);
}

}  // namespace

std::optional<Problem> not_a_source(const std::string& file, std::optional<std::uint64_t> bytes) {
    llvm::StringRef suffix = llvm::sys::path::extension(file);
    suffix.consume_front(".");
    if (is_of_c(suffix)) return std::nullopt;
    if (is_one_of(of_objects, suffix)) {
        return Problem{
            {}, "", "an object, an archive or an executable", bytes == 0 ? "an empty file" : "another kind of file"};
    }
    if (std::ranges::find(probe_languages, std::string_view(suffix), &ProbeLanguage::suffix) != probe_languages.end()) {
        return Problem{
            {},
            "",
            "a compiled file, or a source in C or C++",
            "." + suffix.str() +
                ", which a probe reads by its own compiler (\"reader\": \"probe\" of a layer in .abi-check.json)"};
    }
    return Problem{{},
                   "",
                   "a compiled file, or a source whose suffix clang knows as C or C++",
                   (suffix.empty() ? "no suffix" : "." + suffix.str()) +
                       "; name its language by the flag -x c or -x c++: abi-check … FILE -- -x c"};
}

}  // namespace abi::clang_reader
