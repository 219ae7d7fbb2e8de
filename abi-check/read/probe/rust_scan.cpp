#include "read/probe/rust_scan.h"

#include <algorithm>
#include <array>

#include "read/probe/rust_tokens.h"

namespace abi::probe {
namespace {

/// What a pair of brackets is. Only modules and the arguments of macros contain items of a module.
enum class Bracket { module, arguments, body, definition, other };

struct Open {
    Bracket what = Bracket::other;
    std::size_t module = 0;  // the module that it belongs to
    std::string macro{};     // whose definition it is
};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

bool is_punctuation(const RustToken& token, std::initializer_list<std::string_view> characters) {
    return token.kind == RustToken::Kind::punctuation && is_one_of(token.text, characters);
}

class Scan {
  public:
    explicit Scan(std::string_view text) : text_(text), tokens_(text) {
        file_.modules.push_back({.end = text.size(), .is_file = true});
        open_.push_back({.what = Bracket::module});
        file_.top = top();
    }

    ScannedFile run() {
        for (auto token = tokens_.next(); token.kind != RustToken::Kind::end; token = tokens_.next()) take(token);
        return std::move(file_);
    }

  private:
    /// Behind a byte order mark and behind a line "#!/usr/bin/env …".
    std::size_t top() const {
        const std::size_t begin = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        const auto rest = text_.substr(begin);
        const bool is_attribute = RustTokens(rest.substr(std::min<std::size_t>(2, rest.size()))).next().text == "[";
        if (!rest.starts_with("#!") || is_attribute) return begin;
        return std::min(text_.find('\n', begin), text_.size() - 1) + 1;
    }

    void take(const RustToken& token) {
        if (token.kind == RustToken::Kind::identifier) {
            take_identifier(std::string(token.text));
        } else if (is_punctuation(token, {"{", "(", "["})) {
            open(token.text[0]);
        } else if (is_punctuation(token, {"}", ")", "]"})) {
            close(token);
        } else {
            if (token.text == ";" || token.text == ",") head_.clear();
            head_.emplace_back(token.text);
        }
    }

    void take_identifier(const std::string& name) {
        const auto& in = open_.back();
        const bool holds_items = in.what == Bracket::module || in.what == Bracket::arguments;
        if (in.what == Bracket::arguments) file_.modules[in.module].mentioned.insert(name);
        if (name == "crate_name") file_.names_crate = file_.names_crate || is_inner_attribute();
        if (declares(name)) {
            if (holds_items) file_.modules[in.module].declared.insert(name);
            if (in.what == Bracket::body) file_.in_bodies.insert(name);
            if (in.what == Bracket::definition) file_.macros[in.macro].insert(name);
        }
        head_.push_back(name);
    }

    bool is_inner_attribute() const {
        return open_.size() == 2 && head_.empty() && before_.size() >= 2 && before_.back() == "!" &&
               before_[before_.size() - 2] == "#";
    }

    /// Whether the words before a name begin its declaration.
    bool declares(const std::string& name) const {
        if (head_.empty() || is_one_of(name, {"fn", "unsafe", "async", "extern", "mut", "ref"})) return false;
        const auto& last = head_.back();
        const std::string_view before = head_.size() > 1 ? std::string_view(head_[head_.size() - 2]) : "";
        // "*const T", "&raw const x", and a parameter "<const N: usize>".
        if (last == "const" && is_one_of(before, {"*", "raw", "<", ","})) return false;
        const bool is_mutable = is_one_of(last, {"mut", "ref"}) && before == "static";
        return is_mutable || is_one_of(last, {"struct", "union", "enum", "type", "const", "static"});
    }

    bool heads(std::string_view word) const { return std::ranges::find(head_, word) != head_.end(); }

    /// The name in "name ! {"; empty if the words before the bracket are others.
    std::string called_macro() const {
        const auto size = head_.size();
        return size >= 2 && head_[size - 1] == "!" && head_[size - 2] != "#" ? head_[size - 2] : "";
    }

    Bracket kind_of(char bracket) const {
        const auto outer = open_.back().what;
        if (outer == Bracket::body || outer == Bracket::definition) return outer;
        const auto size = head_.size();
        if (size >= 3 && head_[size - 2] == "!" && head_[size - 3] == "macro_rules") return Bracket::definition;
        if (!called_macro().empty() && called_macro() != "macro_rules" && outer != Bracket::other)
            return Bracket::arguments;
        if (outer == Bracket::other) return heads("fn") && bracket == '{' ? Bracket::body : Bracket::other;
        if (bracket == '{' && size >= 2 && head_[size - 2] == "mod") return Bracket::module;
        const bool is_item = heads("struct") || heads("union") || heads("enum") || heads("impl") || heads("trait") ||
                             heads("extern") || heads("use");
        if (bracket == '{' && (heads("fn") || (heads("=") && !is_item))) return Bracket::body;
        return outer == Bracket::arguments && !is_item ? Bracket::arguments : Bracket::other;
    }

    void open(char bracket) {
        Open made{.what = kind_of(bracket), .module = open_.back().module, .macro = open_.back().macro};
        if (made.what == Bracket::module) {
            made.module = file_.modules.size();
            file_.modules.push_back({.end = text_.size()});
        }
        if (made.what == Bracket::arguments && !called_macro().empty()) {
            file_.modules[made.module].macros.insert(called_macro());
        }
        if (made.what == Bracket::definition && open_.back().what != Bracket::definition) made.macro = head_.back();
        open_.push_back(made);
        heads_.push_back(std::move(head_));
        before_ = heads_.back();
        head_.clear();
    }

    void close(const RustToken& token) {
        if (open_.size() == 1) return;
        if (open_.back().what == Bracket::module) file_.modules[open_.back().module].end = token.begin;
        open_.pop_back();
        // Behind braces a new item begins; behind other brackets the same one goes on.
        head_ = token.text == "}" ? std::vector<std::string>() : std::move(heads_.back());
        heads_.pop_back();
    }

    std::string_view text_;
    RustTokens tokens_;
    ScannedFile file_{};
    std::vector<Open> open_{};
    std::vector<std::string> head_{};                // the words of the item so far, in the innermost brackets
    std::vector<std::vector<std::string>> heads_{};  // those of the brackets around it
    std::vector<std::string> before_{};              // the words before the innermost brackets that were opened last
};

}  // namespace

ScannedFile scan_rust(std::string_view text) {
    return Scan(text).run();
}

}  // namespace abi::probe
