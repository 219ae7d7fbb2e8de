// What one witness of a layer found on one target, and what it was asked for.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/finding.h"
#include "model/layout.h"
#include "model/order_names.h"
#include "model/problem.h"
#include "model/stamp.h"
#include "model/unit_facts.h"

namespace abi {

struct WitnessAnswer {
    std::string layer;
    std::string target;
    std::string witness;                              // a name of model/readers.def
    std::vector<std::string> records;                 // names of the spec that the layer must declare
    std::vector<std::string> constants;               // the same for constants and enumerators
    std::string version{};                            // of the spec, at which the layer stands; empty: the newest
    std::vector<std::string> enums_left_out{};        // enums of the spec that the layer need not declare
    std::vector<std::string> must_know{};             // of the records: those about which it must not be silent
    Layout layout;                                    // in the spec's names (see match.h)
    std::map<std::string, std::string> source_names;  // records: the layer's own name -> the spec's, where they differ
    std::set<std::string> global_enums{};  // of the layout: unscoped ones of C or C++ that stand outside of every scope
    std::map<std::string, std::set<std::string>> namesakes{};  // the layer's own names of records that became one name
    std::vector<Record> other_definitions;                     // further layouts of a name that has one already
    std::vector<Problem> problems;                             // why something may be missing
    std::vector<Problem> failed_assertions;                    // static assertions of the sources that do not hold
    std::vector<Stamp> stamps;                                 // digests that compiled files were built with
    std::vector<ChangedSource> changed;
    TargetFacts column;                            // what code for the target is compiled for; empty: unknown
    std::vector<UnitFacts> unit_facts;             // of its units: each set of facts once
    OrderTypes order_types{};                      // the configuration's names of types that state a byte order
    std::map<std::string, std::string> aliases{};  // of the layer, also those of fields: "time.tv_sec" -> "tv_sec"
    std::string left_out{};    // why the layer was not asked on this target, in words; empty: it was
    std::string other_target;  // how its machine differs from the column's, in words; empty: it does not
};

/// The answers of all witnesses of one layer on one target, in the order of the configuration; at least one.
using WitnessAnswers = std::vector<WitnessAnswer>;

/// What is known of the target: what the witness answered for, and of the column what the witness does not know.
TargetFacts facts_of_target(const WitnessAnswer& answer);

/// A finding of this rule, at its default level, about `record` (and `field`) in an answer.
Finding make_finding(Rule rule, const WitnessAnswer& answer, std::string record, std::string field = "",
                     std::string expected = "", std::string actual = "");

}  // namespace abi
