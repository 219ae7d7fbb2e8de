// What a compiler is asked: the names and fields under which a layer's sources may declare what the spec names.
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
};

/// What the names in generated declarations depend on, beside the spec.
struct GeneratedNames {
    std::string language;
    std::vector<std::string> specs;  // their names
};

/// A record that another witness of the layer has seen is asked for as that one saw it, field by field, so that what
/// the spec does not know is asked for, too. Another is asked for by its aliases and its own name, with the fields
/// of the spec. Everything is asked for under the names, too, that `abi-check gen LANGUAGE` gives it: the values of an
/// enumeration in it, and in C++ all in a namespace of the spec's name. `seen`: in the layer's own names.
ProbeQuestion ask_for(const Layout& spec, const Layer& layer, const WitnessAnswer& asked,
                      std::span<const WitnessAnswer> seen, const GeneratedNames& generated = {});

}  // namespace abi
