// From a compiler's answers to a layout.
#pragma once

#include "read/probe/ask.h"
#include "read/probe/section.h"

namespace abi::probe {

/// Sorts the fields, gives roles, and says whether it is packed: a type that stands where its alignment does not
/// allow. `alignments`: bytes, by field; 0 where unknown.
void finish_record(Record& record, const std::vector<std::uint64_t>& alignments);

/// Records and constants that were answered. A record with a field that exists but gave no answer is blind.
/// `existing`: items of fields that are known only to exist.
void lay_out(const Plan& plan, const Answers& answers, const std::vector<std::size_t>& existing, Reading& reading);

/// The same for a language with reflection: record and constant items are the request's, fields have names.
void lay_out_reflected(const Request& request, const std::string& file, const Answers& answers, Reading& reading);

/// What another file gives is added. A record that is there already, with another layout, is another definition.
void add_reading(Reading from, Reading& to);

}  // namespace abi::probe
