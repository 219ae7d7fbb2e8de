#include "read/probe/declared_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <iterator>
#include <span>
#include <utility>

#include "model/lines.h"
#include "os/file.h"
#include "read/code_words.h"

namespace abi::probe {
namespace {

/// The open braces around a word: those of a scope that has a name, and others, in which nothing is looked for.
class Scopes {
  public:
    explicit Scopes(std::string_view separator) : separator_(separator) {}

    /// `name`: of the scope that the next brace opens; empty: of another brace.
    void open(std::string name) { names_.push_back(std::move(name)); }
    /// A brace around declarations of the scope around it.
    void open_same() { names_.emplace_back(same_); }
    bool is_same() const { return !names_.empty() && names_.back() == same_; }
    void close() {
        if (!names_.empty()) names_.pop_back();
    }
    bool are_named() const { return std::ranges::none_of(names_, &std::string::empty); }
    std::string qualified(std::string_view name) const {
        std::string all;
        for (const auto& scope : names_) {
            if (scope != same_) all += scope + std::string(separator_);
        }
        return all + std::string(name);
    }

  private:
    static constexpr std::string_view same_ = "{";
    std::string_view separator_;
    std::vector<std::string> names_;
};

using WordList = std::vector<std::string_view>;

std::string_view at(const WordList& words, std::size_t index) {
    return index < words.size() ? words[index] : std::string_view();
}

/// Whether type parameters follow: "<T>", but not the lifetime "<'a>".
bool has_parameters(const WordList& words, std::size_t index) {
    return at(words, index) == "<" && at(words, index + 1) != "'";
}

/// The fields of the record whose body begins behind the brace at `i`: "range: [wire::Range; 2],". Types with a pointer
/// or with parameters are left out.
std::vector<TypedField> fields_of_rust(const WordList& words, std::size_t i, const std::string& record) {
    std::vector<TypedField> fields;
    TypedField next;
    bool is_type = false;
    for (unsigned depth = 1; depth != 0 && ++i < words.size();) {
        const auto word = words[i];
        if (word == "{") ++depth;
        if (word == "}") --depth;
        if (word == "," || depth == 0) {
            if (!next.type.empty()) fields.push_back(std::exchange(next, {}));
            is_type = false;
        } else if (word == ":" && at(words, i + 1) != ":" && at(words, i - 1) != ":") {
            is_type = true;
            next = {record, std::string(words[i - 1]), ""};
        } else if (is_type && (word == "*" || word == "&" || word == "<" || word == ";")) {
            if (word != ";") next.type.clear();
            is_type = false;
        } else if (is_type && is_name_character(word.front())) {
            next.type = word;
        }
    }
    return fields;
}

/// Whether a variant of the enumeration whose body opens at word `i` has fields: "A(u32)", "B { x: u8 }".
bool has_variant_with_fields(const std::vector<std::string_view>& words, std::size_t i) {
    int depth = 0;
    bool is_value = false;  // behind "A ="
    for (; i < words.size(); ++i) {
        const auto word = words[i];
        const bool opens = word == "{" || word == "(" || word == "[";
        if (opens && depth == 1 && word != "[" && !is_value && is_name_character(words[i - 1].front())) return true;
        if (opens) ++depth;
        if ((word == "}" || word == ")" || word == "]") && --depth == 0) return false;
        if (depth == 1 && (word == "=" || word == ",")) is_value = word == "=";
    }
    return false;
}

/// Whether a brace opens the arguments of a macro, which may be declarations: "s! {", or in them a branch of cfg_if!:
/// "if #[cfg(unix)] {", "else {".
bool opens_arguments(const WordList& words, std::size_t i, const Scopes& scopes) {
    const auto before = i == 0 ? std::string_view() : words[i - 1];
    return before == "!" || (scopes.is_same() && (before == "]" || before == "else"));
}

DeclaredNames names_of_rust(std::string_view text) {
    const auto words = code_words(text);
    DeclaredNames found;
    Scopes scopes("::");
    std::string next;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto word = words[i];
        const auto name = at(words, i + 1);
        if (word == "{" && opens_arguments(words, i, scopes)) {
            scopes.open_same();
        } else if (word == "{") {
            scopes.open(std::exchange(next, {}));
        }
        if (word == "}") scopes.close();
        if (!scopes.are_named() || name.empty() || !is_name_character(name.front())) continue;
        const bool is_plain = !has_parameters(words, i + 2);
        if (word == "mod" && at(words, i + 2) == "{") next = name;
        if (word == "mod" && at(words, i + 2) == ";") found.modules.push_back(scopes.qualified(name));
        const bool is_union = word == "union" && (at(words, i + 2) == "{" || at(words, i + 2) == "<");
        if ((word == "struct" || is_union) && is_plain) {
            found.records.push_back(scopes.qualified(name));
            if (at(words, i + 2) != "{") continue;
            for (auto& field : fields_of_rust(words, i + 2, scopes.qualified(name)))
                found.fields.push_back(std::move(field));
        }
        if (word == "enum" && is_plain) {
            auto& list = has_variant_with_fields(words, i + 2) ? found.records : found.enums;
            list.push_back(scopes.qualified(name));
        }
        // "*const a::B" is a type.
        const bool has_type = at(words, i + 2) == ":" && at(words, i + 3) != ":";
        if (word == "const" && has_type) found.constants.push_back(scopes.qualified(name));
    }
    return found;
}

/// Whether a declaration of Zig is another name for something: `linux.io_uring_sqe;`. The text does not tell for what.
bool is_path(const WordList& words, std::size_t i) {
    const auto is_name = [&](std::size_t index) {
        const auto word = at(words, index);
        return !word.empty() && is_name_character(word.front()) &&
               std::isdigit(static_cast<unsigned char>(word.front())) == 0;
    };
    while (is_name(i) && at(words, i + 1) == ".") i += 2;
    return is_name(i) && at(words, i + 1) == ";";
}

DeclaredNames names_of_zig(std::string_view text) {
    const auto words = code_words(text);
    DeclaredNames found;
    Scopes scopes(".");
    std::string next;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto word = words[i];
        if (word == "{") scopes.open(std::exchange(next, {}));
        if (word == "}") scopes.close();
        const bool is_public = word == "pub" && at(words, i + 1) == "const";
        const auto name = at(words, i + 2);
        if (!is_public || !scopes.are_named() || name.empty() || !is_name_character(name.front())) continue;
        const bool has_type = at(words, i + 3) == ":";
        if (!has_type && at(words, i + 3) != "=") continue;
        auto kind = i + 4;
        while (at(words, kind) == "extern" || at(words, kind) == "packed") ++kind;
        const auto what = at(words, kind);
        if (!has_type && (what == "struct" || what == "union" || what == "enum")) {
            auto& list = what == "enum" ? found.enums : found.records;
            list.push_back(scopes.qualified(name));
            next = name;
        } else if (!has_type && is_path(words, kind)) {
            found.records.push_back(scopes.qualified(name));
            found.enums.push_back(scopes.qualified(name));
            found.constants.push_back(scopes.qualified(name));
        } else if (what != "@" && what != "fn" && what != "error" && what != "opaque" && what != ";") {  // ";": text
            found.constants.push_back(scopes.qualified(name));
        }
    }
    return found;
}

