#include "read/codeview/stream.h"

#include "llvm/ADT/StringExtras.h"

namespace abi::codeview {

Result<TypeStream> TypeStream::parse(std::string_view bytes, std::uint32_t first) {
    TypeStream stream;
    stream.first_ = first;
    stream.size_bytes_ = bytes.size();
    bool has_kinds = true;
    auto error = cv::forEachCodeViewRecord<cv::CVType>(bytes_of(bytes), [&](const cv::CVType& record) {
        has_kinds = has_kinds && record.length() >= sizeof(cv::RecordPrefix);
        if (has_kinds) stream.records_.push_back(record);
        return llvm::Error::success();
    });
    if (!error && has_kinds) return stream;
    llvm::consumeError(std::move(error));
    return file_problem("", "CodeView types that end within their stream",
                        number_text(cv::TypeIndex(stream.end())) + ", which is cut off");
}

std::string number_text(cv::TypeIndex index) {
    return "0x" + llvm::utohexstr(index.getIndex());
}

}  // namespace abi::codeview
