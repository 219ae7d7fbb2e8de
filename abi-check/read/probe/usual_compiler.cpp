#include "read/probe/usual_compiler.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "read/probe/cargo.h"
#include "read/probe/run.h"

namespace abi::probe {

std::vector<std::string> zig_compiler(const Request& request) {
    if (!request.compiler.empty()) return request.compiler;
    if (program_exists("zig", request.root) || !program_exists("python3", request.root)) return {"zig"};
    return {"python3", "-m", "ziglang"};
}

std::vector<std::string> first_words(const Request& request) {
    constexpr std::array<std::pair<std::string_view, const char*>, 5> usual{
        {{"c", usual_c}, {"cpp", usual_cpp}, {"rust", usual_rust}, {"nim", usual_nim}, {"go", usual_go}}};
    if (request.language == "zig") return zig_compiler(request);
    const bool is_package = !request.files.empty() && is_manifest(request.files.front());
    if (is_package) return compiler_of(request, usual_cargo);
    const auto* const found =
        std::ranges::find(usual, std::string_view(request.language), &std::pair<std::string_view, const char*>::first);
    return compiler_of(request, found == usual.end() ? request.language : found->second);
}

}  // namespace abi::probe
