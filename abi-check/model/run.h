// What a run of the gate was asked for, and by what it settled its findings. `merge` needs this to join the reports of
// several runs: some findings compare targets with each other, and some concern the configuration as a whole.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "model/finding.h"
#include "model/waiver.h"

namespace abi {

/// Targets on which a layer declares a record with the same layout.
struct SameForm {
    std::string departure;             // from the spec, as text: groups with equal texts are one group
    std::vector<std::string> targets;  // at least one, in the order of the run
    Record record;                     // of the first target, in the byte order of the spec
};

/// The layouts of one record of the spec in one layer. abi-target-dependent compares them.
struct RecordForms {
    std::size_t number = 0;  // of the record among those of the spec, because two layouts of a spec may share a name
    std::string layer;
    std::vector<SameForm> groups;  // in the order of their first targets
};

/// The targets for which a layer was checked.
struct CheckedLayer {
    std::string layer;
    std::vector<std::string> targets;

    friend bool operator==(const CheckedLayer&, const CheckedLayer&) = default;
};

struct Run {
    std::vector<std::string> layers;    // of the whole configuration, in its order
    std::vector<std::string> targets;   // the same
    std::vector<CheckedLayer> checked;  // without what --layer and --target left out
    bool checked_nothing = false;       // no record could be compared
    bool has_unread = false;            // a layer could not be read, and no waiver covers that
    std::string today;                  // "YYYY-MM-DD", for waivers that end
    std::map<Rule, Level> levels;       // of the configuration and of --rule
    std::vector<Waiver> waivers;        // as their files are printed
    std::vector<Finding> baseline;      // the entries of the baseline, as their files are printed
    std::vector<RecordForms> forms;     // by record, then layer
};

}  // namespace abi
