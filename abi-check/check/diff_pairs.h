// What `--diff` compares: each layer on each target (and each spec) with its older side, without any input or output.
//
//     older, today's answers ─► pairs ─► add_changes ─► Comparison
//                             └─► unread: what cannot be compared
#pragma once

#include <string>
#include <vector>

#include "check/answer.h"
#include "model/finding.h"

namespace abi {

/// A layer on a target, or a spec, before and after.
struct LayoutPair {
    std::string layer;   // "hal", "spec membrane"
    std::string target;  // empty: a spec, which holds for all targets
    Layout before;
    Layout after;
    OrderTypes order_types{};  // the configuration's names of types that state a byte order
};

/// What could not be read of a layer on a target, or of a spec, on either side. It is not a change.
struct Unread {
    std::string name;    // "layer hal", "spec membrane"
    std::string target;  // empty: on all
};

struct DiffPairs {
    std::vector<LayoutPair> pairs;
    std::vector<Unread> unread;
    std::vector<Problem> problems;       // why `unread`
    std::vector<std::string> unchanged;  // inputs without a past, in words: taken as they are today on both sides
};

/// Adds one layer on one target. If a file of it could not be read on either side, then nothing of it is compared:
/// what seems to be missing may be in that file. A layer that was not asked on the target on both sides is left out.
void add_pair(WitnessAnswer before, WitnessAnswer now, DiffPairs& into);

/// Adds to `unread` all that these answers are about.
void add_unread(const std::vector<WitnessAnswer>& now, DiffPairs& into);

/// Pairs each of today's answers with the layout of a dump that has the same layer and target. It is a problem of the
/// file `path` if there is none.
void pair_with_layouts(const std::string& path, std::vector<Layout> layouts, std::vector<WitnessAnswer> now,
                       DiffPairs& into);

/// Adds the findings of a pair to `comparison`, and a cell for each record that changed. `older_side` names the older
/// revision or the dump.
void add_changes(const LayoutPair& pair, const std::string& older_side, Comparison& comparison);

/// One text for each name: "layer hal on armv7, riscv64". Entries of one name must be neighbours.
std::vector<std::string> in_words(const std::vector<Unread>& all);

}  // namespace abi
