#include "fix/edit_text.h"

#include <algorithm>

#include "model/find.h"

namespace abi::fix {

std::optional<std::string> edited(std::string_view text, std::vector<TextEdit> edits) {
    std::vector<TextEdit> once;
    for (auto& edit : edits) {
        if (edit.begin > edit.end || edit.end > text.size()) return std::nullopt;
        if (!contains(once, edit)) once.push_back(std::move(edit));
    }
    std::ranges::stable_sort(once, {}, &TextEdit::begin);
    std::string result;
    std::size_t at = 0;
    for (const auto& edit : once) {
        if (edit.begin < at) return std::nullopt;
        result += text.substr(at, edit.begin - at);
        result += edit.text;
        at = edit.end;
    }
    result += text.substr(at);
    return result;
}

}  // namespace abi::fix
