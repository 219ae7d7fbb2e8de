// What --fix could edit for the findings of a comparison, and why it could not.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "fix/mend.h"
#include "model/finding.h"

namespace abi {

/// A group of findings that nothing mends.
struct Left {
    std::vector<std::string> keys;
    Level level = Level::error;
    std::string sentence;  // "p.h:2:1: error: … [abi-width]"
    std::string reason{};  // a clause
};

struct Proposal {
    std::string path;                  // absolute
    std::string record;                // in the spec
    Left finding;                      // what it is for
    std::vector<fix::TextEdit> edits;  // of the text that the file has
    std::string sentence;              // "p.h:2:1: Packet: insert `uint32_t _pad` after `kind`"
    bool moves_fields = false;
};

struct Proposals {
    std::vector<Proposal> mends;  // each edit once
    std::vector<Left> left;
};

/// How to reach the files of places.
struct FixFiles {
    std::function<std::string(const std::string& file)> absolute;       // of a file as it is printed
    std::function<std::string(const std::string& path)> text;           // as edited so far
    std::function<std::string(const std::string& path)> refusal;        // why a file is not edited; "" if it may be
    std::function<std::string(const std::string& layer)> other_reader;  // why clang does not read a layer; ""
};

/// Of the errors and warnings that nothing accepts.
Proposals propose(const Comparison& comparison, const FixFiles& files);

}  // namespace abi
