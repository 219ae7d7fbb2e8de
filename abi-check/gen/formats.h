// What the formats have in common: descriptions of bytes for programs that show them. No compiler checks them, and they
// hold the byte order themselves.
#pragma once

#include <string>
#include <string_view>

#include "gen/words.h"

namespace abi::gen {

/// The record that a file or packet most likely begins with: the first that no other record holds. Null if there is no
/// record.
const Record* main_record(const Layout& spec);

/// What a format cannot state about a record, as lines without comment marks: its targets, the size of its pointers,
/// and that it grows. "" if there is nothing.
std::string format_remarks(const Record& record);

/// The constants as comments, for a format without constants. "" if there are none.
std::string constants_comment(const Layout& spec, std::string_view mark);

}  // namespace abi::gen
