#include "read/probe/files_behind.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "os/file.h"
#include "os/temporary_folder.h"
#include "read/probe/c_family.h"
#include "read/probe/imported_files.h"
#include "read/probe/run.h"
#include "read/probe/target_words.h"

namespace abi::probe {
namespace {

namespace fs = std::filesystem;
using Paths = std::vector<std::string>;

/// The prerequisites of the first rule of Make in a text.
Paths prerequisites(std::string_view text) {
    Paths paths;
    std::string path;
    const auto end = [&] {
        if (!path.empty()) paths.push_back(std::move(path));
        path.clear();
    };
    text.remove_prefix(std::min(text.find(':'), text.size() - 1) + 1);
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const char next = at + 1 < text.size() ? text[at + 1] : '\n';
        if (c == '\\' && next == '\n') {
            ++at;
            end();
        } else if ((c == '\\' && (next == ' ' || next == '#')) || (c == '$' && next == '$')) {
            path += next;
            ++at;
        } else if (c == '\n') {
            end();
            break;
        } else if (c == ' ') {
            end();
        } else {
            path += c;
        }
    }
    end();
    return paths;
}

/// What clang or GCC reads for a source that includes the files.
Paths included_files(const Request& asked) {
    const auto request = for_language(asked, asked.language);
    const TemporaryFolder folder("files");
    if (folder.path.empty()) return {};
    const auto source = folder.path + "/all.c";
    std::string text;
    for (const auto& file : request.files) text += "#include \"" + file + "\"\n";
    if (write_file(source, text)) return {};
    const auto rule = folder.path + "/rule.d";
    auto command = c_command(request, request.language == "cpp" ? "c++" : "c", source, folder.path + "/all.o");
    command.insert(command.end(), {"-M", "-MF", rule});
    run_compiler(request, "C", command);
    const auto written = read_file(rule);
    if (!written || written->empty()) return {};
    auto paths = prerequisites(*written);
    std::erase(paths, source);
    for (auto& path : paths) path = (fs::path(folder_of(request)) / path).lexically_normal().string();
    return paths;
}

/// What belongs to packages of a language.
struct PackageFiles {
    std::string_view language;
    std::string_view manifest;                 // names the folder of a package
    std::array<std::string_view, 5> suffixes;  // of sources, and whole names
};
constexpr std::array packages{
    PackageFiles{"zig", "build.zig", {".zig", ".zon", ".h", ".c", ""}},
    PackageFiles{"rust", "Cargo.toml", {".rs", ".toml", "Cargo.lock", ".h", ".c"}},
    PackageFiles{"go", "go.mod", {".go", "go.mod", "go.sum", ".h", ".c"}},
};

/// The folder of the package that a file, or a folder, belongs to: the outermost one with a manifest in the root of the
/// request, because a package of a workspace depends on others beside it.
fs::path package_folder(const Request& request, const PackageFiles& kind, const fs::path& file) {
    std::error_code error;
    const auto own = fs::is_directory(file, error) ? file : file.parent_path();
    auto found = own;
    for (auto folder = own; folder.string().size() >= request.root.size() && folder != folder.root_path();
         folder = folder.parent_path()) {
        if (fs::exists(folder / kind.manifest, error)) found = folder;
    }
    return found;
}

bool is_left_out(const std::string& folder) {
    constexpr std::array<std::string_view, 4> products{"target", "zig-out", "zig-cache", "node_modules"};
    return folder.starts_with('.') || std::ranges::find(products, folder) != products.end();
}

void add_package(const PackageFiles& kind, const fs::path& folder, Paths& paths) {
    std::error_code error;
    const auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator at(folder, options, error), end; !error && at != end; at.increment(error)) {
        const auto name = at->path().filename().string();
        std::error_code ignored;
        if (at->is_directory(ignored)) {
            if (is_left_out(name)) at.disable_recursion_pending();
        } else if (std::ranges::any_of(kind.suffixes, [&](auto end_of_name) {
                       return !end_of_name.empty() && name.ends_with(end_of_name);
                   })) {
            paths.push_back(at->path().string());
        }
    }
}

}  // namespace

std::vector<std::string> files_behind(const Request& request) {
    Paths paths = request.files;
    if (request.language == "c" || request.language == "cpp") {
        for (auto& path : included_files(request)) paths.push_back(std::move(path));
    }
    if (request.language == "zig" || request.language == "nim") {
        for (const auto& file : request.files) {
            for (auto& path : with_imported_files(request, file)) paths.push_back(std::move(path));
        }
    }
    const bool is_alone = request.language == "zig" && request.zig_build.empty();
    const auto* const kind = std::ranges::find(packages, std::string_view(request.language), &PackageFiles::language);
    if (kind == packages.end() || is_alone) return paths;
    std::vector<fs::path> folders;
    if (!request.zig_build.empty()) folders.push_back(fs::path(request.zig_build).parent_path());
    for (const auto& file : request.files) folders.push_back(package_folder(request, *kind, file));
    std::ranges::sort(folders);
    folders.erase(std::ranges::unique(folders).begin(), folders.end());
    for (const auto& folder : folders) add_package(*kind, folder, paths);
    return paths;
}

}  // namespace abi::probe
