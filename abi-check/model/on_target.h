// The part of a spec that holds on one target.
//
//     spec: input_event on i686            16 bytes ─┐
//           input_event everywhere else    24 bytes ─┼─► on_target(spec, "x86_64", little): input_event, 24 bytes
//           stamp, native byte order        8 bytes ─┘                                      stamp, little-endian
//
// A spec may hold several records, enumerations or constants of one name, for different targets. Each states its
// targets; at most one of them states none and holds wherever the others do not.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/layout.h"

namespace abi {

/// The targets on which one of several namesakes holds.
struct Extent {
    std::vector<std::string> only;    // if not empty: on these targets
    std::vector<std::string> not_on;  // otherwise: on all but these
};

/// Where the values of a list hold, each among all values of its name.
class Extents {
  public:
    template <typename Value>
    explicit Extents(const std::vector<Value>& all) {
        for (const auto& one : all) {
            if (one.targets.empty()) continue;
            auto& named = named_[one.name];
            named.insert(named.end(), one.targets.begin(), one.targets.end());
        }
    }
    template <typename Value>
    Extent of(const Value& one) const {
        const auto named = one.targets.empty() ? named_.find(one.name) : named_.end();
        return {one.targets, named == named_.end() ? std::vector<std::string>() : named->second};
    }

  private:
    std::unordered_map<std::string, std::vector<std::string>> named_;  // the targets that a name's values state
};

bool holds_on(const Extent& extent, std::string_view target);
/// Whether some target belongs to both. Two extents that only leave targets out always share one.
bool overlap(const Extent& a, const Extent& b);

/// Returns the spec as it holds on the target: each name once, and no target in a value. `machine` is the byte order of
/// the target; it replaces `native`, which may also stay. A field states its byte order only if that is not the order
/// of the layout. A constant with an expression has its value for the target, of which `facts` are the facts
/// (expression.h), and exists only where its record does.
Layout on_target(const Layout& spec, std::string_view target, ByteOrder machine = ByteOrder::little,
                 const TargetFacts& facts = {});

/// Returns the layout with the byte orders of its records, and of their history, in their fields. A field states its
/// byte order only if that is not the order of the layout. `machine` replaces `native`.
Layout with_field_orders(Layout layout, ByteOrder machine);

/// The record of this name that holds on the target, or null.
const Record* find_record_on(const Layout& spec, std::string_view name, std::string_view target);

/// Whether the spec has several layouts of the record, for different targets.
bool varies_by_target(const Layout& spec, std::string_view record);

/// The names of which the spec has several values, for different targets: records, then enumerations and constants.
std::vector<std::string> names_that_vary(const Layout& spec);

/// All targets that the spec names, each once, in its order.
std::vector<std::string> targets_named(const Layout& spec);

/// The targets of the records of a spec, by name. The spec must stay valid.
class RecordTargets {
  public:
    explicit RecordTargets(const Layout& spec);
    /// The targets of all records of this name, in their order. Empty if one of them holds on all other targets.
    std::vector<std::string> of(std::string_view name) const;

  private:
    std::unordered_map<std::string_view, std::vector<const Record*>> with_targets_;
    std::unordered_set<std::string_view> everywhere_;
};

}  // namespace abi
