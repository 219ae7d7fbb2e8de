// Drafts a spec from layouts that exist, so that nobody has to begin with an empty file.
//
//     layouts of one source, one per target ─► draft_spec ─► a spec that read_spec accepts
//                                                        └─► questions, where somebody has to decide
//
// The draft says what the source says, with each byte of each record in a field: padding that only the compiler
// knows gets a name. What no spec can say is left out or written as raw bytes, and asked about.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/layout.h"

namespace abi {

/// Something that the source leaves open or that a spec says in another way. Not a finding: nothing is wrong yet.
struct Question {
    std::string subject;  // "CmdPacket.arg", in the spec's names; of what is left out, in the source's
    std::string text;     // a sentence, or two
    Place place;          // in the source
};

/// "file:line:col: question: CmdPacket.arg: …".
std::string to_string(const Question& question);

struct DraftOptions {
    std::string name;  // of the spec; made an identifier
};

struct Draft {
    std::string name;
    Layout layout;  // as read_spec would give it; no places
    /// The source's names that do not say the spec's by themselves, for the layer's `aliases` in the configuration.
    std::map<std::string, std::string> aliases;
    std::vector<Question> questions;  // in the order of the layout
};

/// One layout per target, each with its target's name, in the reader's names. The first decides where targets differ.
Draft draft_spec(const std::vector<Layout>& layouts, const DraftOptions& options);

}  // namespace abi
