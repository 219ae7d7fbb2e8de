// What a probe asks a compiler for: the names and fields under which a layer's sources may declare the records and
// constants of the spec.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "check/answer.h"
#include "model/claim.h"
#include "read/probe/reader.h"
#include "specfile/config.h"

namespace abi {

struct ProbeQuestion {
    std::vector<Record> records;  // names of records and fields as the source writes them
    std::vector<Constant> constants;
    std::vector<Enum> enums;                     // with the names that their values may have
    std::map<std::string, std::string> meant{};  // of records: names that another witness saw -> the spec's
};

/// What the names in generated declarations depend on.
struct GeneratedNames {
    std::string language;
    std::vector<std::string> specs;  // their names
};

/// The question for one layer. `spec` holds on the target of `asked` (on_target.h). If another witness has seen a
/// record, the probe asks for the fields that this witness saw, so that it also asks for fields that the spec does not
/// have. For other records it asks for the fields of the spec, under the record's aliases and its own name. It also
/// uses the names that `abi-check gen LANGUAGE` makes: enumerators inside their enumeration, and in C++ everything in a
/// namespace of the spec's name. `seen` has the layer's own names.
ProbeQuestion ask_for(const Layout& spec, const Layer& layer, const WitnessAnswer& asked,
                      std::span<const WitnessAnswer> seen, const GeneratedNames& generated = {});

/// All names under which the layer's sources may declare what a claim is about.
std::vector<std::string> names_to_ask(const Layout& spec, const Layer& layer, const GeneratedNames& generated,
                                      const Claim& claim);

/// The question where there is no spec: what the sources of the request seem to declare.
ProbeQuestion ask_for_text(const probe::Request& request);

/// The second question, for the records that the compiler did not find under the name that another witness saw: under
/// every other name that the layer has for them. DWARF names the Zig type `Ring4` "Ring(u32,4)", which is not a path in
/// Zig. `found` is the answer to the first question. Empty if nothing is left to ask.
ProbeQuestion ask_again(const Layout& spec, const Layer& layer, std::span<const WitnessAnswer> seen,
                        const ProbeQuestion& first, const Layout& found, const GeneratedNames& generated = {});

}  // namespace abi
