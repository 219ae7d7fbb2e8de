#include "read/probe/zig_package.h"

#include <filesystem>
#include <map>
#include <ranges>

#include "model/words.h"
#include "os/file.h"
#include "read/probe/embedded.h"
#include "read/probe/names.h"

namespace abi::probe {
namespace {

namespace fs = std::filesystem;

/// The checksum of the name, and any number that is not 0 (Zig's documentation of build.zig.zon, "fingerprint").
constexpr std::string_view fingerprint = "0xcd550dac00000001";

/// A build may compile build.zig and what it generates sources with.
constexpr unsigned times_longer = 10;

/// What is asked of `zig build`, sorted from the flags of the request.
struct PackageFlags {
    std::map<std::string, std::vector<std::string>> options;  // of the package: the values of -Dname=value
    std::vector<std::string> words;                           // of `zig build`
};

PackageFlags sort_flags(const Request& request) {
    std::vector<std::string> all;
    add_flags(request, all);
    PackageFlags flags;
    for (const auto& flag : all) {
        if (!flag.starts_with("-D")) {
            flags.words.push_back(flag);
            continue;
        }
        const auto end = std::min(flag.find('='), flag.size());
        flags.options[flag.substr(2, end - 2)].push_back(end == flag.size() ? "true" : flag.substr(end + 1));
    }
    return flags;
}

std::string list_of_texts(const std::vector<std::string>& texts) {
    return "[_][]const u8{" + join(texts, ", ", quoted_text) + "}";
}

/// An option as Zig takes it from the command line: as text, or as a list of texts.
std::string argument(const std::string& name, const std::vector<std::string>& values) {
    const bool is_one = values.size() == 1;
    return "        .@" + quoted_text(name) + " = @as(" +
           (is_one ? "[]const u8, " + quoted_text(values.front()) : "[]const []const u8, &" + list_of_texts(values)) +
           "),\n";
}

/// The inputs relative to the package.
std::vector<std::string> inputs_of(const Request& request) {
    const auto package = fs::path(request.zig_build).parent_path();
    std::vector<std::string> inputs;
    for (const auto& file : request.files) inputs.push_back(fs::path(file).lexically_relative(package).string());
    return inputs;
}

std::string script_of(const Request& request, const ZigTarget& target, PackageFlags flags) {
    std::vector<std::string> names;
    for (const auto& [name, values] : flags.options) names.push_back(name);
    if (target.target != "native") flags.options.try_emplace("target", std::vector{target.target});
    if (!target.cpu.empty()) flags.options.try_emplace("cpu", std::vector{target.cpu});
    const auto stated = flags.options.find("target");
    const auto asked = stated == flags.options.end() ? target.target : stated->second.front();
    std::string arguments;
    for (const auto& [name, values] : flags.options) arguments += argument(name, values);
    return std::string(embedded::package_zig) + "const abi_module: []const u8 = " + quoted_text(request.zig_module) +
           ";\nconst abi_inputs = " + list_of_texts(inputs_of(request)) +
           ";\nconst abi_target = " + quoted_text(asked) + ";\nconst abi_options = " + list_of_texts(names) +
           ";\nfn abiPackage(b: *std.Build) *std.Build.Dependency {\n    return b.dependency(\"abi_package\", .{\n" +
           arguments + "    });\n}\n";
}

/// Zig 0.14 made the name of a package a literal of an enumeration.
std::string manifest_of(const std::string& version, const std::string& folder, const std::string& package) {
    const bool is_text = version.starts_with("0.13.");
    const auto path = fs::path(package).lexically_relative(fs::path(folder)).string();
    return ".{\n    .name = " + std::string(is_text ? "\"abi_probe\"" : ".abi_probe") +
           ",\n    .version = \"0.0.0\",\n    .fingerprint = " + std::string(fingerprint) +
           ",\n    .dependencies = .{ .abi_package = .{ .path = " + quoted_text(path) +
           " } },\n    .paths = .{\"\"},\n}\n";
}

CompilerRun failed_run(Problem problem) {
    return {.succeeded = false, .printed = "", .problem = std::move(problem)};
}

}  // namespace

std::string without_ignored(const std::string& printed) {
    std::string kept;
    for (const auto line : std::views::split(printed, '\n')) {
        const std::string_view text(line.begin(), line.end());
        if (!text.starts_with("error: invalid option: ")) kept += std::string(text) + "\n";
    }
    return kept;
}

CompilerRun build_in_package(const Request& request, const std::vector<std::string>& compiler, const ZigTarget& target,
                             const std::string& folder) {
    if (!request.runs_build_scripts) {
        return failed_run(
            {first_file(request), "", "leave to run " + shown_path(request.root, request.zig_build),
             "--no-build-scripts: without build.zig, the modules and options of the package are unknown"});
    }
    auto longer = request;
    longer.time_limit_seconds *= times_longer;
    auto words = compiler;
    words.emplace_back("version");
    const auto version = run_compiler(request, "Zig", words);
    if (!version.succeeded) return version;
    const auto flags = sort_flags(request);
    const auto package = fs::path(request.zig_build).parent_path().string();
    if (!fs::exists(request.zig_build)) {
        return failed_run({first_file(request), "", "the build.zig of the package", "no file " + request.zig_build});
    }
    if (auto problem = write_file(folder + "/build.zig", script_of(request, target, flags))) {
        return failed_run(*problem);
    }
    if (auto problem = write_file(folder + "/build.zig.zon", manifest_of(version.printed, folder, package))) {
        return failed_run(*problem);
    }
    words.back() = "build";
    words.insert(words.end(), {"--build-file", folder + "/build.zig", "--cache-dir", folder + "/cache", "--prefix",
                               folder + "/out"});
    words.insert(words.end(), flags.words.begin(), flags.words.end());
    auto run = run_compiler(longer, "Zig", words);
    run.printed = without_ignored(run.printed);
    return run;
}

}  // namespace abi::probe
