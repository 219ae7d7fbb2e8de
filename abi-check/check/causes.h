// Names what findings follow from, so that a report shows one finding for one cause.
//
//     CmdPacket: `_pad` (u32) is missing …    Frame.packet: 28 bytes, not 32    Frame.crc: offset 28, not 32
//               (edit.h)              └──────────────┴─────────────────────────────────┘ follow_nested
#pragma once

#include <span>
#include <string>
#include <vector>

#include "check/edit.h"
#include "model/finding.h"
#include "model/problem.h"

namespace abi {

/// Sets the causes of the findings of one record. `findings`: one for each difference that the edits refer to.
void name_causes(const std::vector<Edit>& edits, std::span<Finding> findings);

/// If the size of a nested record differs, what follows from it in the record around it has the cause of that size.
/// `spec` holds on the target of the findings, which are those of one layer on one target.
void follow_nested(const Layout& spec, std::vector<Finding>& findings);

/// The cause of all findings about records that are missing because this file could not be read.
std::string unread_cause(const Problem& problem);

}  // namespace abi
