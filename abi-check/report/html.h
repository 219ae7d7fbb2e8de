// HTML that is safe by its type. No text can become `Html` unless it is escaped or was known when this program was
// compiled:
//
//     Html row = html("<td class=\"{}\">{}</td>", kind, name);   // kind and name are escaped
//     page.add("<tr>{}</tr>\n", row);                            // row is Html, so it is inserted as it is
//     Html bad = name;                                           // does not compile
//
// SVG inside the page is written in the same way.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "report/escape.h"

namespace abi {

/// Markup that is a constant of this program: `constexpr HtmlLiteral badge = "<b>!</b>";`.
class HtmlLiteral {
  public:
    template <std::size_t Size>
    consteval HtmlLiteral(const char (&text)[Size]) : text_(text) {}
    consteval explicit HtmlLiteral(std::string_view text) : text_(text) {}
    constexpr std::string_view text() const { return text_; }

  private:
    std::string_view text_;
};

class Html;

/// Text in which a pair of backticks becomes <code>. For use between tags, not in attributes.
Html prose(std::string_view text);

namespace html_detail {

/// Text that is escaped when it is written.
struct Escaped {
    std::string_view text;
};

template <typename Argument>
constexpr bool is_markup = std::same_as<Argument, Html> || std::same_as<Argument, HtmlLiteral>;

template <typename Argument>
constexpr bool is_number = std::integral<Argument> && !std::same_as<Argument, char> && !std::same_as<Argument, bool>;

/// What the library fmt is given for an argument.
template <typename Argument>
auto prepare(const Argument& argument) {
    if constexpr (is_markup<Argument>) {
        return std::string_view(argument.text());
    } else if constexpr (is_number<Argument>) {
        return argument;
    } else {
        return Escaped{argument};
    }
}

template <typename Argument>
using Prepared = decltype(prepare(std::declval<const Argument&>()));

// Calling one of these, which are not constexpr, stops the compiler. Its message shows the name.
void error_text_in_a_tag_must_stand_in_double_quotes();
void error_markup_cannot_stand_in_an_attribute_value();

/// Where a placeholder stands decides what it may hold. Between tags: anything. In the quoted value of an attribute:
/// text, not markup. Elsewhere in a tag: markup (a whole attribute), numbers, not text.
template <typename... Arguments>
consteval void check_places(std::string_view format) {
    constexpr bool markup[] = {is_markup<Arguments>..., false};
    constexpr bool number[] = {is_number<Arguments>..., false};
    std::size_t next = 0;
    bool in_tag = false;
    bool in_quotes = false;
    for (std::size_t at = 0; at < format.size(); ++at) {
        const char c = format[at];
        if (!in_quotes && c == '<') in_tag = true;
        if (!in_quotes && c == '>') in_tag = false;
        if (in_tag && c == '"') in_quotes = !in_quotes;
        if (c != '{') continue;
        const char first = format[++at];
        if (first == '{') continue;  // a brace
        const std::size_t index = first >= '0' && first <= '9' ? static_cast<std::size_t>(first - '0') : next++;
        if (in_quotes && markup[index]) error_markup_cannot_stand_in_an_attribute_value();
        if (in_tag && !in_quotes && !markup[index] && !number[index]) {
            error_text_in_a_tag_must_stand_in_double_quotes();
        }
    }
}

}  // namespace html_detail

/// A format string of the library fmt, checked at compile time. Its arguments are text, integers or markup.
template <typename... Arguments>
class HtmlFormat {
  public:
    consteval HtmlFormat(const char* format) : format_(format) { html_detail::check_places<Arguments...>(format); }
    const auto& get() const { return format_; }

  private:
    fmt::format_string<html_detail::Prepared<Arguments>...> format_;
};

class Html {
  public:
    Html() = default;
    Html(HtmlLiteral markup) : text_(markup.text()) {}

    /// Appends the format with its arguments filled in. Text is escaped, markup is inserted as it is.
    template <typename... Arguments>
    Html& add(HtmlFormat<std::type_identity_t<Arguments>...> format, const Arguments&... arguments) {
        fmt::format_to(std::back_inserter(text_), format.get(), html_detail::prepare(arguments)...);
        return *this;
    }
    Html& operator+=(const Html& other) {
        text_ += other.text_;
        return *this;
    }
    Html& operator+=(HtmlLiteral markup) {
        text_ += markup.text();
        return *this;
    }

    bool empty() const { return text_.empty(); }
    const std::string& text() const& { return text_; }
    std::string text() && { return std::move(text_); }

  private:
    friend Html prose(std::string_view text);
    std::string text_;
};

/// The format with its arguments filled in. Text is escaped, markup is inserted as it is.
template <typename... Arguments>
Html html(HtmlFormat<std::type_identity_t<Arguments>...> format, const Arguments&... arguments) {
    Html made;
    made.add(format, arguments...);
    return made;
}

}  // namespace abi

template <>
struct fmt::formatter<abi::html_detail::Escaped> : fmt::formatter<std::string_view> {
    template <typename Context>
    auto format(const abi::html_detail::Escaped& argument, Context& context) const {
        if (!abi::needs_escape(argument.text)) return formatter<std::string_view>::format(argument.text, context);
        return formatter<std::string_view>::format(abi::escape_html(argument.text), context);
    }
};
