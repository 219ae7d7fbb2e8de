// What a probe asks a compiler for: the names and fields under which a layer's sources may declare the records and
// constants of the spec.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "check/answer.h"
#include "specfile/config.h"

namespace abi {

struct ProbeQuestion {
    std::vector<Record> records;  // names of records and fields as the source writes them
    std::vector<Constant> constants;
    std::vector<Enum> enums;  // with the names that their values may have
};

/// What the names in generated declarations depend on.
struct GeneratedNames {
    std::string language;
    std::vector<std::string> specs;  // their names
};

/// The question for one layer. If another witness has seen a record, the probe asks for the fields that this witness
/// saw, so that it also asks for fields that the spec does not have. For other records it asks for the fields of the
/// spec, under the record's aliases and its own name. It also uses the names that `abi-check gen LANGUAGE` makes:
/// enumerators inside their enumeration, and in C++ everything in a namespace of the spec's name. `seen` has the
/// layer's own names.
ProbeQuestion ask_for(const Layout& spec, const Layer& layer, const WitnessAnswer& asked,
                      std::span<const WitnessAnswer> seen, const GeneratedNames& generated = {});

}  // namespace abi
