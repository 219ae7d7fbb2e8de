// `replay --generate`: cases that are made from the spec.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/replayed.h"
#include "replay/replay.h"
#include "specfile/read.h"
#include "tool/options.h"
#include "tool/output.h"
#include "tool/replay_targets.h"

namespace abi {

/// The specs as one layout on the target of --target, and who answers.
struct ReplaySetting {
    Layout spec;              // little-endian, with all records of the user's specs
    std::vector<Spec> specs;  // as they were read
    std::vector<ReplayTarget> targets;
};

/// What a set of cases is about.
struct ReplaySubject {
    std::string record;
    std::string result{};                               // empty: the default
    std::string verdicts{};                             // the same
    std::optional<std::vector<std::string>> decoded{};  // as in a fixture file
};

std::vector<ReplayedStep> steps_of(const std::vector<StepTime>& steps);

/// The digests of the spec that declares the record, and of the record alone.
std::vector<std::string> digests_of(const std::vector<Spec>& specs, const std::string& record);

/// Adds the generated cases to `replayed`, one set for each target. If they give no result, this adds the problems
/// instead. Returns `failed`, and says why, if the options cannot be used or the file of -o cannot be written.
///
/// The packets of the reference kernel, CmdPacket, have a model that knows every answer. For any other record, what the
/// spec decodes is compared, and the whole answers of all targets with those of the first.
Status replay_generated(const Options& options, ReplaySetting& setting, const ReplaySubject& subject,
                        Replayed& replayed);

}  // namespace abi
