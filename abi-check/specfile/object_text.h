// An object of JSON that is written as text at once, member by member. A tree of all values takes several times the
// time and the memory. The text of a value is that of nlohmann's dump().
//
//     one line:  {"name":"kind","offset":0}        rows:  {
//                                                          "name": "Packet",
//                                                          "fields": [
//                                                           {"name":"kind","offset":0}
//                                                          ]
//                                                         }
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace abi {

using TextSink = std::function<void(std::string_view)>;

/// Text that is passed on in parts, so that a long one is never in memory as a whole.
struct TextParts {
    const TextSink& sink;
    std::string waiting{};

    void flush() {
        sink(waiting);
        waiting.clear();
    }
};

class ObjectText {
  public:
    /// Appends an object. With `rows`, each member has a line of its own, and `indent` spaces are before the
    /// closing bracket. `add_members` gets the object.
    template <typename AddMembers>
    static void write(TextParts& parts, bool rows, std::size_t indent, const AddMembers& add_members) {
        ObjectText object(parts, rows, indent);
        add_members(object);
        object.close();
    }

    /// Adds a member. A byte that is not UTF-8 becomes U+FFFD.
    void put(std::string_view key, std::string_view value);
    void put(std::string_view key, const std::vector<std::string>& values);
    void put(std::string_view key, const std::vector<std::uint64_t>& values);
    /// Numbers and truth values. A template, so that no text is taken for a truth value.
    template <std::unsigned_integral Number>
    void put(std::string_view key, Number value) {
        if constexpr (std::same_as<Number, bool>) {
            put_word(key, value ? "true" : "false");
        } else {
            put_number(key, value);
        }
    }
    void put_null(std::string_view key) { put_word(key, "null"); }

    /// Adds an object on one line.
    template <typename AddMembers>
    void put_object(std::string_view key, const AddMembers& add_members) {
        begin(key);
        write(parts_, false, 0, add_members);
    }

    /// Adds a list of objects, each from a new line on. An object that is written on one line has only empty lists.
    /// `has_rows` tells whether an element is written in rows; `add_members` gets the object and the element.
    template <typename Values, typename HasRows, typename AddMembers>
    void put_list(std::string_view key, const Values& values, const HasRows& has_rows, const AddMembers& add_members) {
        begin(key);
        text_ += '[';
        bool is_first = true;
        for (const auto& value : values) {
            if (!is_first) text_ += ',';
            is_first = false;
            new_line(indent_ + 2);
            write(parts_, has_rows(value), indent_ + 2, [&](ObjectText& object) { add_members(object, value); });
            if (text_.size() >= longest_part) parts_.flush();
        }
        if (!is_first) new_line(indent_ + 1);
        text_ += ']';
    }

  private:
    static constexpr std::size_t longest_part = 1U << 16U;

    ObjectText(TextParts& parts, bool rows, std::size_t indent)
        : parts_(parts), text_(parts.waiting), rows_(rows), indent_(indent) {
        text_ += '{';
    }

    void begin(std::string_view key);
    void close();
    void new_line(std::size_t indent);
    void put_number(std::string_view key, std::uint64_t value);
    void put_word(std::string_view key, std::string_view word);
    void add_text(std::string_view value);
    void add_number(std::uint64_t value);

    TextParts& parts_;
    std::string& text_;
    bool rows_;
    std::size_t indent_;
    bool is_empty_ = true;
};

}  // namespace abi
