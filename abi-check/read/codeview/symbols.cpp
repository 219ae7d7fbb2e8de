#include "read/codeview/symbols.h"

#include "llvm/DebugInfo/CodeView/SymbolDeserializer.h"
#include "llvm/DebugInfo/CodeView/SymbolRecord.h"

namespace abi::codeview {
namespace {

template <typename Symbol>
std::optional<Symbol> decoded(const cv::CVSymbol& bytes) {
    auto symbol = cv::SymbolDeserializer::deserializeAs<Symbol>(bytes);
    if (symbol) return std::move(*symbol);
    llvm::consumeError(symbol.takeError());
    return std::nullopt;
}

}  // namespace

Symbols read_symbols(const Image& image) {
    Symbols all;
    for_each_symbol(image, [&](const cv::CVSymbol& bytes) {
        if (bytes.kind() == cv::S_UDT) {
            if (const auto one = decoded<cv::UDTSym>(bytes)) all.typedefs.push_back({text_of(one->Name), one->Type});
        } else if (bytes.kind() == cv::S_CONSTANT) {
            if (const auto one = decoded<cv::ConstantSym>(bytes)) {
                all.constants.push_back({text_of(one->Name), one->Type, one->Value});
            }
        }
        return true;
    });
    return all;
}

Integer integer_of(const llvm::APSInt& written, const Type& type) {
    constexpr unsigned widest = 128;
    const auto bits =
        type.width_bits == 0 || type.width_bits > widest ? widest : static_cast<unsigned>(type.width_bits);
    const bool is_signed = type.kind == Kind::signed_integer || (type.kind == Kind::enumeration && type.is_signed);
    const auto value = written.extOrTrunc(bits);
    const bool is_negative = is_signed && value.isSignBitSet();
    // The magnitude of the least value of 128 bits needs all of them.
    const auto magnitude = is_negative ? (-llvm::APInt(value)).zextOrTrunc(widest) : llvm::APInt(value).zext(widest);
    return {.low = magnitude.extractBitsAsZExtValue(64, 0),
            .high = magnitude.extractBitsAsZExtValue(64, 64),
            .negative = is_negative};
}

}  // namespace abi::codeview
