#include "read/probe/imported_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "os/file.h"
#include "read/code_words.h"

namespace abi::probe {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 256;

/// The paths in `@import("wire.zig")`.
std::vector<std::string> imports_of_zig(std::string_view text) {
    constexpr std::string_view mark = "@import(\"";
    std::vector<std::string> paths;
    for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
        const auto begin = at + mark.size();
        const auto path = text.substr(begin, text.find('"', begin) - begin);
        if (path.ends_with(".zig")) paths.emplace_back(path);
    }
    return paths;
}

/// The modules of the lines `import wire, net/ring`, `from wire import Packet` and `include parts`.
std::vector<std::string> imports_of_nim(std::string_view text) {
    constexpr std::array<std::string_view, 3> begins{"import", "include", "from"};
    std::vector<std::string> paths;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const auto words = code_words(line, "nim");
        if (words.empty() || std::ranges::find(begins, words.front()) == begins.end()) continue;
        std::string path;
        for (std::size_t i = 1; i <= words.size(); ++i) {
            const bool ends = i == words.size() || words[i] == "," || words[i] == "import" || words[i] == "as";
            if (!ends) {
                path += words[i];
                continue;
            }
            if (!path.empty()) paths.push_back(path + ".nim");
            path.clear();
            if (i < words.size() && words[i] == "import") break;
        }
    }
    return paths;
}

/// "-Mhal=src/hal.zig" names a module and its first file.
std::vector<std::string> modules_of_zig(const Request& request) {
    std::vector<std::string> files;
    for (const auto* flags : {&request.flags, &request.target.flags}) {
        for (const auto& flag : *flags) {
            const auto equals = flag.find('=');
            if (flag.starts_with("-M") && equals != std::string::npos)
                files.push_back((fs::path(request.root) / flag.substr(equals + 1)).lexically_normal().string());
        }
    }
    return files;
}

}  // namespace

std::vector<std::string> with_imported_files(const Request& request, const std::string& file) {
    const bool is_zig = request.language == "zig";
    std::vector<std::string> files{file};
    if (is_zig) {
        for (auto& module : modules_of_zig(request)) files.push_back(std::move(module));
    }
    for (std::size_t i = 0; i < files.size() && files.size() < most_files; ++i) {
        const auto text = read_file(files[i]);
        if (!text) continue;
        for (const auto& path : is_zig ? imports_of_zig(*text) : imports_of_nim(*text)) {
            const auto full = (fs::path(files[i]).parent_path() / path).lexically_normal().string();
            std::error_code error;
            if (fs::is_regular_file(full, error) && std::ranges::find(files, full) == files.end())
                files.push_back(full);
        }
    }
    return files;
}

}  // namespace abi::probe
