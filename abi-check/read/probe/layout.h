// Turns a compiler's answers into a layout.
#pragma once

#include <string>
#include <utility>

#include "read/probe/claims.h"
#include "read/probe/plan.h"
#include "read/probe/section.h"

namespace abi::probe {

/// The records and constants that have answers. The fields of a record are unknown if one of them exists but has no
/// answer. `existing`: the items of fields about which the compiler only knows that they exist.
Reading lay_out(const Plan& plan, const Answers& answers, const std::vector<std::size_t>& existing);

/// The same for a language with reflection: the items of records and constants are indices in the request, and the
/// answers name the fields. `file` declares them. Other items are records that are nested in these.
Reading lay_out_reflected(const Request& request, const std::string& file, const Answers& answers);

/// Adds the reading of another file. A record that is there already with another layout is another definition.
void add_reading(Reading from, Reading& to);

/// Calls `ask` with a request for each file, and adds the readings that it returns.
template <typename Ask>
Reading ask_each_file(const Request& request, Ask ask) {
    Reading reading;
    for (const auto& file : request.files) {
        auto one = request;
        one.files = {file};
        auto from = ask(std::as_const(one));
        add_answers(request.claims, std::move(from.claims), reading.claims);
        add_reading(std::move(from), reading);
    }
    return reading;
}

}  // namespace abi::probe
