// Any console text: answers ascend within the number of cases, and problems stay few.
#include <cstdlib>

#include "replay/small_specs.h"
#include "replay/transcript.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const abi::Layout layout = abi::test::small_protocol();
    static const auto protocol = abi::find_protocol(layout);
    constexpr std::size_t cases = 3;
    const auto transcript = read_transcript({reinterpret_cast<const char*>(data), size}, *protocol, cases);
    if (transcript.answers.size() > cases || transcript.problems.size() > 8) std::abort();
    for (std::size_t i = 0; i < transcript.answers.size(); ++i) {
        const std::size_t index = transcript.answers[i].index;
        if (index >= cases || (i != 0 && index <= transcript.answers[i - 1].index)) std::abort();
    }
    if (transcript.target.name.size() > 64 || (transcript.target.digest.size() | 64U) != 64) std::abort();
    if (transcript.results.size() != transcript.answers.size() * protocol->result_bytes()) std::abort();
    return 0;
}
