// What the editor can change at a place of a C or C++ source: a mend of each difference (fix/), and assertions of the
// spec's layout. No compiler has tried them: the next check after the file is saved does.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "fix/edit_text.h"
#include "model/finding.h"

namespace abi::lsp {

/// The lines that the editor asks about, from 1, both included.
struct AskedLines {
    std::string path;  // absolute
    unsigned first = 0;
    unsigned last = 0;
};

struct Action {
    std::string title;
    std::string kind;  // CodeActionKind
    std::vector<fix::TextEdit> edits;

    friend bool operator==(const Action&, const Action&) = default;
};

/// `text`: of the file, as it was checked.
std::vector<Action> actions_at(const Comparison& comparison, const AskedLines& asked, std::string_view text,
                               const std::function<std::string(const std::string& file)>& absolute);

}  // namespace abi::lsp
