#include "read/codeview/image.h"

#include "llvm/DebugInfo/CodeView/CodeViewError.h"

namespace abi::codeview {

void for_each_symbol(const Image& image, const std::function<bool(const cv::CVSymbol&)>& visit) {
    for (const auto stream : image.symbols) {
        auto error = cv::forEachCodeViewRecord<cv::CVSymbol>(bytes_of(stream), [&](const cv::CVSymbol& symbol) {
            const bool goes_on = symbol.length() >= sizeof(cv::RecordPrefix) && visit(symbol);
            return goes_on ? llvm::Error::success() : llvm::make_error<cv::CodeViewError>("the end");
        });
        llvm::consumeError(std::move(error));
    }
}

std::string_view string_of(const Image& image, cv::TypeIndex id) {
    const auto& ids = image.ids();
    if (ids.kind_of(id) != cv::LF_STRING_ID) return {};
    const auto found = ids.read<cv::StringIdRecord>(id);
    return found ? text_of(found->String) : std::string_view();
}

}  // namespace abi::codeview
