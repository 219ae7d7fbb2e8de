#include "tool/probe_request.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

namespace abi {

namespace fs = std::filesystem;

std::string cache_folder(const Options& options) {
    if (!options.use_cache) return "";
    const char* cache = std::getenv("XDG_CACHE_HOME");
    if (cache != nullptr && fs::path(cache).is_absolute()) return std::string(cache) + "/abi-check";
    const char* home = std::getenv("HOME");
    return home != nullptr && fs::path(home).is_absolute() ? std::string(home) + "/.cache/abi-check" : "";
}

probe::Request probe_request(const Project& project, const Options& options, const Witness& witness,
                             const Target& target, std::vector<std::string> files) {
    probe::Request request;
    request.language = witness.language;
    request.compiler = witness.compiler;
    request.flags = witness.flags;
    request.files = std::move(files);
    request.target = target;
    request.root = project.root;
    const auto& package = witness.zig_package;
    if (!package.build.empty()) request.zig_build = (fs::path(project.root) / package.build).lexically_normal();
    request.zig_module = package.module;
    request.cargo = witness.cargo;
    request.runs_build_scripts = options.runs_build_scripts;
    const auto cache = cache_folder(options);
    request.cargo_folder = cache.empty() ? "" : cache + "/cargo";
    return request;
}

}  // namespace abi
