#include "explain/alike.h"

#include <doctest/doctest.h>

#include "codec/bytes.h"
#include "test/declare.h"

namespace {

namespace test = abi::test;

/// Two layouts of 16 bytes for a length and an address.
abi::Layout layouts() {
    abi::Layout layout;
    layout.records = {
        test::record("Long", 16, 8, {test::field("length", test::u(64), 0), test::field("address", test::u(64), 8)}),
        test::record("Short", 16, 8, {test::field("first", test::u(32), 0), test::field("second", test::u(64), 8)})};
    return layout;
}

bool are_same(const abi::Bytes& bytes) {
    const auto layout = layouts();
    const std::vector<abi::CandidateSource> sources{{"spec test", &layout, true}};
    const auto candidates = abi::candidates_of(sources);
    const std::vector<std::span<const std::uint8_t>> chunks{bytes};
    std::vector<abi::Fit> fits(2);
    for (std::size_t i = 0; i < fits.size(); ++i) {
        fits[i].candidate = &candidates[i];
        fits[i].stride = 16;
        fits[i].runs = {{.chunk = 0, .begin = 0, .packets = bytes.size() / 16}};
    }
    return abi::read_same_numbers(fits[0], fits[1], chunks);
}

}  // namespace

TEST_CASE("Small numbers at the same offsets are the same in a wide and in a narrow field") {
    CHECK(are_same({9, 1, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0}));
}

TEST_CASE("A number that one layout reads in part only is not the same") {
    CHECK_FALSE(are_same({9, 1, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0}));
}
