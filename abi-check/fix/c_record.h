// A record as the text of a C or C++ source declares it.
//
//     struct Packet {              key, name, open
//         uint32_t kind;           a declaration
//         uint32_t len, flags;     one declaration of two names
//     } packet_t;                  close, end
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fix/c_tokens.h"

namespace abi::fix {

/// Indices into the tokens of the text. `last` is the semicolon.
struct Declaration {
    std::size_t first = 0;
    std::size_t last = 0;
    bool is_plain = true;    // no record or enumeration in it, and no body of a function
    bool is_shared = false;  // declares several names
};

struct CRecord {
    std::size_t key = 0;                    // the token "struct", "class" or "union"
    std::size_t open = 0;                   // {
    std::size_t close = 0;                  // }
    std::size_t end = 0;                    // the semicolon
    std::vector<Declaration> declarations;  // of the body itself, not of records in it
    std::string name;                       // how code behind it names its type: "struct Packet", "packet_t"; or ""
};

/// Offset in bytes of a line and a column, both from 1. Nothing if the text does not have them.
std::optional<std::size_t> offset_at(std::string_view text, unsigned line, unsigned column);

/// The record whose key word or name stands at `offset`, or that a typedef or template there begins. Nothing if the
/// text has none there, such as behind a macro.
std::optional<CRecord> find_record_in(const Tokens& tokens, std::size_t offset, bool is_cpp);

/// The declaration that has the token at `offset`; null if none has.
const Declaration* declaration_at(const CRecord& record, const Tokens& tokens, std::size_t offset);

}  // namespace abi::fix
