#include "read/probe/zig_version.h"

#include <charconv>

#include "read/probe/run.h"

namespace abi::probe {
namespace {

constexpr unsigned first_minor = 13;
constexpr unsigned last_minor = 17;

}  // namespace

std::optional<Problem> unknown_version(const Request& request, const std::string& printed) {
    unsigned major = 0;
    unsigned minor = 0;
    const auto* const end = printed.data() + printed.size();
    const auto [dot, error] = std::from_chars(printed.data(), end, major);
    if (error != std::errc() || dot == end || *dot != '.') return std::nullopt;
    if (std::from_chars(dot + 1, end, minor).ec != std::errc()) return std::nullopt;
    if (major == 0 && minor >= first_minor && minor <= last_minor) return std::nullopt;
    return Problem{first_file(request), "",
                   "a version of Zig from 0." + std::to_string(first_minor) + " to 0." + std::to_string(last_minor),
                   "Zig " + printed.substr(0, printed.find('\n'))};
}

std::optional<Problem> unknown_version_of(const Request& request, const std::vector<std::string>& compiler) {
    auto words = compiler;
    words.emplace_back("version");
    const auto run = run_compiler(request, "Zig", words);
    return run.succeeded ? unknown_version(request, run.printed) : std::nullopt;
}

}  // namespace abi::probe
