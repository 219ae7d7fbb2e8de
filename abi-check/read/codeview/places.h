// Where records and enumerations are declared: LF_UDT_SRC_LINE, and LF_UDT_MOD_SRC_LINE of Microsoft's linker.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "llvm/ADT/DenseMap.h"
#include "model/layout.h"
#include "read/codeview/image.h"

namespace abi::codeview {

class Places {
  public:
    /// Files below `root` are shown relative to it.
    Places(const Image& image, const std::string& root);

    /// The file and the line of a definition. CodeView has no columns, and no places of members.
    Place of(cv::TypeIndex definition) const;

  private:
    struct Site {
        std::string_view file;
        unsigned line = 0;
    };

    void note(cv::TypeIndex id);

    const Image& image_;
    const std::string& root_;
    llvm::DenseMap<std::uint32_t, Site> sites_;
};

}  // namespace abi::codeview
