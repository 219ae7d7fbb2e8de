// Drafts a spec from existing layouts, so that users need not start with an empty file.
//
//     layouts of one source, one per target ─► draft_spec ─► a spec that read_spec accepts
//                                                        └─► questions, where the user has to decide
//
// The draft describes what the source declares, and each byte of each record is in a field: implicit padding becomes
// a named field. What a spec cannot express is left out or drafted as raw bytes, with a question.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/layout.h"

namespace abi {

/// Something that the source leaves open or that a spec expresses in another way. A question is not an error.
struct Question {
    std::string subject;       // "CmdPacket.arg": the spec's name, or the source's if the draft leaves it out
    std::string text;          // one or two sentences
    Place place;               // in the source
    bool about_width = false;  // asks which width is meant where the target decides it
};

/// The same questions; one that more than three subjects raise is asked once, with the first of their places:
/// "Mode, Kind, State and 9 more".
std::vector<Question> few_questions(const std::vector<Question>& questions);

/// "file:line:col: question: CmdPacket.arg: …".
std::string to_string(const Question& question);

struct Draft {
    std::string name;
    Layout layout;  // as read_spec would return it, without places
    /// By the source's name, the spec's name: the `aliases` that the layer needs in the configuration.
    std::map<std::string, std::string> aliases;
    std::map<std::string, std::string> names;  // by the source's name, the spec's: all that was drafted
    std::vector<Question> questions;           // in the order of the layout
};

/// `layouts` has one layout per target, with the target's name and the reader's names. A declaration that differs
/// between targets is in the draft once for each of its layouts, with the targets. `name`, made an identifier, is that
/// of the spec. `taken`: as in draft_names.
Draft draft_spec(const std::vector<Layout>& layouts, const std::string& name, const std::set<std::string>& taken = {});

}  // namespace abi
