// One stream of type records (CodeView, "Type Records"; LLVM, CodeViewTypes.def).
//
//     0x1000 LF_FIELDLIST   x: int @0
//     0x1001 LF_STRUCTURE   "point", its members are 0x1000
//
// Records are numbered from 0x1000. Smaller numbers are built-in types. A record refers to others by their numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "llvm/DebugInfo/CodeView/TypeDeserializer.h"
#include "llvm/DebugInfo/CodeView/TypeRecord.h"
#include "model/problem.h"

namespace abi::codeview {

namespace cv = llvm::codeview;

class TypeStream {
  public:
    /// Cuts `bytes`, which must outlive the stream, into records. `first` is the number of the first one. The problem
    /// has no place.
    static Result<TypeStream> parse(std::string_view bytes, std::uint32_t first = cv::TypeIndex::FirstNonSimpleIndex);

    std::uint32_t begin() const { return first_; }
    std::uint32_t end() const { return first_ + static_cast<std::uint32_t>(records_.size()); }
    std::size_t size_bytes() const { return size_bytes_; }

    /// Null for a built-in type and for a number beyond the stream.
    const cv::CVType* find(cv::TypeIndex index) const {
        const auto number = index.getIndex();
        return number >= begin() && number < end() ? &records_[number - first_] : nullptr;
    }
    /// The kind of a record; LF_NOTYPE where there is none.
    cv::TypeLeafKind kind_of(cv::TypeIndex index) const {
        const auto* record = find(index);
        return record != nullptr ? record->kind() : cv::TypeLeafKind(0);
    }
    /// Decodes a record. The caller has looked at its kind. Nothing if the record is cut off.
    template <typename Record>
    std::optional<Record> read(cv::TypeIndex index) const {
        const auto* found = find(index);
        if (found == nullptr) return std::nullopt;
        cv::CVType bytes = *found;
        Record record(static_cast<cv::TypeRecordKind>(bytes.kind()));
        if (auto error = cv::TypeDeserializer::deserializeAs<Record>(bytes, record)) {
            llvm::consumeError(std::move(error));
            return std::nullopt;
        }
        return record;
    }

  private:
    std::uint32_t first_ = cv::TypeIndex::FirstNonSimpleIndex;
    std::size_t size_bytes_ = 0;
    std::vector<cv::CVType> records_;
};

/// The bytes as LLVM's readers take them, and back.
inline llvm::ArrayRef<std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(llvm::StringRef text) {
    return {text.data(), text.size()};
}

/// "0x1003", as LLVM's tools show the number of a record.
std::string number_text(cv::TypeIndex index);

}  // namespace abi::codeview
