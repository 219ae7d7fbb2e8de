#include "read/codeview/places.h"

#include "read/object/bytes.h"
#include "read/source_path.h"

namespace abi::codeview {

Places::Places(const Image& image, const std::string& root) : image_(image), root_(root) {
    const auto& ids = image.ids();
    for (auto number = ids.begin(); number != ids.end(); ++number) note(cv::TypeIndex(number));
}

void Places::note(cv::TypeIndex id) {
    const auto& ids = image_.ids();
    if (ids.kind_of(id) == cv::LF_UDT_SRC_LINE) {
        const auto site = ids.read<cv::UdtSourceLineRecord>(id);
        if (site) sites_.try_emplace(site->UDT.getIndex(), Site{string_of(image_, site->SourceFile), site->LineNumber});
    } else if (ids.kind_of(id) == cv::LF_UDT_MOD_SRC_LINE) {
        const auto site = ids.read<cv::UdtModSourceLineRecord>(id);
        if (!site) return;
        const auto file = object::text_at(image_.names, site->SourceFile.getIndex());
        sites_.try_emplace(site->UDT.getIndex(), Site{file, site->LineNumber});
    }
}

Place Places::of(cv::TypeIndex definition) const {
    const auto site = sites_.lookup(definition.getIndex());
    if (site.file.empty()) return {};
    return {.file = below_root(root_, site.file), .line = site.line};
}

}  // namespace abi::codeview
