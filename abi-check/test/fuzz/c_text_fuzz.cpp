// Any text as a C or C++ source: what is found lies in the text, and in order.
#include <cstdlib>
#include <string_view>

#include "fix/c_record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto tokens = abi::fix::tokens_of(text);
    std::size_t at = 0;
    std::size_t looked = 0;
    for (const auto& token : tokens.tokens) {
        if (token.begin < at || token.end <= token.begin || token.end > size) std::abort();
        at = token.end;
        if (!token.is("struct") || ++looked > 64) continue;
        const auto record = abi::fix::find_record_in(tokens, token.begin, (size & 1U) != 0);
        if (!record) continue;
        if (record->open >= record->close || record->close > record->end || record->end >= tokens.tokens.size())
            std::abort();
        for (const auto& one : record->declarations) {
            if (one.first > one.last || one.last >= record->close) std::abort();
        }
    }
    return 0;
}
