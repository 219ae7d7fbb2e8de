#include "os/mirror_folder.h"

#include <filesystem>

#include "os/file.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

std::optional<Problem> problem_at(const fs::path& path, const std::string& expected, const std::error_code& code) {
    return Problem{{.file = path.string()}, "", expected, code.message()};
}

}  // namespace

std::optional<Problem> MirrorFolder::add_folder(const std::string& real) {
    if (folders_.contains(real)) return std::nullopt;
    const fs::path path(real);
    if (path.has_relative_path()) {
        if (auto problem = add_folder(path.parent_path().string())) return problem;
    }
    const fs::path made(mirrored(real));
    std::error_code code;
    // A folder that was a link until now has files of its own from now on, and its neighbours.
    const bool was_link = fs::is_symlink(made, code);
    if (was_link) fs::remove(made, code);
    code.clear();
    fs::create_directories(made, code);
    if (code) return problem_at(made, "a folder that can be made", code);
    folders_.insert(real);
    return was_link ? link_all_in(real) : std::nullopt;
}

std::optional<Problem> MirrorFolder::link(const std::string& real) {
    if (auto problem = add_folder(fs::path(real).parent_path().string())) return problem;
    const fs::path made(mirrored(real));
    std::error_code code;
    if (fs::exists(fs::symlink_status(made, code))) return std::nullopt;
    code.clear();
    fs::create_symlink(real, made, code);
    return code ? problem_at(made, "a link that can be made", code) : std::nullopt;
}

std::optional<Problem> MirrorFolder::write(const std::string& real, const std::optional<std::string>& content) {
    if (auto problem = add_folder(fs::path(real).parent_path().string())) return problem;
    std::error_code code;
    fs::remove(mirrored(real), code);
    return content ? write_file(mirrored(real), *content) : std::nullopt;
}

std::optional<Problem> MirrorFolder::link_all_in(const std::string& folder) {
    if (auto problem = add_folder(folder)) return problem;
    std::error_code code;
    for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
        if (auto problem = link(at->path().string())) return problem;
    }
    return std::nullopt;
}

std::string MirrorFolder::real_paths(std::string text) const {
    for (auto at = text.find(path_ + "/"); at != std::string::npos; at = text.find(path_ + "/", at)) {
        text.erase(at, path_.size());
    }
    return text;
}

}  // namespace abi
