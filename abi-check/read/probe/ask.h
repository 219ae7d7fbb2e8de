// Asking a compiler that has no reflection: one generated source asks for everything at once. What the compiler
// refuses is asked in another form, by the lines that its errors name, until the rest compiles:
//
//     items ─► write (one line or more each) ─► compile ─► errors name lines ─► next form of their items ─┐
//       ▲                                          └─► no error: read the section ─► Layout               │
//       └──────────────────────────────────────────────────────────────────────────────────────────────┘
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/probe/reader.h"
#include "read/probe/section.h"

namespace abi::probe {

inline constexpr std::size_t no_item = ~std::size_t{0};

/// One thing to ask for, and how it is asked now.
struct Item {
    enum class What { record, field, constant, rest } what = What::record;  // rest: see rest.h
    std::size_t record = 0;                                                 // of the request, or the constant's index
    std::size_t field = 0;                                                  // of that record
    std::size_t owner = no_item;                                            // the record of a field or of a rest
    std::size_t inner = no_item;  // the record that the field is believed to hold; of a rest, the field before it
    unsigned form = 0;            // forms are tried in turn; after the last one it counts as not declared
    unsigned first = 0;           // of a record: the spelling to begin with
    std::size_t levels = 1;       // how many array extents are asked for
    std::size_t members = 0;      // of a rest: how many members the record is believed to have
    bool hidden = false;          // the compiler said that it exists, and that the probe may not see it
};

struct Plan {
    Request request;          // with the fields that the compiler named
    std::vector<Item> items;  // records, their fields in the same order, constants, then what was learned
};

/// How a language is asked for what nobody named (see rest.h).
enum class RestSearch { none, initializers, bindings, patterns };

/// A generated source that knows which item each of its lines asks for.
struct Source {
    std::string text;
    std::vector<std::size_t> owners;  // by line, the first is 1; no_item: of no item

    /// Adds whole lines for an item.
    void add(std::string_view lines, std::size_t item = no_item);
};

/// What one language knows about asking.
struct Dialect {
    std::string language;     // in words: "C++"
    std::string source_name;  // "probe.cpp"
    void (*write)(const Plan& plan, Source& source) = nullptr;
    /// How many forms an item has. The last form of a field only asks whether it exists.
    unsigned (*forms)(const Plan& plan, const Item& item) = nullptr;
    std::vector<std::string> (*command)(const Request& request, const std::string& source,
                                        const std::string& object) = nullptr;
    std::vector<std::string_view> hidden_marks = {};  // words of an error that says that something is private
    std::string_view part_mark = {};  // … unless that is a part of a field, without which its place is known
    /// The form in which a refused record or field is asked next, by what the compiler says; the next one where there
    /// is no such function.
    unsigned (*next_form)(const Item& item, const std::string& text) = nullptr;
    void (*guess)(Plan& plan) = nullptr;  // which forms come first; it spares rounds
    RestSearch rest = RestSearch::none;
    /// What an error says about a rest that was refused; its next form where there is no such function.
    void (*learn)(Plan& plan, std::size_t item, const std::string& text) = nullptr;
    std::string_view remedy_mark = {};                        // where the compiler's text holds this, …
    std::string (*remedy)(const Request& request) = nullptr;  // … this is expected and how to mend it
    /// A changed copy of the user's file, line by line, which the source includes by this name; empty: none is needed.
    std::string_view copy_name = {};
    std::string (*copy)(const Request& request) = nullptr;
};

const Record& record_of(const Plan& plan, const Item& item);
const Field& field_of(const Plan& plan, const Item& item);
const Constant& constant_of(const Plan& plan, const Item& item);

/// Whether it is still asked for, and so is the record that it belongs to.
bool is_asked(const Plan& plan, unsigned (*forms)(const Plan&, const Item&), std::size_t item);

/// What the compiler of that language wrote to the object.
Result<Answers> answers_in(const std::string& object, const Request& request, const std::string& language);

/// All files in one source.
Reading ask_compiler(const Request& request, const Dialect& dialect);

/// All files in one source; where they do not compile together, each for itself.
Reading ask_files(const Request& request, const Dialect& dialect);

/// Whether a name can stand in a generated source: words with "::" or "." between them, as in "struct a::B" or
/// "header.kind", each perhaps with template arguments. Nobody's spec may put anything else there.
bool is_plain_name(std::string_view name);

/// Text between double quotes, as Zig, Rust and Nim read it.
std::string quoted_text(std::string_view text);

/// Components of "a::b::c"; those in template arguments are not taken apart.
std::vector<std::string> components_of(std::string_view name);

}  // namespace abi::probe
