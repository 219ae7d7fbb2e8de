#include "core/text.h"

#include <algorithm>

#include "user/nipbox/nipbox.h"

namespace nipbox {

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) {
        text.remove_prefix(1);
    }
    while (text.ends_with(' ')) {
        text.remove_suffix(1);
    }
    return text;
}

std::string_view next_word(std::string_view& text) {
    text = trimmed(text);
    const std::string_view word(text.data(), std::min(text.find(' '), text.size()));
    text.remove_prefix(word.size());
    text = trimmed(text);
    return word;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t number = 0;
    if (text.empty() || text.size() > 18) {
        return std::nullopt;
    }
    for (const char digit : text) {
        if (digit < '0' || digit > '9') {
            return std::nullopt;
        }
        number = number * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    return number;
}

void print(Shell& shell, std::string_view text) {
    (void)membrane::write(shell.ion, text);
}

void print(Shell& shell, std::uint64_t number) {
    print(shell, core::decimal(number).view());
}

void complain(Shell& shell, std::string_view subject, std::string_view why) {
    print_line(shell, std::string_view("nipbox: "), subject, std::string_view(": "), why);
}

bool succeeded(Shell& shell, std::string_view subject, membrane::Verdict verdict) {
    if (verdict != membrane::VERDICT_OK) {
        complain(shell, subject, membrane::describe(verdict));
    }
    return verdict == membrane::VERDICT_OK;
}

}  // namespace nipbox
