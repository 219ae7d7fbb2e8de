// Asks a compiler that has no reflection. One generated source asks all questions at once. The compiler's errors name
// lines, so the probe knows which questions were refused. It asks those in their next form, until the source compiles:
//
//     items ─► a source, one line or more each ─► compile ─► errors name lines ─► next form of their items ─┐
//       ▲                                            └─► no error: read the section ─► Layout               │
//       └──────────────────────────────────────────────────────────────────────────────────────────────────┘
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/probe/plan.h"
#include "read/probe/reader.h"
#include "read/probe/section.h"

namespace abi::probe {

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
    std::function<std::string(const Request& request)> begin = nullptr;
    /// The lines that ask for one item.
    std::function<std::string(const Plan& plan, std::size_t item)> question = nullptr;
    /// The number of the source that asks for an item. Null: there is one source, number 0. A source without items is
    /// as empty as `begin` alone, but the first one.
    std::function<std::size_t(const Plan& plan, std::size_t item)> part = nullptr;
    std::size_t parts = 1;      // how many sources there are: "probe.rs", "probe1.rs" …
    std::string_view end = {};  // the text behind the questions
    FormCount forms = nullptr;
    std::function<std::vector<std::string>(const Request& request, const std::string& source,
                                           const std::string& object)>
        command = nullptr;
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
    std::string_view warning_mark = {};                       // a warning with this text refuses an item
    /// The folder of the sources, if it exists before; empty: a temporary one.
    std::string folder = {};
    /// Changed copies of the user's files have this before their real paths. Lines keep their numbers.
    std::string copies = {};
};

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

}  // namespace abi::probe
