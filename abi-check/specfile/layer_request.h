// What a layer is asked for: which names of the spec, under which names of its own, and which witness first.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "specfile/config.h"

namespace abi {

/// The records that the layer must declare: those that its patterns match, and all records nested in them. Sorted.
std::vector<std::string> records_of(const Layout& spec, const Layer& layer);

/// Those of the layer's records that the witness must know: those that its patterns match, and all records nested in
/// them. Sorted.
std::vector<std::string> records_of(const Layout& spec, const Layer& layer, const Witness& witness);

/// The enums that the layer's patterns leave out, and that no record of the layer holds. In the order of the spec.
std::vector<std::string> enums_left_out(const Layout& spec, const Layer& layer);

/// The constants and enumerators that the layer must declare, in the order of the spec. Unless the layer states
/// `constants`, an enum that is left out has none.
std::vector<std::string> constants_of(const Layout& spec, const Layer& layer);

/// All names under which the layer's sources may declare these records and constants: the names of the spec and the
/// layer's aliases. Sorted.
std::vector<std::string> names_to_read(const Layout& spec, const Layer& layer, const std::vector<std::string>& records,
                                       const std::vector<std::string>& constants);

/// Why the layer is not asked on this target: "layer fw is on armv7 only". A layer that states no targets is on those
/// for which it has inputs. Empty if it is asked.
std::string why_left_out(const Layer& layer, const std::string& target);

/// Indices of witnesses in the order in which they are asked. Probes come last, because they are asked for what the
/// other witnesses saw.
std::vector<std::size_t> order_of_asking(const std::vector<Witness>& witnesses);

/// The aliases of a layer: those with the wildcard * apply to each name of `own`, the layer's declarations, that they
/// match. A name without a wildcard wins.
std::map<std::string, std::string> aliases_of(const Layer& layer, const Layout& own);
/// The witnesses that are asked on this target. A layer may have several of one reader, for different targets: of
/// these, the ones for other targets are left out.
std::vector<Witness> witnesses_on(const Layer& layer, const std::string& target);

/// Problems of names in the configuration that match nothing: patterns and aliases that match no name of `spec`, and
/// targets of a record in the spec that look like a misspelled one of `targets`. Such a name would silently switch a
/// check off.
std::vector<Problem> check_layer_names(const Config& config, const std::vector<std::string>& targets,
                                       const Layout& spec);

}  // namespace abi
