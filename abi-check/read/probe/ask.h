// Asks a compiler that has no reflection. One generated source asks all questions at once. The compiler's errors name
// lines, so the probe knows which questions were refused. It asks those in their next form, until the source compiles:
//
//     items ─► a source, one line or more each ─► compile ─► errors name lines ─► next form of their items ─┐
//       ▲                                            └─► no error: read the section ─► Layout               │
//       └──────────────────────────────────────────────────────────────────────────────────────────────────┘
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "read/probe/reader.h"
#include "read/probe/section.h"

namespace abi::probe {

inline constexpr std::size_t no_item = ~std::size_t{0};

/// One question, and the form in which it is asked now.
struct Item {
    /// rest, slots: see rest.h; value, values: see values.h; promise: whether the language promises the layout; shape:
    /// refused if the record is a union
    enum class What { record, field, constant, rest, slots, enumeration, value, values, promise, shape };
    What what = What::record;
    std::size_t record = 0;       // index of the record, constant or enumeration in the request
    std::size_t field = 0;        // index of the field in that record, or of the value in that enumeration
    std::size_t owner = no_item;  // the item of the record or enumeration that it belongs to
    std::size_t inner = no_item;  // of a field: the record that it probably holds; of a rest: the field before it; of
                                  // slots: the last field
    unsigned form = 0;            // forms are tried in turn; after the last one the item counts as not declared
    unsigned first = 0;           // of a record: the spelling that is tried first
    std::size_t levels = 1;       // how many array extents are asked for
    std::size_t members = 0;      // of a rest: how many members the record probably has
    bool hidden = false;          // the compiler reported that the item exists and that the probe cannot access it
    std::string found = {};  // of a rest, slots, promise or shape that was refused: what the compiler said, in words
};

/// All questions of one request.
struct Plan {
    Request request;          // its fields include those that compiler errors named
    std::vector<Item> items;  // records, their fields in the same order, constants; then items added by later rounds
    unsigned (*forms)(const Plan& plan, const Item& item) = nullptr;  // see Dialect
};

/// How a language can be asked for members that are not in the request (see rest.h).
enum class RestSearch { none, initializers, bindings, patterns };

/// What a language has to ask for all values of an enumeration, and for members that no initializer reaches.
struct Listing {
    /// The names of values in the error of a refused listing.
    std::vector<std::string> (*names)(const std::string& text) = nullptr;
    std::string_view whole_mark = {};  // an error with this text shows that the type is an enumeration, fully listed
    /// Whether a listing of this enumeration is always refused, if it is one.
    bool (*needs_proof)(const Plan& plan, const Item& enumeration) = nullptr;
    /// Changes the command so that the compiler prints the warnings that list values. Null: errors list them, and
    /// listings are asked from the start.
    void (*show_warnings)(std::vector<std::string>& command) = nullptr;
};

/// How the questions are written in one language.
struct Dialect {
    std::string language;     // the title: "C++"
    std::string source_name;  // "probe.cpp"
    /// The text before the questions: it includes the user's files and defines what the questions use.
    std::string (*begin)(const Request& request) = nullptr;
    /// The lines that ask for one item.
    std::string (*question)(const Plan& plan, std::size_t item) = nullptr;
    std::string_view end = {};  // the text behind the questions
    /// The number of forms of an item. The last form of a field only asks whether the field exists.
    unsigned (*forms)(const Plan& plan, const Item& item) = nullptr;
    std::vector<std::string> (*command)(const Request& request, const std::string& source,
                                        const std::string& object) = nullptr;
    std::vector<std::string_view> hidden_marks = {};  // an error with one of these texts reports something private
    std::string_view part_mark = {};                  // if it also has this text, only a part of the field is private
    /// The next form of a record or field that was refused with this error; null: always the following form.
    unsigned (*next_form)(const Item& item, const std::string& text) = nullptr;
    void (*guess)(Plan& plan) = nullptr;  // sets the forms that are tried first, to save rounds
    RestSearch rest = RestSearch::none;
    /// Evaluates the error of a rest that was refused; null: the following form is tried.
    void (*learn)(Plan& plan, std::size_t item, const std::string& text) = nullptr;
    Listing listing = {};
    bool asks_promise = false;                                // the language has records without a promised layout
    bool asks_shape = false;                                  // answers do not tell a structure from a union
    std::vector<std::string> environment = {};                // of the compiler: "NAME=value"
    std::string_view remedy_mark = {};                        // if the compiler prints this text, …
    std::string (*remedy)(const Request& request) = nullptr;  // … the message expects this instead
    /// The source includes a changed copy of the user's file by this name. Lines keep their numbers. Empty: the
    /// source includes the file itself.
    std::string_view copy_name = {};
    std::string (*copy)(const Request& request) = nullptr;
};

const Record& record_of(const Plan& plan, const Item& item);
const Field& field_of(const Plan& plan, const Item& item);
const Constant& constant_of(const Plan& plan, const Item& item);
const Enum& enum_asked(const Plan& plan, const Item& item);
const Enumerator& value_asked(const Plan& plan, const Item& item);

/// Whether a form is left to try, for the item and for the record that it belongs to.
bool is_asked(const Plan& plan, std::size_t item);

/// Words and their values, for fill().
using Words = std::vector<std::pair<std::string_view, std::string>>;

/// Replaces each @word of the text by its value in `words`. Without a value there, @n is the item's number, @o the
/// number of its owner and @name the name of its field or constant. Words consist of the letters a to z.
std::string fill(const Plan& plan, std::size_t item, std::string_view text, const Words& words = {});

/// The answers that the compiler wrote to the object. `language`: its title.
Result<Answers> answers_in(const std::string& object, const Request& request, const std::string& language);

// One function per row of probe_languages.def: ask_c() in c.cpp and so on.
#define PROBE_LANGUAGE(name, ...) Reading ask_##name(const Request& request);
#include "model/probe_languages.def"
#undef PROBE_LANGUAGE

/// Asks for all files with one source.
Reading ask_compiler(const Request& request, const Dialect& dialect);

/// Asks for all files with one source; if they do not compile together, for each file separately.
Reading ask_files(const Request& request, const Dialect& dialect);

/// Whether a name may be written into a generated source: words with "::", "." or " " between them, as in
/// "struct a::B" or "header.kind", each perhaps with template arguments. Other text in a spec could change the program.
bool is_plain_name(std::string_view name);

/// The text as a string literal of Zig, Rust and Nim.
std::string quoted_text(std::string_view text);

/// The components of "a::b::c". A "::" in template arguments does not separate.
std::vector<std::string> components_of(std::string_view name);

}  // namespace abi::probe
