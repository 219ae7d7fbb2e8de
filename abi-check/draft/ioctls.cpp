#include "draft/ioctls.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "model/expression.h"
#include "model/find.h"
#include "model/on_target.h"
#include "specfile/type_name.h"

namespace abi {
namespace {

constexpr std::string_view blanks = " \t\r\n";

/// Integers of C with the same width in all ABIs of Linux, and their types in a spec.
constexpr std::array<std::pair<std::string_view, std::string_view>, 27> integers{{
    {"char", "i8"},
    {"signed char", "i8"},
    {"unsigned char", "u8"},
    {"short", "i16"},
    {"unsigned short", "u16"},
    {"int", "i32"},
    {"signed int", "i32"},
    {"unsigned", "u32"},
    {"unsigned int", "u32"},
    {"long long", "i64"},
    {"unsigned long long", "u64"},
    {"__u8", "u8"},
    {"__s8", "i8"},
    {"__u16", "u16"},
    {"__s16", "i16"},
    {"__u32", "u32"},
    {"__s32", "i32"},
    {"__u64", "u64"},
    {"__s64", "i64"},
    {"uint8_t", "u8"},
    {"int8_t", "i8"},
    {"uint16_t", "u16"},
    {"int16_t", "i16"},
    {"uint32_t", "u32"},
    {"int32_t", "i32"},
    {"uint64_t", "u64"},
    {"int64_t", "i64"},
}};

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

bool is_word(char c) {
    return is_identifier(std::string("_") + c);
}

/// Takes the identifier at the beginning of the text.
std::string_view take_word(std::string_view& text) {
    text = trimmed(text);
    const auto end = static_cast<std::size_t>(std::ranges::find_if_not(text, is_word) - text.begin());
    const auto word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

/// The text without comments and without line ends behind a backslash. A comment becomes a blank.
std::string plain(std::string_view text) {
    std::string made;
    for (std::size_t i = 0; i < text.size();) {
        const auto rest = text.substr(i);
        if (rest.starts_with("\\\n") || rest.starts_with("\\\r\n")) {
            i += rest[1] == '\n' ? 2 : 3;
        } else if (rest.starts_with("/*")) {
            made += ' ';
            i = std::min(text.find("*/", i + 2), text.size() - 2) + 2;
        } else if (rest.starts_with("//")) {
            i = std::min(text.find('\n', i), text.size());
        } else {
            made += text[i++];
        }
    }
    return made;
}

/// The last argument of "(a, (b), c)" if the call ends with the text.
std::optional<std::string_view> last_argument(std::string_view text) {
    text = trimmed(text);
    if (!text.starts_with('(')) return std::nullopt;
    std::size_t begin = 1;
    unsigned depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 3) == "'('" || text.substr(i, 3) == "')'" || text.substr(i, 3) == "','") {
            i += 2;
        } else if (text[i] == '(') {
            ++depth;
        } else if (text[i] == ',' && depth == 1) {
            begin = i + 1;
        } else if (text[i] == ')' && --depth == 0) {
            return i + 1 == text.size() ? std::optional(trimmed(text.substr(begin, i - begin))) : std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<MacroCall> call_in(std::string_view line) {
    line = trimmed(line);
    if (!line.starts_with('#')) return std::nullopt;
    line.remove_prefix(1);
    if (take_word(line) != "define") return std::nullopt;
    const auto macro = take_word(line);
    if (macro.empty() || line.starts_with('(')) return std::nullopt;  // a macro with parameters
    const auto callee = take_word(line);
    const auto argument = last_argument(line);
    if (callee.empty() || !argument) return std::nullopt;
    return MacroCall{std::string(macro), std::string(callee), std::string(*argument)};
}

/// The expression of an integer, or of an array such as "char[32]"; nothing for other types.
std::optional<Expression> integer_argument(std::string_view text) {
    const auto bracket = std::min(text.find('['), text.size());
    const auto name = trimmed(text.substr(0, bracket));
    const auto row = std::ranges::find(integers, name, &std::pair<std::string_view, std::string_view>::first);
    if (row == integers.end()) return std::nullopt;
    const std::string spelled = std::string(row->second) + std::string(text.substr(bracket));
    const auto type = parse_type_name(spelled);
    if (!type || type->type.flexible_tail || size_bits(type->type) / 8 > largest_ioctl_bytes) return std::nullopt;
    return Expression{.record = spelled, .argument = type->type};
}

/// Finds the expression of one constant.
class IoctlDrafter {
  public:
    IoctlDrafter(std::span<const Layout> layouts, Draft& draft) : layouts_(layouts), draft_(draft) {
        for (const auto& layout : layouts) {
            here_.push_back(on_target(draft.layout, layout.target, layout.byte_order, layout.facts));
        }
    }

    void draft(const MacroCall& call) {
        const auto name = draft_.names.find(call.macro);
        if (name == draft_.names.end()) return;
        auto found = argument_of(call);
        const auto value = value_of(name->second);
        if (!found || !value || value->negative) return;
        found->form = "ioctl";
        found->type.low = value->low >> 8U & 0xffU;
        found->number.low = value->low & 0xffU;
        for (const char* direction : {"none", "read", "write", "read_write"}) {
            found->direction = direction;
            if (holds_everywhere(*found, name->second)) return state(*found, name->second);
        }
    }

  private:
    std::optional<Integer> value_of(const std::string& name) const {
        const auto* constant = find_named(draft_.layout.constants, name);
        return constant == nullptr ? std::nullopt : std::optional(constant->value);
    }

    /// The expression with the argument only; nothing if the call does not make an ioctl, or if its argument cannot be
    /// in an expression.
    std::optional<Expression> argument_of(const MacroCall& call) const {
        if (call.callee.ends_with("_IO")) return Expression{};
        constexpr std::array<std::string_view, 3> ends{"_IOR", "_IOW", "_IOWR"};
        if (std::ranges::none_of(ends, [&](auto end) { return call.callee.ends_with(end); })) return std::nullopt;
        if (auto integer = integer_argument(call.argument)) return integer;
        std::string_view text = call.argument;
        auto word = take_word(text);
        if (word == "struct" || word == "union" || word == "enum") word = take_word(text);
        const auto name = draft_.names.find(std::string(word));
        if (!trimmed(text).empty() || name == draft_.names.end()) return std::nullopt;
        return argument_named(name->second);
    }

    std::optional<Expression> argument_named(const std::string& name) const {
        if (find_enum(draft_.layout, name) != nullptr) {
            return Expression{.record = name, .argument = {.kind = Kind::enumeration, .name = name}};
        }
        const auto is_too_large = [&](const Record& record) {
            return record.name == name && record.size_bytes > largest_ioctl_bytes;
        };
        if (find_record(draft_.layout, name) == nullptr || std::ranges::any_of(draft_.layout.records, is_too_large)) {
            return std::nullopt;
        }
        return Expression{.record = name, .argument = {.kind = Kind::record, .name = name}};
    }

    bool holds_everywhere(const Expression& expression, const std::string& name) const {
        for (std::size_t i = 0; i < here_.size(); ++i) {
            const auto* constant = find_named(here_[i].constants, name);
            if (constant == nullptr) continue;
            if (evaluate(expression, here_[i], layouts_[i].facts) != constant->value) return false;
        }
        return true;
    }

    /// Makes the variants of the constant one, with the expression.
    void state(const Expression& expression, const std::string& name) {
        auto& constants = draft_.layout.constants;
        const auto first = std::ranges::find(constants, name, &Constant::name);
        first->expression = expression;
        std::vector<std::string> targets = std::exchange(first->targets, {});
        const auto others = std::ranges::remove_if(std::next(first), constants.end(), [&](const Constant& other) {
            if (other.name != name) return false;
            targets.insert(targets.end(), other.targets.begin(), other.targets.end());
            return true;
        });
        if (targets.size() < layouts_.size()) first->targets = std::move(targets);
        constants.erase(others.begin(), others.end());
    }

    std::span<const Layout> layouts_;
    Draft& draft_;
    std::vector<Layout> here_;  // the draft on the target of each layout
};

}  // namespace

std::vector<MacroCall> macro_calls(std::string_view text) {
    const std::string all = plain(text);
    std::vector<MacroCall> calls;
    for (std::string_view rest = all; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        if (auto call = call_in(rest.substr(0, end))) calls.push_back(std::move(*call));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return calls;
}

void draft_ioctls(std::span<const MacroCall> calls, std::span<const Layout> layouts, Draft& draft) {
    IoctlDrafter drafter(layouts, draft);
    for (const auto& call : calls) drafter.draft(call);
}

}  // namespace abi
