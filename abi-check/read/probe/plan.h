// The plan of a probe: every question to the compiler, and the form in which it is asked now. ask.h asks them in
// rounds.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "read/probe/reader.h"

namespace abi::probe {

inline constexpr std::size_t no_item = ~std::size_t{0};

/// One question, and the form in which it is asked now.
struct Item {
    /// rest, slots: see rest.h; value, values: see values.h; promise: whether the language promises the layout; shape:
    /// refused if the record is a union; claim: see claims.h
    enum class What { record, field, constant, rest, slots, enumeration, value, values, promise, shape, claim };
    What what = What::record;
    std::size_t record = 0;       // index of the record, constant, enumeration or claim in the request
    std::size_t field = 0;        // index of the field in that record, or of the value in that enumeration; of a claim:
                                  // 1 for its control
    std::size_t owner = no_item;  // the item of the record or enumeration that it belongs to
    std::size_t inner = no_item;  // of a field: the record that it probably holds; of a rest: the field before it; of
                                  // slots: the last field
    unsigned form = 0;            // forms are tried in turn; after the last one the item counts as not declared
    unsigned first = 0;           // of a record: the spelling that is tried first
    std::size_t levels = 1;       // how many array extents are asked for
    std::size_t members = 0;      // of a rest: how many members the record probably has
    bool initializes = false;     // of a rest: it sets the member behind a hole
    bool hidden = false;          // the compiler reported that the item exists and that the probe cannot access it
    std::string found =
        {};  // of a rest, slots, promise, shape or claim that was refused: what the compiler said, in words
    std::vector<std::string> nested = {};  // of slots: the known members that are records
};

struct Plan;

/// The number of forms in which a language can ask for an item. The last form of a field only asks whether the field
/// exists.
using FormCount = std::function<unsigned(const Plan& plan, const Item& item)>;

/// All questions of one request.
struct Plan {
    Request request;          // its fields include those that compiler errors named
    std::vector<Item> items;  // records, their fields in the same order, constants; then items added by later rounds
    FormCount forms = nullptr;
};

/// More array extents of a field than this are not asked for.
inline constexpr std::size_t most_levels = 8;

/// The questions that a request names: its records, their fields, its constants and its enumerations.
Plan make_plan(const Request& request, FormCount forms);

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

}  // namespace abi::probe
