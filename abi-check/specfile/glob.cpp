#include "specfile/glob.h"

namespace abi {

bool matches_glob(std::string_view pattern, std::string_view name) {
    // Only the last `*` is tried again, so the time is at most pattern size times name size.
    std::size_t p = 0, n = 0;
    std::size_t star = std::string_view::npos, star_end = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_end = n;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
            ++p;
            ++n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++star_end;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

bool matches_path(std::string_view glob, std::string_view path) {
    while (!glob.empty()) {
        if (glob.starts_with("**")) {
            std::string_view rest = glob.substr(2);
            if (rest.starts_with('/')) {
                if (matches_path(rest.substr(1), path)) return true;
            } else if (rest.empty()) {
                return true;
            }
            for (std::size_t at = path.find('/'); at != std::string_view::npos; at = path.find('/', at + 1)) {
                if (matches_path(rest, path.substr(at))) return true;
            }
            return false;
        }
        if (glob.front() == '*') {
            for (std::size_t taken = 0; taken <= path.size(); ++taken) {
                if (matches_path(glob.substr(1), path.substr(taken))) return true;
                if (taken < path.size() && path[taken] == '/') return false;
            }
            return false;
        }
        if (path.empty() || (glob.front() != path.front() && (glob.front() != '?' || path.front() == '/'))) {
            return false;
        }
        glob.remove_prefix(1);
        path.remove_prefix(1);
    }
    return path.empty();
}

std::string literal_folder(std::string_view glob) {
    const auto slash = glob.substr(0, glob.find_first_of("*?")).rfind('/');
    return slash == std::string_view::npos ? "" : std::string(glob.substr(0, slash));
}

bool has_wild_card(std::string_view glob) {
    return glob.find_first_of("*?") != std::string_view::npos;
}

}  // namespace abi