/// Declarations of Nim stand in sections: below `type` or `const`, further to the right, or behind it in its line.
DeclaredNames names_of_nim(std::string_view text) {
    DeclaredNames found;
    std::string_view section;
    for (auto line : lines_of(text)) {
        const auto indent = std::min(line.find_first_not_of(" \t"), line.size());
        line.remove_prefix(indent);
        if (line.empty() || line.front() == '#') continue;
        auto words = code_words(line, "nim");
        if (words.empty()) continue;
        if (indent == 0) {
            section = words.front();
            words.erase(words.begin());
        }
        if ((section != "type" && section != "const") || words.empty() || !is_name_character(words.front().front()))
            continue;
        const auto equals = std::ranges::find(words, "=");
        if (equals == words.end() || std::next(equals) == words.end()) continue;
        const std::string name(words.front());
        const auto what = *std::next(equals);
        if (section == "const") found.constants.push_back(name);
        if (section == "type" && what == "object") found.records.push_back(name);
        if (section == "type" && what == "enum") found.enums.push_back(name);
    }
    return found;
}

/// Where the string, raw string, character or comment of Go that begins at `i` ends (one past it); `i` if none does.
std::size_t end_of_token(std::string_view text, std::size_t i) {
    const auto behind = [&](std::string_view mark, std::size_t from) {
        const auto end = text.find(mark, from);
        return end == std::string_view::npos ? text.size() : end + mark.size();
    };
    if (text.substr(i, 2) == "//") return std::min(text.find('\n', i), text.size());
    if (text.substr(i, 2) == "/*") return behind("*/", i + 2);
    if (text[i] == '`') return behind("`", i + 1);
    if (text[i] != '"' && text[i] != '\'') return i;
    auto end = i + 1;
    while (end < text.size() && text[end] != text[i] && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
    return std::min(end + 1, text.size());
}

/// The text of Go without strings and comments, which may hold lines that are no declarations.
std::string only_code(std::string_view text) {
    std::string code;
    for (std::size_t i = 0; i < text.size();) {
        const auto end = end_of_token(text, i);
        if (end == i) code += text[i];
        i = std::max(end, i + 1);
    }
    return code;
}

/// Reads the lines of Go: declarations stand behind `type` or `const`, or in the group that one of them opens.
class GoLines {
  public:
    DeclaredNames names;

    void add(WordList words) {
        const auto outside = depth_ == 0;
        const bool begins = outside && !words.empty() && (words.front() == "type" || words.front() == "const");
        const std::string_view what = begins ? words.front() : (depth_ == 1 ? group_ : std::string_view());
        if (begins) words.erase(words.begin());
        if (begins && at(words, 0) == "(") group_ = what;
        if (!words.empty() && is_name_character(words.front().front())) {
            if (what == "type") add_type(words);
            if (what == "const") add_constants(words);
        }
        for (const auto word : words) {
            if (word == "{" || word == "(") ++depth_;
            if ((word == "}" || word == ")") && depth_ != 0) --depth_;
        }
        if (depth_ == 0) group_ = {};
    }

  private:
    void add_type(const WordList& words) {
        const std::string name(words.front());
        const auto what = at(words, at(words, 1) == "=" ? 2 : 1);
        if (what == "struct") names.records.push_back(name);
        constexpr std::array others{"interface", "func", "map", "chan"};
        const bool is_name = !what.empty() && is_name_character(what.front()) && at(words, 1) != "=" &&
                             std::ranges::find(others, what) == others.end();
        // `type Stat C.struct_stat` and `type Time unix.Timespec` may be records.
        if (is_name && what != "struct") (at(words, 2) == "." ? names.records : names.enums).push_back(name);
    }
    void add_constants(const WordList& words) {
        for (std::size_t i = 0; i < words.size() && is_name_character(words[i].front()); i += 2) {
            if (words[i] != "_") names.constants.emplace_back(words[i]);
            if (at(words, i + 1) != ",") break;
        }
    }

    std::string_view group_;
    std::size_t depth_ = 0;
};

DeclaredNames names_of_go(std::string_view text) {
    const auto code = only_code(text);
    GoLines lines;
    for (const auto line : lines_of(code)) lines.add(code_words(line));
    return lines.names;
}

void skip_blanks(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
}

/// Takes the name at the beginning of a text.
std::string_view take_name(std::string_view& text) {
    skip_blanks(text);
    const auto end = static_cast<std::size_t>(std::ranges::find_if_not(text, is_name_character) - text.begin());
    const auto name = text.substr(0, end);
    text.remove_prefix(end);
    return name;
}

/// The directives of the preprocessor, without the "#" and the blanks around it.
std::vector<std::string_view> directives_of(std::string_view text) {
    std::vector<std::string_view> found;
    for (auto line : lines_of(text)) {
        skip_blanks(line);
        if (!line.starts_with('#')) continue;
        line.remove_prefix(1);
        skip_blanks(line);
        found.push_back(line);
    }
    return found;
}

/// The macro that keeps a header from being read twice: the first two directives ask for it and define it, and the last
/// one ends what the first began. Empty: there is none. `#ifndef LIMIT`, `#define LIMIT 4`, `#endif` is a default.
std::string_view guard_of(std::span<const std::string_view> directives) {
    if (directives.size() < 4 || !directives.back().starts_with("endif")) return {};
    auto asks = directives[0];
    auto defines = directives[1];
    if (take_name(asks) != "ifndef" || take_name(defines) != "define") return {};
    const auto guard = take_name(asks);
    std::size_t depth = 0;
    for (const auto directive : directives.first(directives.size() - 1)) {
        if (directive.starts_with("if")) ++depth;
        if (directive.starts_with("endif")) --depth;
        if (depth == 0 || (depth == 1 && directive.starts_with("el"))) return {};
    }
    return depth == 1 && take_name(defines) == guard ? guard : std::string_view();
}

/// `#define NAME value`. A macro without a value is a guard or a switch.
DeclaredNames names_of_c(std::string_view text) {
    DeclaredNames found;
    const auto directives = directives_of(text);
    const auto guard = guard_of(directives);
    for (auto line : directives) {
        if (!line.starts_with("define")) continue;
        line.remove_prefix(6);
        const auto name = take_name(line);
        if (name.empty() || name == guard || line.starts_with('(')) continue;
        skip_blanks(line);
        const bool has_value = !line.empty() && !line.starts_with("//") && !line.starts_with("/*") && line != "\r";
        if (has_value) found.constants.emplace_back(name);
    }
    return found;
}

void append(std::vector<std::string>& all, const std::vector<std::string>& names, const std::string& scope) {
    for (const auto& name : names) all.push_back(scope + name);
}

/// The folder in which the modules of a Rust file lie.
std::filesystem::path module_folder(const std::filesystem::path& file) {
    const auto stem = file.stem().string();
    constexpr std::array roots{"lib", "main", "mod"};
    const bool is_root = std::ranges::any_of(roots, [&](const char* root) { return stem == root; });
    return is_root ? file.parent_path() : file.parent_path() / stem;
}

void add_file(const std::filesystem::path& file, std::string_view language, const std::string& scope, unsigned depth,
              DeclaredNames& all) {
    constexpr unsigned deepest = 16;
    const auto text = read_file(file.string());
    if (!text || depth == deepest) return;
    const auto found = declared_names(*text, language);
    append(all.records, found.records, scope);
    append(all.enums, found.enums, scope);
    append(all.constants, found.constants, scope);
    for (const auto& field : found.fields) all.fields.push_back({scope + field.record, field.field, field.type});
    for (const auto& module : found.modules) {
        std::string inner = module;
        for (auto at = inner.find("::"); at != std::string::npos; at = inner.find("::")) inner.replace(at, 2, "/");
        // A probe includes its file, so the modules of `packet.rs` lie beside it.
        const auto folder = depth == 0 ? file.parent_path() : module_folder(file);
        auto path = folder / (inner + ".rs");
        std::error_code error;
        if (!std::filesystem::exists(path, error)) path = folder / inner / "mod.rs";
        add_file(path, language, scope + module + "::", depth + 1, all);
    }
}

}  // namespace

DeclaredNames declared_names(std::string_view text, std::string_view language) {
    if (language == "rust") return names_of_rust(text);
    if (language == "zig") return names_of_zig(text);
    if (language == "nim") return names_of_nim(text);
    if (language == "go") return names_of_go(text);
    return names_of_c(text);
}

DeclaredNames declared_names_in(const std::string& path, std::string_view language) {
    DeclaredNames all;
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) add_file(path, language, "", 0, all);
    for (std::filesystem::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
        if (entry->path().extension() == "." + std::string(language)) add_file(entry->path(), language, "", 0, all);
    }
    return all;
}

}  // namespace abi::probe
