// The part of a spec that holds on one target, for the commands that write or read bytes without a layer.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "tool/options.h"

namespace abi {

/// The spec as it holds on the target of --target. Without that option the spec itself, unless a part of it varies by
/// target: that is a problem, which names the targets. `path` is the spec's.
Result<Layout> spec_on_target(const Layout& spec, const std::string& path, const Options& options);

/// The byte order of a target whose name is that of an architecture, or a triple. `native` for any other name.
ByteOrder machine_order(const std::string& target);

/// A spec on some targets, and their names for people: "" for a spec that does not vary by target, or "riscv64, i686".
struct SpecOnTargets {
    std::string targets;
    Layout layout;
};

/// The spec as it holds on each of these targets, without repetition. If `targets` is empty, they are all that the spec
/// names, and the others.
std::vector<SpecOnTargets> specs_on_targets(const Layout& spec, const std::vector<std::string>& targets);

}  // namespace abi
