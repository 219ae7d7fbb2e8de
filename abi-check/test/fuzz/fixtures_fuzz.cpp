// Any fixture file: it is refused with a problem, or gives cases that make a blob.
#include <cstdlib>

#include "replay/blob.h"
#include "replay/fixtures.h"
#include "replay/small_specs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const abi::Layout spec = abi::test::small_membrane();
    static const abi::Layout layout = abi::test::small_protocol();
    static const auto protocol = abi::find_protocol(layout);
    const auto set = abi::parse_fixtures({reinterpret_cast<const char*>(data), size}, "fuzz.json", spec);
    if (!set) {
        if (set.problems.empty()) std::abort();
        for (const auto& problem : set.problems) static_cast<void>(to_string(problem));
        return 0;
    }
    if (set->cases.empty() || set->key.size() != 16) std::abort();
    const auto cases = cases_of(*set, spec, *protocol);
    if (!cases) {  // an answer that the record of results cannot have
        if (cases.problems.empty()) std::abort();
        return 0;
    }
    if (cases->count() != set->cases.size()) std::abort();
    if (cases->compared.size() != cases->expected.size()) std::abort();
    const std::size_t half = cases->count() / 2;
    if (part_of(*cases, *protocol, half, cases->count()).count() != cases->count() - half) std::abort();
    if (!make_blob(*cases, *protocol, {0x89000000, 0x3000000})) std::abort();
    return 0;
}
