// Any bytes: as the words of a section in both orders, and as an object file. What is read stays within bounds: an
// answer's type can be measured, and nothing is made up.
#include <cstdlib>

#include "read/probe/section.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (const auto order : {abi::ByteOrder::little, abi::ByteOrder::big}) {
        abi::probe::Answers answers;
        const auto problem = abi::probe::read_chunks(bytes, order, answers);
        if (problem && problem->expected.empty()) std::abort();
        const auto count = answers.records.size() + answers.fields.size() + answers.constants.size();
        if (count * 16 > size) std::abort();
        for (const auto& answer : answers.fields) {
            if (abi::size_bits(answer.field) > std::uint64_t{1} << 60U) std::abort();
        }
        const auto half = size / 2;
        const auto run = abi::probe::changed_bits(bytes.substr(0, half), bytes.substr(half), order);
        if (run && run->offset_bits + run->width_bits > 8 * half) std::abort();
    }
    const auto answers = abi::probe::read_object("probe.o", bytes);
    if (!answers && answers.problems.empty()) std::abort();
    return 0;
}
