// The command line of abi-mutate.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "test/truth/run.h"

namespace abi::mutate {

struct Options {
    std::size_t mutations = 1000;
    std::optional<std::uint64_t> seed;            // nothing: a random one
    std::vector<const truth::Machine*> machines;  // all, unless some are named
    std::vector<truth::Language> languages;       // all, unless some are named
    std::optional<truth::Piece> only;             // one unit alone
    std::optional<std::size_t> mutation;          // of that unit
    unsigned jobs = 1;
    std::size_t shown = 10;  // wrong answers
    std::string question;    // the program that mutates questions; empty: none are
    bool proves = false;     // the compilers judge each error, too
    std::string tool;        // abi-check, which it asks
    std::string may_lack;    // see faults_of()
    std::string error;       // what is wrong with the command line; empty: nothing
};

Options parse_options(const std::vector<std::string>& words);

extern const std::string_view usage;

}  // namespace abi::mutate
