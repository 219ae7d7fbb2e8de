#include "core/path.h"

#include "core/text.h"

namespace core {

Verdict check_path(std::string_view path) {
    if (path.size() > max_path_bytes) {
        return VERDICT_ENAMETOOLONG;
    }
    if (path.empty() || path.find('\0') != std::string_view::npos) {
        return VERDICT_EINVAL;
    }
    while (!path.empty()) {
        if (next_component(path).size() > max_component_bytes) {
            return VERDICT_ENAMETOOLONG;
        }
    }
    return VERDICT_OK;
}

std::string_view next_component(std::string_view& path) {
    while (!path.empty()) {
        const std::string_view part = take_part(path, '/');
        if (!part.empty() && part != ".") {
            return part;
        }
    }
    return {};
}

bool demands_directory(std::string_view path) {
    std::string_view last = path;
    last.remove_prefix(path.rfind('/') + 1);  // npos + 1 is 0
    return last.empty() || last == "." || last == "..";
}

}  // namespace core
