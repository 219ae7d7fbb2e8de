#include "read/code_words.h"

#include <algorithm>
#include <cctype>

namespace abi {
namespace {

class Words {
  public:
    Words(std::string_view text, std::string_view language)
        : rest_(text), is_nim_(language == "nim"), is_go_(language == "go") {}

    std::vector<std::string_view> all() {
        std::vector<std::string_view> words;
        while (skip(), !rest_.empty()) {
            const auto end = is_name_character(rest_.front())
                                 ? std::ranges::find_if_not(rest_, is_name_character) - rest_.begin()
                                 : 1;
            words.push_back(take(static_cast<std::size_t>(end)));
        }
        return words;
    }

  private:
    std::string_view take(std::size_t count) {
        const auto taken = rest_.substr(0, count);
        rest_.remove_prefix(taken.size());
        return taken;
    }

    void skip_to(std::string_view end) {
        const auto at = rest_.find(end, 1);
        rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + end.size());
    }

    void skip_quoted() {
        std::size_t at = 1;
        while (at < rest_.size() && rest_[at] != '"') at += rest_[at] == '\\' ? 2 : 1;
        rest_.remove_prefix(std::min(at + 1, rest_.size()));
    }

    /// 'a' and '\n', but not the lifetime 'a.
    bool skip_character() {
        const auto end = rest_.size() > 1 && rest_[1] == '\\' ? rest_.find('\'', 3) : std::size_t{2};
        if (end >= rest_.size() || rest_[end] != '\'') return false;
        rest_.remove_prefix(end + 1);
        return true;
    }

    void skip() {
        while (!rest_.empty()) {
            if (is_nim_ && rest_.front() == '#') {
                skip_to(rest_.starts_with("#[") ? "]#" : "\n");
            } else if (rest_.starts_with("//") || rest_.starts_with("\\\\")) {
                skip_to("\n");
            } else if (rest_.starts_with("/*")) {
                skip_to("*/");
            } else if (is_go_ && rest_.front() == '`') {
                skip_to("`");
            } else if (rest_.front() == '"') {
                skip_quoted();
            } else if (rest_.front() == '\'' && skip_character()) {
                continue;
            } else if (std::isspace(static_cast<unsigned char>(rest_.front())) != 0) {
                rest_.remove_prefix(1);
            } else {
                return;
            }
        }
    }

    std::string_view rest_;
    bool is_nim_;
    bool is_go_;
};

}  // namespace

bool is_name_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string_view> code_words(std::string_view text, std::string_view language) {
    return Words(text, language).all();
}

}  // namespace abi
