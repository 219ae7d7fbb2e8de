#include "specfile/config.h"

namespace abi {

bool matches_glob(std::string_view pattern, std::string_view name) {
    // Only the last `*` is ever worth another try, so the time is at most pattern times name.
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

}  // namespace abi
