// Claims in Zig: blocks that are only evaluated at compile time, and that stop with an error if an assertion fails.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "model/problem.h"
#include "read/probe/reader.h"

namespace abi::probe {

/// A line of a claim: what it must hold, as an expression of Zig.
struct ZigLine {
    std::size_t claim = 0;  // its index in the request
    bool is_control = false;
    std::string condition;
};

/// Names for the types and constants that claims are about. Empty: Zig has no such name.
struct ZigNames {
    std::function<std::string(const Claim& claim)> type;   // the constant that holds the type, or void
    std::function<std::string(const Claim& claim)> value;  // an expression of the value
    std::function<std::string(const Claim& claim)> has;    // whether the value is declared
};

std::vector<ZigLine> zig_lines(const Request& request, const ZigNames& names);

/// The functions that the conditions use, and the lines that are not in `refused`.
std::string zig_claims(const std::vector<ZigLine>& lines, const std::set<std::size_t>& refused);

/// The indices of the lines that the errors in the compiler's output name.
std::set<std::size_t> refused_lines(const std::string& printed);

/// The answers when the lines that are not in `refused` compile.
std::vector<ClaimAnswer> judged(const Request& request, const std::vector<ZigLine>& lines,
                                const std::set<std::size_t>& refused);

}  // namespace abi::probe
