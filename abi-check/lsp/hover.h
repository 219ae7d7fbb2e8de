// The record at a place of a source or a spec, and its bytes in the spec and in each layer, as text.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "model/finding.h"

namespace abi::lsp {

/// A position of the editor in our terms.
struct Spot {
    std::string path;   // absolute
    unsigned line = 0;  // from 1
    std::string word;   // the name at the position; may be empty
};

/// The spec's name of the record that `word` names, else of the innermost one whose declaration has the line. Empty: no
/// record. `absolute` gives the absolute path of a file as it is printed.
std::string record_at(const Comparison& comparison, const Spot& spot,
                      const std::function<std::string(const std::string& file)>& absolute);

/// Of each layout of that name: the bytes of the spec above those of each layer, which layers and targets have them and
/// with which verdict, then the findings. Lines have about 80 columns.
std::string record_text(const Comparison& comparison, std::string_view record);

}  // namespace abi::lsp
