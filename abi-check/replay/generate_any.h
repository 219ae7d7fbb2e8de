// Generates cases of any record: the spec has the fields, their enumerations and their padding. What the target must
// decode is known from the spec. Its verdict is not, so the answers of two targets are compared with each other:
//
//     generate_any ─► cases ─► first target ─► its answers ─► expect_answers ─► second target ─► differences
#pragma once

#include <optional>

#include "replay/cases.h"

namespace abi {

/// The record of the packets, and which fields of the answer are the packet's; nothing: all of the same name.
struct AnyRecord {
    const Record& record;
    std::optional<std::vector<std::string>> decoded{};
};

/// Generates `count` cases of the record. The same seed gives the same cases on every machine, and other cases for each
/// `part`. Fails for a record that is not fully known.
Result<CaseSet> generate_any(const Layout& spec, const AnyRecord& of, const Protocol& protocol, std::uint64_t seed,
                             std::uint64_t part, std::size_t count);

/// Makes the answers of a target the expected ones, except for what the spec decodes, which stays. Of a case that it
/// did not answer nothing else is compared. Returns how many of these there are.
std::size_t expect_answers(CaseSet& set, const Protocol& protocol, const SetResult& of);

/// What a fixture file states besides its cases.
struct FixtureHead {
    std::string doc;
    std::string record;
    std::string result;    // empty: the default
    std::string verdicts;  // empty: the default
    std::optional<std::vector<std::string>> decoded{};
};

/// Case `index` as an element of a fixture file's "cases".
std::string any_fixture(const CaseSet& set, const Layout& spec, const Record& record, const Protocol& protocol,
                        std::size_t index);

/// A fixture file with case `index`.
std::string any_fixture_file(const CaseSet& set, const Layout& spec, const FixtureHead& head, const Protocol& protocol,
                             std::size_t index);

}  // namespace abi
